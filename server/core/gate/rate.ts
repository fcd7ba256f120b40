/** How many exchanges differ because of findings of given classes, with the noise that fell on the candidate cancelled. */
import { effectInterval } from '../noise/evidence.ts';
import type { SetTally } from '../tally.ts';
import type { FindingClass, Interval } from './model.ts';

export interface RateQuestion {
  /** Exchanges compared in the run. */
  readonly compared: number;
  readonly sets: readonly SetTally[];
  /** Today's class of each finding by id. */
  readonly classes: ReadonlyMap<string, FindingClass>;
  readonly counted: readonly FindingClass[];
  readonly alpha: number;
}

/**
 * (x - y) / compared, where in x exchanges the findings in which only the candidate differed include a counted one, and in y
 * exchanges those in which only the secondary did. May be below zero; 0 with the interval from -1 to 1 when nothing was compared.
 */
export function diffRate({ compared, sets, classes, counted, alpha }: RateQuestion): Interval {
  // An id without a tally (its endpoint had too many findings) was never weighed: it is unexplained.
  const counts = (id: string) => counted.includes(classes.get(id) ?? 'unexplained');
  let candidateOnly = 0;
  let secondaryOnly = 0;
  for (const { side, findings, count } of sets) {
    if (!findings.some(counts)) continue;
    if (side === 'candidate') candidateOnly += count;
    else secondaryOnly += count;
  }
  // One exchange may be on both sides, by different findings, and then counts as neither. How many are is not kept beyond what
  // must be; those not taken out here only widen the interval.
  const onBoth = Math.max(0, candidateOnly + secondaryOnly - compared);
  candidateOnly -= onBoth;
  secondaryOnly -= onBoth;
  const value = compared === 0 ? 0 : (candidateOnly - secondaryOnly) / compared;
  return { value, ...effectInterval({ n: compared, candidateOnly, secondaryOnly, alpha }) };
}
