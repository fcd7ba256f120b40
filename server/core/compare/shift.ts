/**
 * Which way a noisy number, or the length of a noisy text or list, went. Where all three differ there is no odd one, yet the order of
 * the three still says something: with the primary in between, whether the candidate or the secondary is the higher one is a fair coin.
 */
import type { Json } from '../lift/json.ts';
import { isExactNumber, sourceOf } from '../lift/number.ts';
import { PC, PS, SC } from './bits.ts';

/**
 * The order of three sizes as the pairs of a case; 0 where two are equal, or one is none. `candidate` and `secondary`: that one is the
 * highest and the other the lowest. `primary`: it is the highest or the lowest itself, as it is at least half the time where the two
 * old copies are alike.
 */
export function orderOf(primary: number, secondary: number, candidate: number): number {
  const apart = primary !== secondary && primary !== candidate && secondary !== candidate;
  if (!apart || !Number.isFinite(primary + secondary + candidate)) return 0;
  if (primary < candidate === primary < secondary) return PS | PC;
  return candidate > secondary ? PC | SC : PS | SC;
}

/** The same of three values: numbers, or texts by their lengths. */
export function shiftOf(primary: Json, secondary: Json | undefined, candidate: Json | undefined): number {
  return orderOf(sizeOf(primary), sizeOf(secondary), sizeOf(candidate));
}

function sizeOf(value: Json | undefined): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return isInstant(value) ? Number.NaN : value;
  if (typeof value !== 'object' || value === null || !isExactNumber(value)) return Number.NaN;
  const number = Number(sourceOf(value));
  return isInstant(number) ? Number.NaN : number;
}

const units = [1e9, 1e12, 1e15, 1e18];

/** Seconds, milli-, micro- or nanoseconds since 1970, from 2001 to 2065: they say who answered later, which is latency. */
function isInstant(value: number): boolean {
  return units.some((unit) => value >= unit && value < 3 * unit);
}
