/**
 * Latencies as counts in buckets that grow by a constant factor, so that any quantile is right to 1 % of its value and sketches
 * of many machines add bucket by bucket. DDSketch: Masson, Rim, Lee, PVLDB 12(12), 2019, section 2. The library says which
 * bucket a duration falls into; it does not hold the counts, because its sketch would be a value that every commit has to
 * read, merge and write again, where rows of counts are only ever added to.
 */
import { DDSketch } from '@datadog/sketches-js';
import { type QuantileName, type Quantiles, quantileNames, type RankInterval } from '../gate/model.ts';
import type { Sketch } from '../tally.ts';
import { rankInterval } from './ranks.ts';

const accuracy = 0.01;
const { mapping } = new DDSketch({ relativeAccuracy: accuracy });

/** A clock may well say 0; its logarithm has no bucket. One microsecond is below what any timer here resolves. */
const leastMs = 0.001;

/** Bucket of a duration in milliseconds: i holds what is above g^(i-1) and at most g^i, with g = 1.01/0.99. May be negative. */
export function bucketOf(ms: number): number {
  return mapping.key(Math.max(ms, leastMs));
}

/** The longest duration in milliseconds that a bucket holds. */
const topOf = (bucket: number): number => mapping.value(bucket) * (1 + accuracy);
const bottomOf = (bucket: number): number => mapping.value(bucket) * (1 - accuracy);

export function countOf(sketch: Sketch): number {
  return Object.values(sketch).reduce((sum, count) => sum + count, 0);
}

/** The sketch of all that several sketches hold. */
export function sumOf(sketches: readonly Sketch[]): Sketch {
  const sum: Record<number, number> = {};
  for (const sketch of sketches) {
    for (const [bucket, count] of Object.entries(sketch)) sum[Number(bucket)] = (sum[Number(bucket)] ?? 0) + count;
  }
  return sum;
}

/** A sketch in order, for several questions. */
class Ordered {
  readonly count: number;
  readonly #buckets: readonly number[];
  /** How many durations lie in that bucket or below. */
  readonly #upTo: readonly number[];

  constructor(sketch: Sketch) {
    const rows = Object.entries(sketch)
      .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
      .sort((a, b) => a.bucket - b.bucket);
    let below = 0;
    this.#buckets = rows.map(({ bucket }) => bucket);
    this.#upTo = rows.map(({ count }) => (below += count));
    this.count = below;
  }

  /** Bucket of the duration of that rank, from 0; undefined when there are not so many. */
  bucketAt(rank: number): number | undefined {
    return this.#buckets[this.#upTo.findIndex((count) => count > rank)];
  }
}

/** The q-quantile (0 to 1) in milliseconds, within 1 % of the duration that holds rank floor(q (count - 1)); null when empty. */
export function quantile(sketch: Sketch, q: number): number | null {
  return quantileOf(new Ordered(sketch), q);
}

function quantileOf(durations: Ordered, q: number): number | null {
  const bucket = durations.bucketAt(Math.floor(q * (durations.count - 1)));
  return bucket === undefined ? null : mapping.value(bucket);
}

/**
 * Between which durations the q-quantile of all that might yet be measured lies. With `times` as if so many times as many had
 * been seen, in the same proportions: for forecasts.
 */
export function quantileInterval(sketch: Sketch, q: number, alpha: number, times = 1): RankInterval {
  return intervalOf(new Ordered(sketch), q, alpha, times);
}

function intervalOf(durations: Ordered, q: number, alpha: number, times = 1): RankInterval {
  const { low, high } = rankInterval(Math.round(durations.count * times), q, alpha);
  const lowest = low === null ? undefined : durations.bucketAt(Math.floor(low / times));
  const highest = high === null ? undefined : durations.bucketAt(Math.floor(high / times));
  return {
    low: lowest === undefined ? 0 : bottomOf(lowest),
    high: highest === undefined ? null : topOf(highest),
  };
}

export const shareOf: Readonly<Record<QuantileName, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/**
 * A quantile is given only where the sample can bound it. The 95 % interval for the q-quantile reaches 1.96 sqrt(count q (1-q)) ranks
 * to either side: from 380 durations on its upper end for p99 lies within the sample, from 73 on for p95, and from 16 on the
 * median's covers less than half of all ranks. Below, the number shown would be the luck of one request. Rounded up with a margin.
 */
export const leastCount: Readonly<Record<QuantileName, number>> = { p50: 20, p95: 100, p99: 500 };

export function quantilesOf(sketch: Sketch, alpha: number): Quantiles {
  const durations = new Ordered(sketch);
  const of = <T>(tell: (q: number) => T) =>
    Object.fromEntries(
      quantileNames.map((name) => [name, durations.count < leastCount[name] ? null : tell(shareOf[name])]),
    ) as Record<QuantileName, T | null>;
  return {
    count: durations.count,
    ...of((q) => quantileOf(durations, q)),
    intervals: of((q) => intervalOf(durations, q, alpha)),
  };
}
