/** Was one of the two shadows slower in this exchange? Pure. */
import type { Case } from '../finding.ts';

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
