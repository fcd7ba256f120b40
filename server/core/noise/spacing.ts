/**
 * Does what differs come in bursts? From the gaps between the exchanges in which it did: a stale cache, a failover or a stall
 * gives many short ones and a few long ones, at whatever scale, where independent exchanges give geometric gaps.
 *
 * Moran's test for exponential gaps (JRSS B 13(1), 1951), for geometric ones: the mean of the gaps' logarithms is compared with
 * what it would be at the same rate without bursts. Its sums add up across machines, and no length of a burst has to be guessed.
 */
import type { Gaps, Spacing } from '../tally.ts';

/** One gap: how many exchanges of the endpoint further it showed again. Logarithms in whole thousandths, so that no order of adding matters. */
export function oneGap(exchanges: number): Gaps {
  return { count: 1, exchanges, ln: Math.round(1000 * Math.log(exchanges)) };
}

/**
 * Standard deviations from which on gaps count as too uneven. Bursts that have only begun are hard to tell, hence no more than
 * these; a regression that looks clustered for a moment only latches that moment later.
 */
const limit = 1.5;

/** Whether the candidate alone, or the two old copies, differ in bursts. */
export function comesInBursts({ candidate, old }: Spacing): boolean {
  return unevenness(candidate) > limit || unevenness(old) > limit;
}

/** By how many standard deviations the gaps' mean logarithm is below that of geometric gaps of the same mean. */
export function unevenness({ count, exchanges, ln }: Gaps): number {
  if (count < 2 || exchanges <= count) return 0;
  const { mean, rest } = lnGap(count / exchanges);
  return (count * mean - ln / 1000) / Math.sqrt(count * rest);
}

/** Steps of the rate's logarithm at which the table below is kept. */
const step = 0.05;
/** From here on down, 0.1 %, gaps are exponential for all that matters here. */
const lastEntry = Math.round(Math.log(1000) / step);
const euler = 0.5772156649015329;
const table: { readonly mean: number; readonly variance: number }[] = [];

/**
 * Of geometric gaps at that rate (0 < p < 1): the mean of their logarithm, and its variance as far as knowing the rate from the
 * same gaps leaves it. With I = 1/(1-p) the information that a gap has on ln p, and d the mean's derivative by it, that is v - d d / I.
 */
function lnGap(p: number): { readonly mean: number; readonly rest: number } {
  const at = -Math.log(p) / step;
  if (at >= lastEntry) return { mean: -Math.log(p) - euler, rest: Math.PI ** 2 / 6 - 1 };
  const i = Math.floor(at);
  const [one, two] = [entryAt(i), entryAt(i + 1)];
  const between = (a: number, b: number) => a + (at - i) * (b - a);
  const slope = (two.mean - one.mean) / step;
  const variance = between(one.variance, two.variance);
  return { mean: between(one.mean, two.mean), rest: Math.max(0.05 * variance, variance - slope * slope * (1 - p)) };
}

function entryAt(i: number): { readonly mean: number; readonly variance: number } {
  const known = table[i];
  if (known !== undefined) return known;
  const p = Math.exp(-i * step);
  let mean = 0;
  let squares = 0;
  let chance = p;
  for (let gap = 1; gap * p < 40 && chance > 0; gap++) {
    const ln = Math.log(gap);
    mean += chance * ln;
    squares += chance * ln * ln;
    chance *= 1 - p;
  }
  const entry = { mean, variance: squares - mean * mean };
  table[i] = entry;
  return entry;
}
