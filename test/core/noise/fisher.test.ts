import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lnFisher } from '../../../server/core/noise/fisher.ts';

/** C(n, k) without rounding. */
const choose = (n: number, k: number): bigint => {
  let result = 1n;
  for (let i = 0; i < k; i++) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return result;
};

function exactly(has: number, size: number, othersHave: number, others: number): number {
  const having = has + othersHave;
  let tail = 0n;
  for (let k = has; k <= Math.min(size, having); k++) tail += choose(size, k) * choose(others, having - k);
  const digits = 10n ** 60n;
  return Math.log(Number((tail * digits) / choose(size + others, having))) - 60 * Math.LN10;
}

test('the tail is that of the hypergeometric distribution', () => {
  const tables = [
    [3, 4, 1, 4], // the lady who tastes tea: 17/70
    [4, 4, 0, 4],
    [0, 5, 3, 7],
    [10, 10, 5, 10],
    [20, 30, 100, 400],
    [60, 60, 12, 200],
    [1, 1000, 0, 3],
  ] as const;
  for (const [has, size, othersHave, others] of tables) {
    const ln = lnFisher({ has, size, othersHave, others });
    assert.ok(Math.abs(ln - exactly(has, size, othersHave, others)) < 1e-9, `${has} ${size} ${othersHave} ${others}`);
  }
  assert.ok(Math.abs(Math.exp(lnFisher({ has: 3, size: 4, othersHave: 1, others: 4 })) - 17 / 70) < 1e-12);
});

test('it is finite for millions', () => {
  const ln = lnFisher({ has: 1_000_000, size: 1_000_000, othersHave: 10, others: 5_000_000 });
  assert.ok(Number.isFinite(ln) && ln < -1e6);
});
