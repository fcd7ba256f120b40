/**
 * What packed formats hold and JSON does not, as JSON. What has no word there is an object whose members start with `#`, as
 * `{ "#bytes": "AAE=" }`; a name of the document that starts so gets one more `#`, so that neither passes for the other.
 */
import type { Json } from './json.ts';
import { exactNumber, isExactNumber } from './number.ts';

/** In full length. */
export function integerOf(value: bigint): Json {
  const source = String(value);
  const double = Number(value);
  return String(double) === source ? double : exactNumber(source);
}

/**
 * A number that was written as a float is spelled as one: `1.0`, `-0.0`. Of 32 and 16 bits it has an exponent with one zero or
 * two in front, `1.5e00` and `1.5e000`, so that equal numbers of other widths differ in `format`.
 * @param spelled whether it is; otherwise it is the number alone
 */
export function floatOf(value: number, bits: 16 | 32 | 64, spelled: boolean): Json {
  // JSON has no such numbers, and NaN would differ from itself.
  if (!Number.isFinite(value)) return { '#float': String(value) };
  if (!spelled) return value;
  const [digits = '', power] = (Object.is(value, -0) ? '-0' : String(value)).split('e');
  if (bits === 64 && (power !== undefined || digits.includes('.'))) return value;
  const decimal = power !== undefined || digits.includes('.') ? digits : `${digits}.0`;
  if (bits === 64) return exactNumber(decimal);
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/.exec(power ?? '') ?? [];
  return exactNumber(`${decimal}e${sign}${(bits === 32 ? '0' : '00') + (rest || '0')}`);
}

export const bytesOf = (bytes: Uint8Array): Json => ({ '#bytes': bytes.toBase64() });

const nameOf = (key: string): string => (key.startsWith('#') ? `#${key}` : key);

const marked: ReadonlySet<string> = new Set(['#bytes', '#float', '#simple']);

/**
 * The name under which a map's key stands: a text as it is, a number, truth or null as `#1`, bytes as `#bytes AAE=`. undefined
 * for a list or a map, as keys within keys would double their name with every level.
 */
export function keyName(key: Json): string | undefined {
  if (typeof key === 'string') return nameOf(key);
  if (typeof key !== 'object' || key === null || isExactNumber(key)) return `#${JSON.stringify(key)}`;
  const [[mark, text] = ['', null], ...more] = Object.entries(key);
  return marked.has(mark) && more.length === 0 && typeof text === 'string' ? `${mark} ${text}` : undefined;
}

/** RFC 3339 in UTC, with as many digits of a second as it takes; undefined outside the years that have such a date. */
export function instantOf(seconds: number, nanoseconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) return undefined;
  const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
  return `${date.toISOString().slice(0, 19)}${fraction}Z`;
}
