/** Names for the ways in which two values often differ. */
import type { Likeness } from '../finding.ts';
import { type ExactNumber, exactNumber, isExactNumber, isJsonNumber, sameNumber, sourceOf } from '../lift/number.ts';

/** Characters of a text that is looked into. */
const longest = 65_536;

/** What the difference between two values comes down to; undefined where it has no name. */
export function patternOf(primary: unknown, candidate: unknown): Likeness | undefined {
  if (typeof primary === 'string' && typeof candidate === 'string') {
    if (primary.length > longest || candidate.length > longest) return undefined;
    const numeric = numberIn(primary) !== undefined && numberIn(candidate) !== undefined;
    return numeric ? ofNumbers(numberIn(primary), numberIn(candidate)) : ofTexts(primary, candidate);
  }
  return ofNumbers(asNumber(primary), asNumber(candidate));
}

type Numeric = number | ExactNumber;

const asNumber = (value: unknown): Numeric | undefined =>
  typeof value === 'number' || (typeof value === 'object' && value !== null && isExactNumber(value))
    ? (value as Numeric)
    : undefined;

const numberIn = (text: string): Numeric | undefined =>
  text.length <= 100 && isJsonNumber(text) ? exactNumber(text) : undefined;

function ofTexts(a: string, b: string): Likeness | undefined {
  if (a.toLowerCase() === b.toLowerCase()) return 'case';
  if (a.replace(/\s+/g, '') === b.replace(/\s+/g, '')) return 'white space';
  if (a.normalize() === b.normalize()) return 'normalization';
  return ofMoments(a, b);
}

const moment = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|z|[+-]\d\d:\d\d)$/;

function ofMoments(a: string, b: string): Likeness | undefined {
  const zone = moment.exec(a)?.[1];
  const other = moment.exec(b)?.[1];
  if (zone === undefined || other === undefined) return undefined;
  const [one, two] = [Date.parse(a), Date.parse(b)];
  if (Number.isNaN(one) || Number.isNaN(two)) return undefined;
  if (one === two) return zone === other ? 'precision' : 'time zone';
  // A whole second is what the other one says without its fraction.
  const whole = zone === other && (one % 1_000 === 0) !== (two % 1_000 === 0);
  return whole && Math.floor(one / 1_000) === Math.floor(two / 1_000) ? 'precision' : undefined;
}

function ofNumbers(a: Numeric | undefined, b: Numeric | undefined): Likeness | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [one, two] = [sourceOf(a), sourceOf(b)];
  if (sameNumber(a, b))
    return /[eE]/.test(one + two) || Object.is(Number(one), -0) !== Object.is(Number(two), -0)
      ? 'spelling'
      : 'trailing zeros';
  const [x, y] = [Number(one), Number(two)];
  if (x === -y) return 'sign';
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y) && Math.abs(x - y) === 1) return y > x ? '+1' : '-1';
  return isRounded(x, y) || isRounded(y, x) ? 'rounding' : undefined;
}

/** Whether the second is the first with fewer decimals, or in whole hundreds, thousands and so on. */
function isRounded(exact: number, rounded: number): boolean {
  if (!Number.isFinite(exact) || !Number.isFinite(rounded) || exact === rounded) return false;
  for (let step = 2; step <= 6; step++) {
    const unit = 10 ** step;
    if (rounded !== 0 && rounded % unit === 0 && Number.isInteger(exact) && Math.abs(exact - rounded) * 2 <= unit)
      return true;
  }
  const decimals = decimalsOf(rounded);
  return decimals < decimalsOf(exact) && Math.abs(exact - rounded) <= 0.5 * 10 ** -decimals * (1 + 1e-9);
}

function decimalsOf(value: number): number {
  const [, fraction = '', power = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(power));
}
