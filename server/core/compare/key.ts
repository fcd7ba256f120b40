/** Which field tells the items of an array apart. Learned from the items themselves, for one pair of arrays. */
import type { Json, JsonObject } from '../lift/json.ts';
import type { Work } from '../work.ts';
import { isObject, memberAt } from './tree.ts';

/** Key value -> index in the array. */
type KeyIndex = ReadonlyMap<string, number>;

/** Names that say "this is which one it is": a change of it is another item, not a changed item. */
const identity = /^_?(?:id|uuid|guid|ulid|key|pk|sku|slug)$|[a-z]I[dD]$|_id$/;
const naming = new Set(['name', 'title', 'label', 'code', 'symbol', 'path', 'href', 'url', 'email']);
const fieldsTried = 6;

/** Of one array, the fields already tried: undefined for one that is no key. */
export type KnownIndexes = Map<string, KeyIndex | undefined>;

/**
 * A scalar field that every item on both sides has, each with another value. One named like an identity needs half of the
 * shorter side's values on the other side too; any other must match them all, or a changed price would pass for another item.
 * Numbers and strings that print alike match, so that an id turned to text still finds its item.
 */
export function learnKeys(
  left: readonly Json[],
  right: readonly Json[],
  known: KnownIndexes,
  work: Work,
): readonly [KeyIndex, KeyIndex] | undefined {
  const first = left[0];
  if (first === undefined || !isObject(first)) return undefined;
  const shorter = Math.min(left.length, right.length);
  if (errorKey(first) !== undefined) {
    const errors = [indexWith(errorKey, left, work), indexWith(errorKey, right, work)] as const;
    const [leftErrors, rightErrors] = errors;
    if (leftErrors && rightErrors && sharedKeys(leftErrors, rightErrors) * 2 >= shorter)
      return [leftErrors, rightErrors];
  }
  for (const field of candidateFields(first)) {
    if (!known.has(field)) known.set(field, indexBy([field], left, work));
    const leftIndex = known.get(field);
    const rightIndex = leftIndex && indexBy([field], right, work);
    if (leftIndex === undefined || rightIndex === undefined) continue;
    const shared = sharedKeys(leftIndex, rightIndex);
    if (identity.test(field) ? shared * 2 >= shorter : shared === shorter) return [leftIndex, rightIndex];
  }
  return undefined;
}

/** The same by the member that is said to identify items, however few values both sides share; undefined where it does not. */
export function keysBy(
  member: readonly string[],
  left: readonly Json[],
  right: readonly Json[],
  known: KnownIndexes,
  work: Work,
): readonly [KeyIndex, KeyIndex] | undefined {
  const name = member.join('\n');
  if (!known.has(name)) known.set(name, indexBy(member, left, work));
  const leftIndex = known.get(name);
  const rightIndex = leftIndex && indexBy(member, right, work);
  return leftIndex === undefined || rightIndex === undefined ? undefined : [leftIndex, rightIndex];
}

const rankOf = (field: string): number => {
  if (field === 'id' || field === '_id') return 0;
  if (identity.test(field)) return 1;
  return naming.has(field) ? 2 : 3;
};

function candidateFields(item: JsonObject): readonly string[] {
  const ranked: readonly string[][] = [[], [], [], []];
  for (const field of Object.keys(item)) if (isKey(item[field])) ranked[rankOf(field)]?.push(field);
  return ranked.flat().slice(0, fieldsTried);
}

function isKey(value: Json | undefined): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
}

/** An error of a GraphQL result (section 7.1.2 of its specification) is told apart by its message and where it happened. */
function errorKey(item: Json): string | undefined {
  if (!isObject(item)) return undefined;
  const message = memberAt(item, 'message');
  if (typeof message !== 'string') return undefined;
  const path = memberAt(item, 'path') ?? [];
  const isError = ['path', 'locations', 'extensions'].some((name) => memberAt(item, name) !== undefined);
  if (!isError || !Array.isArray(path) || !path.every(isKey)) return undefined;
  return JSON.stringify([message, ...path]);
}

const indexBy = (member: readonly string[], items: readonly Json[], work: Work): KeyIndex | undefined =>
  indexWith((item) => valueIn(item, member), items, work);

function indexWith(keyIn: (item: Json) => Json | undefined, items: readonly Json[], work: Work): KeyIndex | undefined {
  const index = new Map<string, number>();
  for (let i = 0; i < items.length; i++) {
    const value = keyIn(items[i] as Json);
    work.left--;
    if (!isKey(value)) return undefined;
    index.set(String(value), i);
    if (index.size <= i) return undefined;
  }
  return index;
}

function valueIn(item: Json, member: readonly string[]): Json | undefined {
  let value: Json | undefined = item;
  for (const name of member) value = value !== undefined && isObject(value) ? memberAt(value, name) : undefined;
  return value;
}

function sharedKeys(left: KeyIndex, right: KeyIndex): number {
  let shared = 0;
  for (const key of left.keys()) if (right.has(key)) shared++;
  return shared;
}
