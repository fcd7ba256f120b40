/** What one comparison may cost, and how much of it each of its stages. */
import { mostLifted } from '../lift/effort.ts';
import type { Work } from '../work.ts';

/** Units of all stages together: what is over when headers and bodies are read is the walk's. */
const mostWork = 1_300_000;
const mostForHeaders = 500_000;
/** Alignment and hashing included. Real answers under the size cap stay below it. */
const mostForWalk = 1_000_000;

/** Milliseconds since a comparison began after which no further body or part is read: the walk needs time, too. */
const mostMillisecondsOfLifting = 120;
/** The same for its walk: the rest of 250 is for telling what was not reached, and for the collector. */
const mostMilliseconds = 180;

export interface Budget {
  readonly headers: Work;
  readonly lifting: Work;
  /** To be asked for when the others are done with. */
  readonly walk: () => Work;
}

/** @param elapsed milliseconds since the comparison began; without it only units count */
export function budgetOf(elapsed?: () => number): Budget {
  const account = (left: number, most: number): Work => ({ left, ...(elapsed && { expired: () => elapsed() > most }) });
  const headers = account(mostForHeaders, mostMilliseconds);
  const lifting = account(mostLifted, mostMillisecondsOfLifting);
  const over = () => mostWork - (mostForHeaders - Math.max(0, headers.left)) - (mostLifted - Math.max(0, lifting.left));
  return { headers, lifting, walk: () => account(Math.min(mostForWalk, over()), mostMilliseconds) };
}
