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
  return Object.fromEntries(underOldNames(Object.entries(members), renames));
}

type Fields = ReadonlyMap<string, readonly string[]>;

/** The same for headers or trailers. */
export function candidateFields(
  ruling: Ruling | undefined,
  section: string,
  primary: Fields,
  candidate: Fields | undefined,
): Fields | undefined {
  if (ruling === undefined || candidate === undefined) return candidate;
  const renames = ruling.renames(section, primary, candidate);
  return renames.size === 0 ? candidate : new Map(underOldNames([...candidate], renames));
}

function underOldNames<T>(
  entries: readonly (readonly [string, T])[],
  renames: ReadonlyMap<string, string>,
): readonly (readonly [string, T])[] {
  const before = new Map([...renames].map(([old, now]) => [now, old]));
  return entries.map(([name, value]) => [before.get(name) ?? name, value]);
}
