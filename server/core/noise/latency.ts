/** Was one of the two shadows slower in this exchange? Pure. */
import type { Case } from '../finding.ts';
import type { Sketch } from '../tally.ts';
import { countOf, leastCount, quantile } from './sketch.ts';

/** A difference below either is timing jitter: 10 % of the faster one, or one millisecond. */
const relativeTolerance = 0.1;
const absoluteTolerance = 1;

/**
 * `candidate` when it took longer than the secondary by more than the tolerance, `secondary` for the reverse; undefined
 * otherwise. The primary takes no part: live it is sent first, so its timing is not comparable. Times in milliseconds.
 */
export function latencyCase(secondary: number, candidate: number): Case | undefined {
  const tolerance = Math.max(absoluteTolerance, relativeTolerance * Math.min(secondary, candidate));
  if (candidate > secondary + tolerance) return 'candidate';
  return secondary > candidate + tolerance ? 'secondary' : undefined;
}

/** p99 of the first times of the old copies at an endpoint, in milliseconds; undefined while they are too few to have one. */
export function tailThreshold(first: Sketch): number | undefined {
  return countOf(first) < leastCount.p99 ? undefined : (quantile(first, 0.99) ?? undefined);
}

/**
 * `candidate` when only the candidate took longer than the threshold, `secondary` when only the secondary did. A threshold that was
 * fixed before leaves the two exchangeable, so the same coin weighs them; it sees what a median does not: a few very slow answers.
 */
export function exceedance(threshold: number, secondary: number, candidate: number): Case | undefined {
  if (candidate > threshold) return secondary > threshold ? undefined : 'candidate';
  return secondary > threshold ? 'secondary' : undefined;
}
