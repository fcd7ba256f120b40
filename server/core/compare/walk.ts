/** One walk over the JSON documents of three answers together. */
import { templateOf } from '../endpoint/segment.ts';
import type { Json, JsonObject } from '../lift/json.ts';
import { isUnreadPart } from '../lift/unread.ts';
import { isSpent, type Work } from '../work.ts';
import { compareItems } from './array.ts';
import { pairsThat, unequal } from './bits.ts';
import type { Differences } from './differences.ts';
import { asExpected } from './expected.ts';
import { entriesOf, type FieldNames, knownName, nameIn } from './field.ts';
import { isMapAtOnce, type Maps } from './maps.ts';
import { type Place, same } from './place.ts';
import { candidateMembers } from './rename.ts';
import { compareScalars } from './scalar.ts';
import { areSequences, compareSequences } from './sequence.ts';
import { equal, type JsonType, memberAt, typeOf } from './tree.ts';
import { noteUnreached } from './unreached.ts';

interface Walk {
  readonly differences: Differences;
  readonly work: Work;
  /** Places still to visit. A list and not the call stack, which a deep document would overflow. */
  readonly open: Place[];
  readonly names: FieldNames;
  readonly maps: Maps | undefined;
}

/** Characters. Every level adds two at least, so this bounds depth as well as the names that the store has to hold. */
const longestField = 4_096;

/** What a comparison is told besides the answers. */
export interface Context {
  readonly maps?: Maps;
  /** Milliseconds since the comparison began: what is not reached in time is `truncated`. The core has no clock of its own. */
  readonly elapsed?: () => number;
}

/** Whatever the documents, this ends within the budget and does not recurse. What the budget does not reach is `truncated`. */
export function compareTrees(differences: Differences, root: Place, work: Work, maps?: Maps): void {
  const walk: Walk = { differences, work, open: [root], names: new Map(), maps };
  for (let place = walk.open.pop(); place !== undefined; place = walk.open.pop()) {
    walk.work.left--;
    if (isSpent(walk.work)) noteUnreached(differences, place);
    else visit(walk, place);
  }
}

/** Compares what stands at one place, and opens the places below it. */
function visit(walk: Walk, place: Place): void {
  walk.differences.enter(place);
  const { field, primary, secondary, candidate } = place;
  if (isUnreadPart(primary) || isUnreadPart(secondary) || isUnreadPart(candidate)) {
    noteUnreached(walk.differences, place, (a, b) => !equal(a, b, walk.work));
    return;
  }
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
  if (type !== 'array' && type !== 'object') {
    walk.work.left -= typeof primary === 'object' && primary !== null ? unitsOfExactNumber : unitsOfScalar;
    compareScalars(walk, place, types);
  } else if (!walk.differences.mayCompare(alike.secondary, alike.candidate)) return;
  else if (field.length > longestField) noteUnreached(walk.differences, alike, (a, b) => !equal(a, b, walk.work));
  else if (type === 'array' && areSequences(alike)) compareSequences(alike, walk.differences, walk.work);
  else {
    const here = asExpected(walk.differences.ruling, alike, walk.work);
    if (type === 'array') compareItems(here, walk.differences, walk.work, (below) => enter(walk, below));
    else compareMembers(walk, here);
  }
}

/** Opens a place, or visits it at once where nothing can lie below: a long list of scalars need not be stored first. */
function enter(walk: Walk, place: Place): void {
  if (!walk.differences.mayCompare(place.secondary, place.candidate)) return;
  if (same(place.primary, place.secondary) && same(place.primary, place.candidate)) return;
  if (typeof place.primary === 'object' && place.primary !== null) {
    walk.work.left--;
    walk.open.push(place);
  } else visit(walk, place);
}

/** What differs is looked at from many sides: its format, what it may encode, and numbers kept as they were written digit by digit. */
const unitsOfScalar = 4;
const unitsOfExactNumber = 20;
/** Objects of many members are slow to look names up in. */
const unitsOfMember = 6;
const manyMembers = 1_000;
/** Names that only other roles have: past it they are not put in order, which would take longer than all the rest. */
const mostAdded = 10_000;

/** Of a place where all that take part are objects. */
function compareMembers(walk: Walk, place: Place): void {
  const { field } = place;
  const one = place.primary as JsonObject;
  const two = place.secondary as JsonObject | undefined;
  const three = candidateMembers(walk.differences.ruling, place);
  const keys = Object.keys(one);
  const units = keys.length > manyMembers ? unitsOfMember : 1;
  const isMap = isMapHere(walk, field, keys, [one, two, three]);
  let inTwo = 0;
  let inThree = 0;
  for (const key of keys) {
    walk.work.left -= units;
    if (isSpent(walk.work)) {
      noteUnreached(walk.differences, place);
      return;
    }
    const value = one[key] as Json;
    const other = two && memberAt(two, key);
    const third = three && memberAt(three, key);
    if (other !== undefined) inTwo++;
    if (third !== undefined) inThree++;
    if (other === value && third === value) continue;
    const below = isMap ? entriesOf(field) : memberName(walk, field, key, value);
    if ((two && other === undefined) || (three && third === undefined)) {
      const values = [value, other, third] as const;
      walk.differences.presence(below, true, two && other !== undefined, three && third !== undefined, values);
    }
    enter(walk, { field: below, primary: value, secondary: other, candidate: third, up: place });
  }
  const added = new Set([...addedKeys(one, two, inTwo), ...addedKeys(one, three, inThree)]);
  if (added.size > mostAdded && !isMap) {
    noteUnreached(walk.differences, place);
    return;
  }
  // Sorted, so that where findings are capped neither role's come first.
  for (const key of isMap ? added : [...added].sort()) {
    walk.work.left -= units;
    if (isSpent(walk.work)) {
      noteUnreached(walk.differences, place);
      return;
    }
    const other = two && memberAt(two, key);
    const third = three && memberAt(three, key);
    const values = [undefined, other, third] as const;
    const below = isMap ? entriesOf(field) : memberName(walk, field, key, (other ?? third) as Json);
    walk.differences.presence(below, false, two && other !== undefined, three && third !== undefined, values);
  }
}

function memberName({ names, maps }: Walk, field: string, key: string, value: Json): string {
  const known = knownName(names, field, key);
  if (known !== undefined) return known;
  maps?.saw(field, key, value);
  return nameIn(names, field, key);
}

/** @param keys of the first of the objects */
function isMapHere(
  { maps }: Walk,
  field: string,
  keys: readonly string[],
  objects: readonly (JsonObject | undefined)[],
): boolean {
  if (maps?.isMap(field)) return true;
  // A record is recognised by its first key, which costs next to nothing.
  if (keys[0] !== undefined && templateOf(keys[0]) === undefined) return false;
  if (!isMapAtOnce(objects)) return false;
  maps?.fold(field);
  return true;
}

/** Keys that the primary lacks, of an object that has `shared` of the primary's. */
function addedKeys(primary: JsonObject, other: JsonObject | undefined, shared: number): readonly string[] {
  if (other === undefined) return [];
  const keys = Object.keys(other);
  return keys.length === shared ? [] : keys.filter((key) => !Object.hasOwn(primary, key));
}
