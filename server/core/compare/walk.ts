/** One walk over the JSON documents of three answers together. */
import type { Json, JsonObject } from '../lift/json.ts';
import { compareItems } from './array.ts';
import { pairsThat, unequal } from './bits.ts';
import type { Differences } from './differences.ts';
import { memberOf } from './field.ts';
import { type Place, same } from './place.ts';
import { equal, isArray, isObject, type JsonType, memberAt, sameScalar, typeOf, type Work } from './tree.ts';

interface Walk {
  readonly differences: Differences;
  readonly work: Work;
  /** Places still to visit. A list and not the call stack, which a deep document would overflow. */
  readonly open: Place[];
}

/** Nodes looked at for one exchange, alignment and hashing included: some 200 ms. Real answers under the size cap stay below it. */
const mostWork = 5_000_000;
/** Characters. Every level adds two at least, so this bounds depth as well as the names that the store has to hold. */
const longestField = 4_096;

/** Whatever the documents, this ends within the budget and does not recurse. What the budget does not reach is `truncated`. */
export function compareTrees(differences: Differences, root: Place): void {
  const walk: Walk = { differences, work: { left: mostWork }, open: [root] };
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
  const { field, primary, secondary, candidate } = place;
  if (same(primary, secondary) && same(primary, candidate)) return;
  const type = typeOf(primary);
  const secondaryType = secondary === undefined ? undefined : typeOf(secondary);
  const candidateType = candidate === undefined ? undefined : typeOf(candidate);
  const values = [primary, secondary, candidate] as const;
  walk.differences.note(field, 'type', pairsThat<JsonType>(unequal, type, secondaryType, candidateType), values);
  const alike: Place = {
    field,
    primary,
    secondary: secondaryType === type ? secondary : undefined,
    candidate: candidateType === type ? candidate : undefined,
  };
  if (alike.secondary === undefined && alike.candidate === undefined) return;
  if (isArray(primary) || isObject(primary)) {
    if (field.length > longestField) truncate(walk, alike, (a, b) => !equal(a, b, walk.work));
    else if (isArray(primary)) compareItems(alike, walk.differences, walk.work, (below) => enter(walk, below));
    else compareMembers(walk, alike);
    return;
  }
  const differ = pairsThat((a, b) => !sameScalar(a, b), primary, alike.secondary, alike.candidate);
  walk.differences.note(field, 'value', differ, values);
}

/** Opens a place, or visits it at once where nothing can lie below: a long list of scalars need not be stored first. */
function enter(walk: Walk, place: Place): void {
  if (same(place.primary, place.secondary) && same(place.primary, place.candidate)) return;
  if (typeof place.primary === 'object' && place.primary !== null) walk.open.push(place);
  else visit(walk, place);
}

/** Of a place where all that take part are objects. */
function compareMembers(walk: Walk, { field, primary, secondary, candidate }: Place): void {
  // The caller made sure of it.
  const objects = [primary, secondary, candidate] as unknown as [
    JsonObject,
    JsonObject | undefined,
    JsonObject | undefined,
  ];
  const [one, two, three] = objects;
  const keys = Object.keys(one);
  walk.work.left -= keys.length;
  for (const key of keys) {
    const value = one[key] as Json;
    const other = two && memberAt(two, key);
    const third = three && memberAt(three, key);
    if (other === value && third === value) continue;
    const below = memberOf(field, key);
    const values = [value, other, third] as const;
    walk.differences.presence(below, true, two && other !== undefined, three && third !== undefined, values);
    enter(walk, { field: below, primary: value, secondary: other, candidate: third });
  }
  for (const key of addedKeys(one, two, three)) {
    const other = two && memberAt(two, key);
    const third = three && memberAt(three, key);
    const values = [undefined, other, third] as const;
    const below = memberOf(field, key);
    walk.differences.presence(below, false, two && other !== undefined, three && third !== undefined, values);
  }
}

/** Keys that the primary lacks. Sorted, so that where findings are capped neither role's come first. */
function addedKeys(
  primary: JsonObject,
  secondary: JsonObject | undefined,
  candidate: JsonObject | undefined,
): readonly string[] {
  const added = new Set<string>();
  for (const object of [secondary, candidate]) {
    if (object === undefined || object === primary) continue;
    for (const key of Object.keys(object)) if (!Object.hasOwn(primary, key)) added.add(key);
  }
  return added.size > 1 ? [...added].sort() : [...added];
}
