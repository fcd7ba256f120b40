/** What binary formats hold and JSON does not, as JSON. */
import type { Json } from './json.ts';
import { exactNumber, isExactNumber } from './number.ts';

/** In full length. */
export function integerOf(value: bigint): Json {
  const source = String(value);
  const double = Number(value);
  return String(double) === source ? double : exactNumber(source);
}

/** Infinities and NaN are texts, as JSON has no such numbers and NaN would differ from itself. */
export const floatOf = (value: number): Json => (Number.isFinite(value) ? value : String(value));

export const bytesOf = (bytes: Uint8Array): string => bytes.toBase64();

/**
 * The name under which a map's key stands: a text as it is, a number, truth or null as its JSON. undefined for a list or a
 * map, as keys within keys would double their name with every level.
 */
export function keyName(key: Json): string | undefined {
  if (typeof key === 'string') return key;
  return typeof key !== 'object' || key === null || isExactNumber(key) ? JSON.stringify(key) : undefined;
}

/** RFC 3339 in UTC, with as many digits of a second as it takes; undefined outside the years that have such a date. */
export function instantOf(seconds: number, nanoseconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) return undefined;
  const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
  return `${date.toISOString().slice(0, 19)}${fraction}Z`;
}
