/** One walk over the JSON documents of three answers together. */
import type { Json, JsonObject } from '../lift/json.ts';
import { compareItems } from './array.ts';
import { pairsThat, unequal } from './bits.ts';
import type { Differences } from './differences.ts';
import { type FieldNames, nameIn } from './field.ts';
import { type Place, same } from './place.ts';
import { candidateMembers } from './rename.ts';
import { compareScalars } from './scalar.ts';
import { equal, type JsonType, memberAt, typeOf, type Work } from './tree.ts';

interface Walk {
  readonly differences: Differences;
  readonly work: Work;
  /** Places still to visit. A list and not the call stack, which a deep document would overflow. */
  readonly open: Place[];
  readonly names: FieldNames;
}

/** Nodes looked at for one exchange, alignment and hashing included: a few hundred milliseconds. Real answers under the size cap stay below it. */
const mostWork = 2_000_000;
/** Characters. Every level adds two at least, so this bounds depth as well as the names that the store has to hold. */
const longestField = 4_096;

/** Whatever the documents, this ends within the budget and does not recurse. What the budget does not reach is `truncated`. */
export function compareTrees(differences: Differences, root: Place): void {
  const walk: Walk = { differences, work: { left: mostWork }, open: [root], names: new Map() };
  for (let place = walk.open.pop(); place !== undefined; place = walk.open.pop()) {
    if (walk.work.left-- > 0) visit(walk, place);
    else truncate(walk, place, unequal);
  }
}

function truncate({ differences }: Walk, place: Place, differ: (a: Json, b: Json) => boolean): void {
  const { field, primary, secondary, candidate } = place;
  differences.note(field, 'truncated', pairsThat(differ, primary, secondary, candidate), noValues);
}

const noValues = [undefined, undefined, undefined] as const;

/** Compares what stands at one place, and opens the places below it. */
function visit(walk: Walk, place: Place): void {
  walk.differences.enter(place);
  const { field, primary, secondary, candidate } = place;
  const type = typeOf(primary);
  const secondaryType = secondary === undefined ? undefined : typeOf(secondary);
  const candidateType = candidate === undefined ? undefined : typeOf(candidate);
  let alike = place;
  const types = pairsThat<JsonType>(unequal, type, secondaryType, candidateType);
  if (types !== 0) {
    walk.differences.note(field, 'type', types, [primary, secondary, candidate]);
    alike = {
      ...place,
      primary,
      secondary: secondaryType === type ? secondary : undefined,
      candidate: candidateType === type ? candidate : undefined,
    };
  }
  if (type !== 'array' && type !== 'object') compareScalars(walk, place, types);
  else if (alike.secondary === undefined && alike.candidate === undefined) return;
  else if (field.length > longestField) truncate(walk, alike, (a, b) => !equal(a, b, walk.work));
  else if (type === 'array') compareItems(alike, walk.differences, walk.work, (below) => enter(walk, below));
  else compareMembers(walk, alike);
}

/** Opens a place, or visits it at once where nothing can lie below: a long list of scalars need not be stored first. */
function enter(walk: Walk, place: Place): void {
  if (same(place.primary, place.secondary) && same(place.primary, place.candidate)) return;
  if (typeof place.primary === 'object' && place.primary !== null) walk.open.push(place);
  else visit(walk, place);
}

/** Of a place where all that take part are objects. */
function compareMembers(walk: Walk, place: Place): void {
  const { field } = place;
  const one = place.primary as JsonObject;
  const two = place.secondary as JsonObject | undefined;
  const three = candidateMembers(walk.differences.ruling, place);
  const keys = Object.keys(one);
  walk.work.left -= keys.length;
  let inTwo = 0;
  let inThree = 0;
  for (const key of keys) {
    const value = one[key] as Json;
    const other = two && memberAt(two, key);
    const third = three && memberAt(three, key);
    if (other !== undefined) inTwo++;
    if (third !== undefined) inThree++;
    if (other === value && third === value) continue;
    const below = nameIn(walk.names, field, key);
    if ((two && other === undefined) || (three && third === undefined)) {
      const values = [value, other, third] as const;
      walk.differences.presence(below, true, two && other !== undefined, three && third !== undefined, values);
    }
    enter(walk, { field: below, primary: value, secondary: other, candidate: third, up: place });
  }
  const added = new Set([...addedKeys(one, two, inTwo), ...addedKeys(one, three, inThree)]);
  // Sorted, so that where findings are capped neither role's come first.
  for (const key of [...added].sort()) {
    const other = two && memberAt(two, key);
    const third = three && memberAt(three, key);
    const values = [undefined, other, third] as const;
    const below = nameIn(walk.names, field, key);
    walk.differences.presence(below, false, two && other !== undefined, three && third !== undefined, values);
  }
}

/** Keys that the primary lacks, of an object that has `shared` of the primary's. */
function addedKeys(primary: JsonObject, other: JsonObject | undefined, shared: number): readonly string[] {
  if (other === undefined) return [];
  const keys = Object.keys(other);
  return keys.length === shared ? [] : keys.filter((key) => !Object.hasOwn(primary, key));
}
