/** When the evidence suffices to call a finding a regression for good, however many findings the run has. */
import type { FindingTally } from '../tally.ts';
import { logEvidence } from './evidence.ts';

/**
 * What logEvidence must reach for the finding first seen as the rank-th (from 1) of its run. Its share of alpha is 1/(i(i+1)):
 * these sum to 1 however many findings follow, so the chance of even one false regression in the run stays under alpha.
 */
export function latchThreshold(rank: number, alpha: number): number {
  return Math.log((rank * (rank + 1)) / alpha);
}

/** True once and for good: whoever sees it stores it as `latched`. Only for runs with a secondary: without one there is no coin. */
export function latches({ rank, counts }: Pick<FindingTally, 'rank' | 'counts'>, alpha: number): boolean {
  return logEvidence(counts.candidate, counts.secondary) >= latchThreshold(rank, alpha);
}
