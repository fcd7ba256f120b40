/**
 * Does what differs come in bursts? From the gaps between the exchanges in which it did: a stale cache, a failover or a stall
 * gives many short ones and a few long ones, where independent exchanges give geometric gaps.
 *
 * Greenwood's statistic (JRSS 109(2), 1946): the sum of the gaps' squares over the square of their sum. What it needs adds up across
 * machines, no length of a burst has to be guessed, and one long silence before a single burst shows at once.
 */
import type { Gaps, Spacing } from '../tally.ts';

/** One gap: how many exchanges of the endpoint further it showed again. */
export function oneGap(exchanges: number): Gaps {
  return { count: 1, exchanges, squares: exchanges * exchanges };
}

/**
 * Standard deviations from which on gaps count as too uneven. A burst that has only begun is hard to tell from a regression, hence
 * so few for the candidate's own; a regression that looks uneven for a moment only latches that moment later.
 */
const limit = { candidate: 1.25, old: 2 };

/** Whether the candidate alone, or the two old copies, differ in bursts. */
export function comesInBursts({ candidate, old }: Spacing): boolean {
  return unevenness(candidate) > limit.candidate || unevenness(old) > limit.old;
}

/**
 * By how many standard deviations the gaps are less even than geometric ones of the same mean. Mean and variance are those of
 * exponential gaps, which geometric ones of rate p are in the limit, with the squared coefficient of variation 1 - p for 1.
 */
export function unevenness({ count, exchanges, squares }: Gaps): number {
  if (count < 2 || exchanges <= count) return 0;
  const spread = 1 - count / exchanges;
  const mean = (1 + (spread * (count - 1)) / (count + 1)) / count;
  const deviation = (2 * spread * Math.sqrt((count - 1) / ((count + 2) * (count + 3)))) / (count + 1);
  return (squares / exchanges ** 2 - mean) / deviation;
}
