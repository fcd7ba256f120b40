import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exceedance, latencyCase, tailThreshold } from '../../../server/core/noise/latency.ts';
import { bucketOf } from '../../../server/core/noise/sketch.ts';

test('who was slower is told beyond a tenth, or a millisecond where that is more', () => {
  const table = [
    [100, 111, 'candidate'],
    [100, 109, undefined],
    [111, 100, 'secondary'],
    [2, 2.9, undefined],
    [2, 3.1, 'candidate'],
  ] as const;
  for (const [secondary, candidate, odd] of table) assert.equal(latencyCase(secondary, candidate), odd);
});

describe('a tail', () => {
  test('has its threshold at p99 of the first 500 times, and none before', () => {
    const sketch: Record<number, number> = { [bucketOf(10)]: 494 };
    assert.equal(tailThreshold(sketch), undefined);
    sketch[bucketOf(80)] = 6;
    const threshold = tailThreshold(sketch) ?? 0;
    assert.ok(Math.abs(threshold - 80) < 1, `${threshold}`);
  });

  test('is where only one of the two is above the threshold', () => {
    assert.equal(exceedance(50, 40, 60), 'candidate');
    assert.equal(exceedance(50, 60, 40), 'secondary');
    assert.equal(exceedance(50, 60, 900), undefined);
    assert.equal(exceedance(50, 10, 49), undefined);
  });
});
