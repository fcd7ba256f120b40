/** How much may still be done for one exchange: units first, which are the same on every machine, and time as well where a clock is given. */

/** Units of about 0.15 us: one for each node looked at. */
export interface Work {
  left: number;
  /** Places whose values may still be asked for their formats. */
  formatsLeft?: number;
  /** Whether time is up. Not asked more often than every few thousand units. */
  readonly expired?: () => boolean;
  /** Asked again when no more than this is left. */
  askAt?: number;
}

const unitsBetweenLooks = 4_096;

/** Whether the comparison has to end here. Once it is so it stays so. */
export function isSpent(work: Work): boolean {
  if (work.left <= 0) return true;
  if (work.expired === undefined) return false;
  work.askAt ??= work.left - unitsBetweenLooks;
  return work.left > work.askAt ? false : isOver(work);
}

/** The same, with a look at the clock whatever was done since the last one: before something that cannot be stopped. */
export function isOver(work: Work): boolean {
  work.askAt = work.left - unitsBetweenLooks;
  if (work.left > 0 && work.expired?.()) work.left = 0;
  return work.left <= 0;
}

/** Pays for something before it is done; false where it must not be. */
export function pay(work: Work, units: number): boolean {
  work.left -= units;
  return !isSpent(work);
}
