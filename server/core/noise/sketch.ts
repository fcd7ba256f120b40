/**
 * Latencies as counts in buckets that grow by a constant factor, so that any quantile is right to 1 % of its value and sketches
 * of many machines add bucket by bucket. DDSketch: Masson, Rim, Lee, PVLDB 12(12), 2019, section 2.
 */
import type { Quantiles } from '../gate/model.ts';
import type { Sketch } from '../tally.ts';

const accuracy = 0.01;
const growth = (1 + accuracy) / (1 - accuracy);
const lnGrowth = Math.log(growth);

/** A clock may well say 0; its logarithm has no bucket. One microsecond is below what any timer here resolves. */
const leastMs = 0.001;

/** Bucket of a duration in milliseconds: i holds what is above growth^(i-1) and at most growth^i. May be negative. */
export function bucketOf(ms: number): number {
  return Math.ceil(Math.log(Math.max(ms, leastMs)) / lnGrowth);
}

export function countOf(sketch: Sketch): number {
  return Object.values(sketch).reduce((sum, count) => sum + count, 0);
}

/** The q-quantile (0 to 1) in milliseconds, within 1 % of the duration that holds rank floor(q (count - 1)); null when empty. */
export function quantile(sketch: Sketch, q: number): number | null {
  const buckets = Object.entries(sketch)
    .map(([index, count]) => ({ index: Number(index), count }))
    .sort((a, b) => a.index - b.index);
  const rank = Math.floor(q * (countOf(sketch) - 1));
  let below = 0;
  for (const { index, count } of buckets) {
    below += count;
    if (below > rank) return (2 * growth ** index) / (growth + 1);
  }
  return null;
}

/**
 * A quantile is given only where the sample can bound it. The 95 % interval for the q-quantile reaches 1.96 sqrt(count q (1-q)) ranks
 * to either side: from 380 durations on its upper end for p99 lies within the sample, from 73 on for p95, and from 16 on the
 * median's covers less than half of all ranks. Below, the number shown would be the luck of one request. Rounded up with a margin.
 */
const leastCount = { p50: 20, p95: 100, p99: 500 };

export function quantilesOf(sketch: Sketch): Quantiles {
  const count = countOf(sketch);
  return {
    count,
    p50: count < leastCount.p50 ? null : quantile(sketch, 0.5),
    p95: count < leastCount.p95 ? null : quantile(sketch, 0.95),
    p99: count < leastCount.p99 ? null : quantile(sketch, 0.99),
  };
}
