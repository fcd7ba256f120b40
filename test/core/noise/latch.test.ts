import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latches, latchThreshold } from '../../../server/core/noise/latch.ts';
import { counts, finding } from '../gate/tallies.ts';

test('the first finding needs evidence of 2/alpha, the second of 6/alpha, the tenth of 110/alpha', () => {
  for (const [rank, times] of [
    [1, 2],
    [2, 6],
    [10, 110],
  ] as const) {
    assert.ok(Math.abs(Math.exp(latchThreshold(rank, 0.05)) - times / 0.05) < 1e-9 * times);
  }
});

test('the shares of alpha of any number of findings stay under alpha', () => {
  const spent = Array.from({ length: 10_000 }, (_, i) => Math.exp(-latchThreshold(i + 1, 0.05)));
  const sum = spent.reduce((total, share) => total + share, 0);
  assert.ok(sum < 0.05 && sum > 0.0499, String(sum));
});

test('seven differences of the candidate alone latch the first finding, six do not', () => {
  assert.equal(latches(finding({ id: 'f', rank: 1, counts: counts(6) }), 0.05), false);
  assert.equal(latches(finding({ id: 'f', rank: 1, counts: counts(7) }), 0.05), true);
});

test('a later finding needs more', () => {
  assert.equal(latches(finding({ id: 'f', rank: 20, counts: counts(7) }), 0.05), false);
  assert.equal(latches(finding({ id: 'f', rank: 20, counts: counts(15) }), 0.05), true);
});
