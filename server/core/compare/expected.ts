/** Lists and objects that the candidate is expected to have in place of the old ones. */
import type { Ruling } from '../rules/ruling.ts';
import type { Work } from '../work.ts';
import type { Place } from './place.ts';
import { equal } from './tree.ts';

/** Where the candidate has just what is expected, it has the primary's as far as comparing goes: what the secondary does still counts. */
export function asExpected(ruling: Ruling | undefined, place: Place, work: Work): Place {
  const { field, primary, candidate } = place;
  if (ruling === undefined || candidate === undefined) return place;
  const met = ruling.expects(field, primary, candidate, () => !equal(primary, candidate, work));
  return met ? { ...place, candidate: primary } : place;
}
