import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { comesInBursts, oneGap, unevenness } from '../../../server/core/noise/spacing.ts';
import type { Gaps } from '../../../server/core/tally.ts';
import { randomFrom } from '../../support/streams.ts';

const none: Gaps = { count: 0, exchanges: 0, squares: 0 };
const sum = (gaps: readonly number[]): Gaps =>
  gaps.map(oneGap).reduce(
    (a, b) => ({
      count: a.count + b.count,
      exchanges: a.exchanges + b.exchanges,
      squares: a.squares + b.squares,
    }),
    none,
  );

describe('gaps', () => {
  test('of a difference in every exchange, or in none, are even', () => {
    assert.equal(comesInBursts({ candidate: sum([1, 1, 1, 1, 1, 1, 1]), old: none }), false);
    assert.equal(comesInBursts({ candidate: none, old: none }), false);
  });

  test('after a long silence are a burst, whoever has it', () => {
    const burst = sum([400, 1, 1, 2, 1, 1, 1, 3]);
    assert.equal(comesInBursts({ candidate: burst, old: none }), true);
    assert.equal(comesInBursts({ candidate: none, old: burst }), true);
  });

  test('that are the same each time are more than even', () => assert.ok(unevenness(sum([9, 9, 9, 9, 9])) < 0));

  for (const rate of [0.01, 0.1, 0.5, 0.9]) {
    test(`of independent exchanges at ${rate * 100} % are even on average, and seldom look otherwise`, () => {
      const random = randomFrom(5);
      const geometric = () => 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - rate));
      const seen = Array.from({ length: 400 }, () => unevenness(sum(Array.from({ length: 60 }, geometric))));
      const mean = seen.reduce((total, each) => total + each, 0) / seen.length;
      assert.ok(Math.abs(mean) < 0.15, String(mean));
      assert.ok(seen.filter((each) => each > 1.25).length / seen.length < 0.16);
    });
  }
});
