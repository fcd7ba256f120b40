/** When the evidence suffices to call a finding a regression for good, however many findings the run has. */
import type { FindingTally } from '../tally.ts';
import { repeatEvidence } from './confirm.ts';
import { logEvidence, logEvidenceEitherWay } from './evidence.ts';
import { comesInBursts } from './spacing.ts';

/** What the evidence is made of. */
export type Weighed = Pick<FindingTally, 'aspect' | 'counts' | 'votes' | 'blocks' | 'spacing' | 'confirmed'>;

/**
 * What logEvidence must reach for the finding first seen as the rank-th (from 1) of its run. Its share of alpha is 1/(i(i+1)):
 * these sum to 1 however many findings follow, so the chance of even one false regression in the run stays under alpha.
 */
export function latchThreshold(rank: number, alpha: number): number {
  return Math.log((rank * (rank + 1)) / alpha);
}

/** True once and for good: whoever sees it stores it as `latched`. Only for runs with a secondary: without one there is no coin. */
export function latches(finding: Weighed & Pick<FindingTally, 'rank'>, alpha: number): boolean {
  return evidenceOf(finding).logE >= latchThreshold(finding.rank, alpha);
}

export interface Evidence {
  /** Natural log of E. */
  readonly logE: number;
  /** It comes in bursts, so that the time blocks had to say it as well. */
  readonly clustered: boolean;
}

/**
 * The evidence that a finding counts with. What comes in bursts is one piece of evidence a burst, and no more: there the time blocks
 * must say it as well, one vote each. Times always do (one stall slows down every request in flight at once). Requests that were
 * sent again multiply it: see confirm.ts for why that is no second chance.
 */
export function evidenceOf(finding: Weighed): Evidence {
  const { aspect, votes, blocks, spacing } = finding;
  const clustered = aspect === 'latency' || comesInBursts(spacing);
  const of = aspect === 'shift' ? logEvidenceEitherWay : logEvidence;
  const byVote = of(votes.candidate, votes.secondary);
  const logE = clustered ? Math.min(byVote, of(blocks.candidate, blocks.secondary)) : byVote;
  return { logE: isOrdered(finding) ? Math.min(0, logE) : logE + repeatEvidence(finding.confirmed), clustered };
}

/**
 * Whether a number is higher in one old copy than in the other all the time, as an uptime or a counter of each copy's own is: then
 * which copy is the highest says nothing. If they are alike, the primary lies in between no more often than the secondary, and
 * so in half of the exchanges at most. E of 20.
 */
function isOrdered({ aspect, counts }: Weighed): boolean {
  return aspect === 'shift' && logEvidence(counts.candidate + counts.secondary, counts.primary) >= Math.log(20);
}
