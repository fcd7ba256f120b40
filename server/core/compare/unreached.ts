import type { Json } from '../lift/json.ts';
import { pairsThat, unequal } from './bits.ts';
import type { Differences } from './differences.ts';
import type { Place } from './place.ts';

const noValues = [undefined, undefined, undefined] as const;

/** What the budget did not reach. Unless something cheaper tells, whatever is not the same value may differ, in all roles alike. */
export function noteUnreached(
  differences: Differences,
  { field, primary, secondary, candidate }: Place,
  differ: (a: Json, b: Json) => boolean = unequal,
): void {
  differences.note(field, 'truncated', pairsThat(differ, primary, secondary, candidate), noValues);
}
