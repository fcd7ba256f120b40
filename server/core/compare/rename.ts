/** Members that the candidate is expected to call otherwise. */
import type { JsonObject } from '../lift/json.ts';
import type { Ruling } from '../rules/ruling.ts';
import type { Place } from './place.ts';

/** Of a place where all that take part are objects: the candidate's members under the names that they had before. */
export function candidateMembers(
  ruling: Ruling | undefined,
  { field, primary, candidate }: Place,
): JsonObject | undefined {
  const members = candidate as JsonObject | undefined;
  if (ruling === undefined || members === undefined) return members;
  const has = (object: JsonObject) => ({ has: (name: string) => Object.hasOwn(object, name) });
  const renames = ruling.renames(field, has(primary as JsonObject), has(members));
  if (renames.size === 0) return members;
  const before = new Map([...renames].map(([old, now]) => [now, old]));
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [before.get(name) ?? name, value]));
}
