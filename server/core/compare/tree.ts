/** What two JSON values have in common: their types, their equality, their hash. Nothing here recurses, as a document may be deeper than the stack. */
import type { Json, JsonObject } from '../lift/json.ts';
import { type ExactNumber, isExactNumber, valueText } from '../lift/number.ts';
import { isSpent, type Work } from '../work.ts';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    default:
      if (isArray(value)) return 'array';
      return isExactNumber(value) ? 'number' : 'object';
  }
}

/** Array.isArray does not narrow readonly arrays. */
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject => typeOf(value) === 'object';

/** The own member; undefined when there is none. JSON holds no undefined. */
export function memberAt(object: JsonObject, key: string): Json | undefined {
  const value = object[key];
  // What is inherited is a function, which no document holds, but for the one name that JSON may use as well.
  if (typeof value === 'function' || key === '__proto__') return Object.hasOwn(object, key) ? value : undefined;
  return value;
}

const isExact = (value: Json): value is ExactNumber =>
  typeof value === 'object' && value !== null && !isArray(value) && isExactNumber(value);

const isContainer = (value: Json): value is readonly Json[] | JsonObject =>
  typeof value === 'object' && value !== null && !isExact(value);

/** Deep equality; the order of members does not matter, the spelling of numbers does. False when the work runs out first. */
export function equal(left: Json, right: Json, work: Work): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  const open: Json[] = [left, right];
  while (open.length > 0) {
    const b = open.pop() as Json;
    const a = open.pop() as Json;
    if (a === b) continue;
    work.left--;
    if (isSpent(work) || !shallowEqual(a, b, open, work)) return false;
  }
  return true;
}

/** Leaves in `open` the pairs of children that decide. */
function shallowEqual(a: Json, b: Json, open: Json[], work: Work): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (type === 'number') return isExact(a) && isExact(b) && a.rawJSON === b.rawJSON;
  if (isArray(a)) return isArray(b) && sameItems(a, b, open, work);
  return sameMembers(a as JsonObject, b as JsonObject, open, work);
}

function sameItems(a: readonly Json[], b: readonly Json[], open: Json[], work: Work): boolean {
  if (a.length !== b.length) return false;
  work.left -= a.length >> 2;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as Json;
    const y = b[i] as Json;
    if (x !== y && !postponed(x, y, open)) return false;
  }
  return true;
}

function sameMembers(a: JsonObject, b: JsonObject, open: Json[], work: Work): boolean {
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  work.left -= keys.length;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const y = key === others[i] ? b[key] : memberAt(b, key);
    if (y === undefined) return false;
    const x = a[key] as Json;
    if (x !== y && !postponed(x, y, open)) return false;
  }
  return true;
}

/** False when the two certainly differ; else they are put off. */
function postponed(x: Json, y: Json, open: Json[]): boolean {
  if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return false;
  open.push(x, y);
  return true;
}

/** Equal values have equal keys, however their numbers are spelled, and only by the rarest chance do others. */
export type ItemKey = string | number;
export const keyOf = (value: Json, work: Work): ItemKey => (isContainer(value) ? hashOf(value, work) : labelOf(value));

/** The same for values that are equal but for the order of lists anywhere in them. */
export const looseKeyOf = (value: Json, work: Work): ItemKey =>
  isContainer(value) ? hashOf(value, work, true) : labelOf(value);

/**
 * A 53-bit hash of a value, the same for members in any order. Every node adds what its path and content mix to, and a sum
 * needs neither sorting nor a way back up. Good enough to pair items with, never to declare them equal: pairs are still walked.
 */
function hashOf(root: Json, work: Work, anyOrder = false): number {
  let high = 0;
  let low = 0;
  const open: Json[] = [root];
  const paths: number[] = [0x2545f491, 0x9e3779b9];
  while (open.length > 0) {
    const value = open.pop() as Json;
    const lowPath = paths.pop() as number;
    const highPath = paths.pop() as number;
    const label = labelOf(value);
    work.left -= 1 + (label.length >> 5);
    // Half a hash pairs wrongly, but then nothing of what is paired is told either.
    if (isSpent(work)) break;
    high = (high + absorb(highPath, label, 0x01000193)) | 0;
    low = (low + absorb(lowPath, label, 0x85ebca6b)) | 0;
    if (!isContainer(value)) continue;
    const isList = anyOrder && isArray(value);
    for (const name of Object.keys(value)) {
      open.push((value as JsonObject)[name] as Json);
      const key = isList ? '[' : name;
      paths.push(absorb(highPath, key, 0x01000193), absorb(lowPath, key, 0x85ebca6b));
    }
  }
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}

/** Tells scalars of different types apart; of a container only its kind. */
function labelOf(value: Json): string {
  if (typeof value === 'string') return `"${value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (isArray(value)) return '[';
  return isExactNumber(value) ? valueText(value) : '{';
}

/** Multiply-and-xor over the characters (the scheme of FNV-1a), finished by the mixer of MurmurHash3. */
function absorb(seed: number, text: string, factor: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), factor);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
