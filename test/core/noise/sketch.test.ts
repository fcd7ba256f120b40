import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quantileNames } from '../../../server/core/gate/model.ts';
import { bucketOf, countOf, quantile, quantilesOf } from '../../../server/core/noise/sketch.ts';
import type { Sketch } from '../../../server/core/tally.ts';

function sketchOf(durations: readonly number[]): Sketch {
  const sketch: Record<number, number> = {};
  for (const ms of durations) sketch[bucketOf(ms)] = (sketch[bucketOf(ms)] ?? 0) + 1;
  return sketch;
}

const from1To = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('a latency sketch', () => {
  test('gives back any duration within 1 %', () => {
    for (let ms = 0.001; ms < 1e7; ms *= 1.013) {
      const back = quantile({ [bucketOf(ms)]: 1 }, 0.5) ?? 0;
      assert.ok(Math.abs(back - ms) <= 0.01 * ms * (1 + 1e-9), `${ms}: ${back}`);
    }
  });

  test('gives quantiles within 1 % of the duration at their rank', () => {
    const sketch = sketchOf(from1To(1_000));
    for (const [q, exact] of [
      [0, 1],
      [0.5, 500],
      [0.95, 950],
      [0.99, 990],
      [1, 1_000],
    ] as const) {
      const value = quantile(sketch, q) ?? 0;
      assert.ok(Math.abs(value - exact) <= 0.01 * exact, `${q}: ${value}`);
    }
  });

  test('orders buckets by duration, those below a millisecond too', () => {
    const sketch = sketchOf([0.2, 0.2, 0.2, 40, 40]);
    assert.ok((quantile(sketch, 0) ?? 0) < 0.21);
    assert.ok((quantile(sketch, 1) ?? 0) > 39);
  });

  test('takes a clock that says 0', () => assert.ok((quantile(sketchOf([0]), 0.5) ?? 1) < 0.0011));

  test('adds to the sketch of everything', () => {
    const one = sketchOf([1, 2, 3, 500]);
    const other = sketchOf([2, 2, 900]);
    const sum: Record<number, number> = { ...one };
    for (const [bucket, count] of Object.entries(other)) sum[Number(bucket)] = (sum[Number(bucket)] ?? 0) + count;
    assert.deepEqual(sum, sketchOf([1, 2, 3, 500, 2, 2, 900]));
    assert.equal(countOf(sum), 7);
  });

  test('that is empty has no quantile', () => assert.equal(quantile({}, 0.5), null));
});

describe('the quantiles shown', () => {
  const table: readonly [count: number, shown: readonly string[]][] = [
    [0, []],
    [19, []],
    [20, ['p50']],
    [99, ['p50']],
    [100, ['p50', 'p95']],
    [499, ['p50', 'p95']],
    [500, ['p50', 'p95', 'p99']],
  ];
  for (const [count, shown] of table) {
    test(`of ${count} durations are ${shown.join(', ') || 'none'}`, () => {
      const { count: counted, intervals, ...quantiles } = quantilesOf(sketchOf(from1To(count)), 0.05);
      assert.equal(counted, count);
      assert.deepEqual(
        Object.entries(quantiles).flatMap(([name, value]) => (value === null ? [] : [name])),
        shown,
      );
      for (const name of quantileNames) assert.equal(intervals[name] === null, !shown.includes(name));
    });
  }
});
