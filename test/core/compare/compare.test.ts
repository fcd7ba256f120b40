import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { identical } from '../../../server/core/compare/identical.ts';
import type { Answers } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { examples } from '../compare.examples.ts';

const found = (answers: Answers) =>
  compareAnswers(answers, decoders)
    .map(({ field, aspect, case: which }) => `${field} ${aspect} ${which}`)
    .sort();
const equalBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

for (const [topic, rows] of Object.entries(examples)) {
  describe(`compared by example: ${topic}`, () => {
    for (const [says, primary, candidate, expected, secondary] of rows) {
      test(says, () => {
        const answers = { primary, secondary: secondary ?? primary, candidate };
        const wanted = secondary ? expected : expected.map((finding) => `${finding} candidate`);
        assert.deepEqual(found(answers), [...wanted].sort());
        if (secondary === undefined) {
          assert.deepEqual(found({ primary, candidate }), [...wanted].sort(), 'the same without a secondary');
        }
        if (identical(answers, equalBytes)) assert.deepEqual(expected, []);
      });
    }
  });
}
