/** Members that the candidate is expected to have under another name, or in another object. */
import type { Json, JsonObject } from '../lift/json.ts';
import type { Move } from '../rules/renaming.ts';
import type { Names, Ruling } from '../rules/ruling.ts';
import type { Place } from './place.ts';
import { isObject, memberAt } from './tree.ts';

/** Of a place where all that take part are objects: the candidate's members where they were before. */
export function candidateMembers(
  ruling: Ruling | undefined,
  { field, primary, candidate }: Place,
): JsonObject | undefined {
  const members = candidate as JsonObject | undefined;
  if (ruling === undefined || members === undefined) return members;
  const one = primary as JsonObject;
  return ruling
    .renames(field, namesIn(one), namesIn(members))
    .reduce((object, { from, to }) => moved(object, { from, to }, one), members);
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
  const names = (fields: Fields): Names => ({
    has: ([name = '', ...below]) => below.length === 0 && fields.has(name),
    lacks: ([name = '', ...below]) => below.length === 0 && !fields.has(name),
  });
  const renames = ruling.renames(section, names(primary), names(candidate));
  const before = new Map(renames.map(({ from, to }) => [to[0], from[0]]));
  return before.size === 0
    ? candidate
    : new Map([...candidate].map(([name, value]) => [before.get(name) ?? name, value]));
}

const namesIn = (object: JsonObject): Names => ({
  has: (path) => memberIn(object, path) !== undefined,
  lacks: (path) => {
    let here: Json = object;
    for (const name of path) {
      const below: Json | undefined = isObject(here) ? memberAt(here, name) : null;
      if (below === undefined) return true;
      here = below;
    }
    return false;
  },
});

function memberIn(object: Json, path: readonly string[]): Json | undefined {
  let here: Json | undefined = object;
  for (const name of path) here = here !== undefined && isObject(here) ? memberAt(here, name) : undefined;
  return here;
}

/** A move before it may have taken the member with it. */
function moved(object: JsonObject, { from, to }: Move, primary: JsonObject): JsonObject {
  const value = memberIn(object, to);
  return value === undefined ? object : withMember(without(object, to, primary), from, value);
}

/** Objects that this leaves empty, and that the primary does not have, go as well. */
function without(object: JsonObject, [name = '', ...below]: readonly string[], primary: Json | undefined): JsonObject {
  const others = Object.entries(object).filter(([key]) => key !== name);
  if (below.length === 0) return Object.fromEntries(others);
  const before = memberIn(primary ?? null, [name]);
  const left = without(memberAt(object, name) as JsonObject, below, before);
  const goes = before === undefined && Object.keys(left).length === 0;
  return Object.fromEntries(goes ? others : [...others, [name, left]]);
}

function withMember(object: JsonObject, [name = '', ...below]: readonly string[], value: Json): JsonObject {
  const others = Object.entries(object).filter(([key]) => key !== name);
  if (below.length === 0) return Object.fromEntries([...others, [name, value]]);
  const inside = memberAt(object, name);
  return Object.fromEntries([...others, [name, withMember((inside ?? {}) as JsonObject, below, value)]]);
}
