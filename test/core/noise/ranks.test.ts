import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rankInterval } from '../../../server/core/noise/ranks.ts';
import { bucketOf, quantileInterval } from '../../../server/core/noise/sketch.ts';
import type { Sketch } from '../../../server/core/tally.ts';
import { seededRandom } from '../../../server/demo/random.ts';

const alpha = 0.05;

/** The evidence by its definition, as a product over whole numbers. */
function logE(k: number, n: number, q: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log((i + 0.5) / q);
  for (let i = 0; i < n - k; i++) sum += Math.log((i + 0.5) / (1 - q));
  for (let i = 1; i <= n; i++) sum -= Math.log(i);
  return sum;
}

describe('the interval of a quantile by rank', () => {
  for (const [n, q] of [
    [20, 0.5],
    [100, 0.5],
    [1_000, 0.5],
    [1_000, 0.95],
    [5_000, 0.99],
  ] as const) {
    test(`of ${n} at ${q} is where the evidence reaches 1/alpha, and no wider`, () => {
      const { low, high } = rankInterval(n, q, alpha);
      assert.ok(low !== null && high !== null);
      assert.ok(low < n * q && n * q < high + 1);
      const enough = -Math.log(alpha);
      assert.ok(logE(low, n, q) >= enough && logE(low + 1, n, q) < enough);
      assert.ok(logE(high + 1, n, q) >= enough && logE(high, n, q) < enough);
    });
  }

  test('has no upper end where the sample cannot bound the quantile', () => {
    assert.equal(rankInterval(500, 0.99, alpha).high, null);
    assert.notEqual(rankInterval(800, 0.99, alpha).high, null);
    assert.deepEqual(rankInterval(0, 0.5, alpha), { low: null, high: null });
  });

  test('narrows as more is seen, to a billion', () => {
    const widths = [1e3, 1e5, 1e7, 1e9].map((n) => {
      const { low, high } = rankInterval(n, 0.95, alpha);
      return ((high ?? n) - (low ?? 0)) / n;
    });
    assert.ok(widths.every((width, i) => width > 0 && (i === 0 || width < (widths[i - 1] ?? 0) / 5)));
  });

  test('misses the quantile in fewer than 5 % of runs, though it is looked at after every answer', () => {
    const random = seededRandom(4);
    let missed = 0;
    for (let run = 0; run < 400; run++) {
      // Uniform from 0 to 1: the 0.9-quantile is 0.9, and what is at most that is all that counts.
      let atMost = 0;
      for (let n = 1; n <= 600; n++) {
        if (random() <= 0.9) atMost++;
        const { low, high } = n % 5 === 0 ? rankInterval(n, 0.9, alpha) : { low: null, high: null };
        if ((low !== null && atMost <= low) || (high !== null && atMost > high)) {
          missed++;
          break;
        }
      }
    }
    assert.ok(missed <= 20, `${missed} of 400`);
  });
});

test('the interval in milliseconds holds the quantile that the durations were drawn from', () => {
  const sketch: Record<number, number> = {};
  for (let ms = 1; ms <= 2_000; ms++) sketch[bucketOf(ms)] = (sketch[bucketOf(ms)] ?? 0) + 1;
  const seen: Sketch = sketch;
  const { low, high } = quantileInterval(seen, 0.95, alpha);
  assert.ok(low > 1_820 && low < 1_900, `${low}`);
  assert.ok(high !== null && high > 1_900 && high < 1_970, `${high}`);
  const later = quantileInterval(seen, 0.95, alpha, 100);
  assert.ok(later.low > low && (later.high ?? Number.POSITIVE_INFINITY) < high);
});
