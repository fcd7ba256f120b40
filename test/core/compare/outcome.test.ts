import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { outcomesOf } from '../../../server/core/compare/outcome.ts';
import { type Answer, emptyBody, type FailureKind } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';

const answered = (outcome: number | FailureKind): Answer =>
  typeof outcome === 'number'
    ? { kind: 'response', status: outcome, headers: [], trailers: [], body: emptyBody, ms: 1 }
    : { kind: 'failure', failure: outcome, detail: '', ms: 1 };

const table: readonly (readonly [answers: readonly (number | FailureKind)[], seen: readonly string[]])[] = [
  [[200, 200, 200], []],
  [[200, 200, 201], []],
  [[200, 200, 503], ['status type candidate']],
  [[200, 204, 404], ['status type candidate']],
  [[200, 500, 404], ['status type all']],
  [[500, 200, 200], ['status type primary']],
  [[200, 200, 'reset'], ['failure.reset failure candidate']],
  [
    [200, 'timeout', 'reset'],
    ['failure.reset failure candidate', 'failure.timeout failure secondary'],
  ],
  [
    ['timeout', 'timeout', 'refused'],
    ['failure.refused failure candidate', 'failure.timeout failure candidate'],
  ],
  [['timeout', 'timeout', 'timeout'], []],
];
for (const [outcomes, seen] of table) {
  test(`${outcomes.join(', ')} is ${seen.join(' and ') || 'no other class or kind'}`, () => {
    const [primary, secondary, candidate] = outcomes.map(answered) as [Answer, Answer, Answer];
    const answers = { primary, secondary, candidate };
    const found = outcomesOf(answers, compareAnswers(answers, decoders));
    assert.deepEqual(
      found.map(({ field, aspect, case: odd }) => `${field} ${aspect} ${odd}`),
      seen,
    );
  });
}

test('what rules set aside is set aside by class and kind too', () => {
  const answers = { primary: answered(200), secondary: answered(200), candidate: answered(503) };
  assert.deepEqual(outcomesOf(answers, []), []);
});

test('without a secondary only the candidate is ever odd', () => {
  const answers = { primary: answered('timeout'), candidate: answered(200) };
  const found = outcomesOf(answers, compareAnswers(answers, decoders));
  assert.deepEqual(found, [{ field: 'failure.timeout', aspect: 'failure', case: 'candidate' }]);
});
