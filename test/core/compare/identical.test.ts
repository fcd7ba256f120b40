import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { identical } from '../../../server/core/compare/identical.ts';
import type { Answer } from '../../../server/core/exchange.ts';
import { answer, cut, failed, headed, json, trailed } from '../answers.ts';

const equalBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

describe('answers are identical without a closer look', () => {
  const table: readonly [says: string, primary: Answer, candidate: Answer, expected: boolean][] = [
    ['equal bytes', json({ a: 1 }), json({ a: 1 }), true],
    ['other bytes', json({ a: 1 }), json({ a: 2 }), false],
    ['more bytes', json(1), json(11), false],
    ['another status', answer(200, [], ''), answer(204, [], ''), false],
    ['another date', headed(['Date', 'Mon'], ['A', '1']), headed(['Date', 'Tue'], ['A', '1']), true],
    ['a date gone', headed(['Date', 'Mon']), headed(), false],
    ['another header', headed(['A', '1']), headed(['A', '2']), false],
    ['headers in another order', headed(['A', '1'], ['B', '1']), headed(['B', '1'], ['A', '1']), false],
    ['another trailer', trailed(['A', '1']), trailed(['A', '2']), false],
    ['the same failure', failed('reset'), failed('reset'), true],
    ['another failure', failed('reset'), failed('tls'), false],
    ['a failure instead', json(1), failed('tls'), false],
    ['cut bodies of one hash', cut(9, 'aa'), cut(9, 'aa'), true],
    ['cut bodies of two hashes', cut(9, 'aa'), cut(9, 'bb'), false],
    ['a cut body instead', json(1), cut(1, 'aa'), false],
  ];
  for (const [says, primary, candidate, expected] of table) {
    test(`${says}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(identical({ primary, candidate }, equalBytes), expected);
      assert.equal(identical({ primary, secondary: primary, candidate }, equalBytes), expected);
      assert.equal(identical({ primary, secondary: candidate, candidate: primary }, equalBytes), expected);
    });
  }
});
