/** How far two values may lie apart and still count as equal. Every test here treats both sides alike. */
import type { Json } from '../lift/json.ts';
import { decimalOf, isExactNumber } from '../lift/number.ts';
import { instantOf } from './instant.ts';

export type Tolerance =
  | { readonly kind: 'absolute'; readonly most: Decimal }
  /** Of the value that is larger in size. */
  | { readonly kind: 'relative'; readonly most: Decimal }
  /** Doubles that lie between the two, and one. */
  | { readonly kind: 'ulps'; readonly most: bigint }
  /** Milliseconds. */
  | { readonly kind: 'span'; readonly most: number };

/** digits * 10^power. Floats would put 1.0 and 1.1 more than 0.1 apart. */
interface Decimal {
  readonly digits: bigint;
  readonly power: number;
}

const spans: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const expected = 'expected a tolerance such as 0.01, 1%, 4ulps or 5s';

/** `0.01`, `1%`, `4ulps`, `5s`. @throws RangeError */
export function parseTolerance(text: string): Tolerance {
  const match = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*(%|[a-z]*)$/.exec(text.trim());
  const [, number = '', unit = ''] = match ?? [];
  const most = decimal(number);
  if (match === null || most === undefined) throw new RangeError(expected);
  if (unit === '') return { kind: 'absolute', most };
  if (unit === '%') return { kind: 'relative', most: { ...most, power: most.power - 2 } };
  if (/^ulps?$/.test(unit) && /^\d{1,15}$/.test(number)) return { kind: 'ulps', most: BigInt(number) };
  const span = Object.hasOwn(spans, unit) ? spans[unit] : undefined;
  if (span === undefined) throw new RangeError(expected);
  return { kind: 'span', most: Number(number) * span };
}

/** Whether two different values of one field are near enough. False for what is no number, or no date where a span is given. */
export function isWithin(tolerance: Tolerance, a: Json, b: Json): boolean {
  if (tolerance.kind === 'span') {
    const one = instantOf(a);
    const two = instantOf(b);
    // A hair more: fractions of a millisecond are sums of binary fractions.
    return one !== undefined && two !== undefined && Math.abs(one - two) <= tolerance.most + 1e-3;
  }
  const one = sourceOf(a);
  const two = sourceOf(b);
  if (one === undefined || two === undefined) return false;
  if (tolerance.kind === 'ulps') {
    // Number('abc') is NaN, and of two texts that are no numbers nobody can say how far apart they are.
    const numbers = [one, two].map((source) => (decimalOf(source) === undefined ? Number.NaN : Number(source)));
    return numbers.every(Number.isFinite) && ulpsBetween(Number(one), Number(two)) <= tolerance.most;
  }
  const left = decimal(one);
  const right = decimal(two);
  if (left === undefined || right === undefined) return false;
  const size = tolerance.kind === 'absolute' ? tolerance.most : product(tolerance.most, larger(left, right));
  return size !== undefined && isApart(left, right, size);
}

/** A number as it was written; also of a text that is a number and nothing else, as headers can hold no other. */
function sourceOf(value: Json): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && isExactNumber(value) ? value.rawJSON : undefined;
}

/** Powers of ten between two numbers beyond which they are not compared digit by digit: that would cost more than it tells. */
const widest = 1_000;
const longest = 1_000;

function decimal(source: string): Decimal | undefined {
  if (source.length > longest) return undefined;
  const normal = decimalOf(source);
  if (normal === undefined) return undefined;
  if (normal === '0') return { digits: 0n, power: 0 };
  const [digits = '', power = ''] = normal.split('e');
  return Math.abs(Number(power)) > widest ? undefined : { digits: BigInt(digits), power: Number(power) };
}

const size = (n: bigint): bigint => (n < 0n ? -n : n);
const scaled = ({ digits, power }: Decimal, to: number): bigint => digits * 10n ** BigInt(power - to);
const product = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * size(b.digits), power: a.power + b.power });

function larger(a: Decimal, b: Decimal): Decimal {
  const power = Math.min(a.power, b.power);
  return size(scaled(a, power)) >= size(scaled(b, power)) ? a : b;
}

function isApart(a: Decimal, b: Decimal, most: Decimal): boolean {
  const power = Math.min(a.power, b.power, most.power);
  return size(scaled(a, power) - scaled(b, power)) <= scaled(most, power);
}

const doubles = new Float64Array(1);
const bits = new BigInt64Array(doubles.buffer);

/** The doubles in their order, numbered: neighbours are one apart, and 0 and -0 are the same. */
function ordinal(value: number): bigint {
  doubles[0] = value;
  const pattern = bits[0] ?? 0n;
  return pattern < 0n ? -(pattern & 0x7fff_ffff_ffff_ffffn) : pattern;
}

const ulpsBetween = (a: number, b: number): bigint => size(ordinal(a) - ordinal(b));
