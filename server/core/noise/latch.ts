/** When the evidence suffices to call a finding a regression for good, however many findings the run has. */
import type { FindingTally } from '../tally.ts';
import { logEvidence } from './evidence.ts';

/** What the evidence is made of. */
export type Weighed = Pick<FindingTally, 'aspect' | 'counts' | 'blocks'>;

/**
 * What logEvidence must reach for the finding first seen as the rank-th (from 1) of its run. Its share of alpha is 1/(i(i+1)):
 * these sum to 1 however many findings follow, so the chance of even one false regression in the run stays under alpha.
 */
export function latchThreshold(rank: number, alpha: number): number {
  return Math.log((rank * (rank + 1)) / alpha);
}

/** True once and for good: whoever sees it stores it as `latched`. Only for runs with a secondary: without one there is no coin. */
export function latches(finding: Weighed & Pick<FindingTally, 'rank'>, alpha: number): boolean {
  return evidenceOf(finding) >= latchThreshold(finding.rank, alpha);
}

/**
 * Natural log of the evidence that a finding counts with. Times come in bursts (one stall slows down every request in flight
 * at once, so these are one piece of evidence, not thirty): for them the blocks must say it as well.
 */
export function evidenceOf({ aspect, counts, blocks }: Weighed): number {
  const byExchange = logEvidence(counts.candidate, counts.secondary);
  return aspect === 'latency' ? Math.min(byExchange, logEvidence(blocks.candidate, blocks.secondary)) : byExchange;
}
