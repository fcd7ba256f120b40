/** How many exchanges it takes to decide about a finding: estimates for a person, on the average course of the counts. */
import { effectInterval, logEvidence } from './evidence.ts';
import { latchThreshold } from './latch.ts';

interface Goal {
  /** Order in which the run first saw the finding, from 1. */
  readonly rank: number;
  readonly alpha: number;
  /** With it, decided means classified: the effect is clear of this minimum too, or surely below it. Without: the evidence latches. */
  readonly minEffect?: number;
}

export interface Observed extends Goal {
  /** Exchanges compared at the endpoint so far. */
  readonly n: number;
  readonly candidateOnly: number;
  readonly secondaryOnly: number;
}

/** Probabilities that in one exchange only the candidate differs, or only the secondary. */
export interface Assumed extends Goal {
  readonly rateCandidateOnly: number;
  readonly rateSecondaryOnly: number;
}

/** How many more exchanges at the endpoint, if it goes on as it did: 0 when decided, null when that never decides it. */
export function exchangesUntilDecided({ n, candidateOnly, secondaryOnly, ...goal }: Observed): number | null {
  if (n === 0) return null;
  const rates = { rateCandidateOnly: candidateOnly / n, rateSecondaryOnly: secondaryOnly / n };
  const total = firstTotal((total) => decides({ ...rates, ...goal }, total), n);
  return total === null ? null : total - n;
}

/** How many exchanges in all, from assumed probabilities: null when no number would do. */
export function exchangesNeeded(assumed: Assumed): number | null {
  return firstTotal((total) => decides(assumed, total), 1);
}

/** Past this many exchanges "never" is the honest answer. */
const horizon = 1e12;

/** The first total, from the given one on and to half a percent, that suffices; null where none that anybody will reach does. */
export function firstTotal(suffices: (total: number) => boolean, from: number): number | null {
  let undecided = from - 1;
  let decided = from;
  while (!suffices(decided)) {
    undecided = decided;
    decided *= 2;
    if (decided > horizon) return null;
  }
  while (decided - undecided > Math.max(1, undecided / 200)) {
    const middle = Math.floor((undecided + decided) / 2);
    if (suffices(middle)) decided = middle;
    else undecided = middle;
  }
  return decided;
}

function decides(assumed: Assumed, n: number): boolean {
  const { rateCandidateOnly, rateSecondaryOnly, rank, alpha, minEffect } = assumed;
  const candidateOnly = rateCandidateOnly * n;
  const secondaryOnly = rateSecondaryOnly * n;
  const below = minEffect !== undefined && rateCandidateOnly - rateSecondaryOnly < minEffect;
  if (below) return effectInterval({ n, candidateOnly, secondaryOnly, alpha }).high <= minEffect;
  if (rateCandidateOnly <= rateSecondaryOnly) return false;
  if (logEvidence(candidateOnly, secondaryOnly) < latchThreshold(rank, alpha)) return false;
  return minEffect === undefined || effectInterval({ n, candidateOnly, secondaryOnly, alpha }).low > minEffect;
}
