/** How numbers are written for a person: `10 000`, `0.15 %`, `0.7-1.6`. Normal spaces, so that the text survives every terminal and log. */
import type { Interval } from './model.ts';

/** A whole number in groups of three digits. */
export function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** `1 request`, `10 000 requests`. */
export function counted(whole: number, one: string, many = `${one}s`): string {
  return `${grouped(whole)} ${whole === 1 ? one : many}`;
}

/** `never`, `once`, `20 times`. */
export function times(whole: number): string {
  if (whole === 0) return 'never';
  return whole === 1 ? 'once' : `${grouped(whole)} times`;
}

/** An estimate for a person: two digits of it, so `about 2 300`, not 2 256. */
export function roughly(whole: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, whole))) - 1);
  return grouped(Math.ceil(whole / unit) * unit);
}

/** A duration without its unit: `1.3`, `1 250`. */
export function milliseconds(ms: number): string {
  return ms < 9.95 ? ms.toFixed(1) : grouped(Math.round(ms));
}

/** How many times as much: `1.25x`. */
export function ratioText(ratio: number): string {
  return `${plain(ratio, Math.max(2, digits(ratio, 3)))}x`;
}

/** A measured fraction as a percentage of two digits; near 100 % as many as tell it from 100. */
export function percent(fraction: number): string {
  return `${plain(100 * fraction, decimalsOf(100 * fraction))} %`;
}

/** Like percent but never less than the fraction: for bounds. */
export function percentUp(fraction: number): string {
  const decimals = decimalsOf(100 * fraction);
  // A hair less before rounding up: 100 * 0.07 is 7.000000000000001.
  return `${plain(Math.ceil(100 * fraction * 10 ** decimals * (1 - 1e-12)) / 10 ** decimals, decimals)} %`;
}

/** A fraction that somebody chose, with every digit they gave: 0.00125 is `0.125 %`. */
export function percentExact(fraction: number): string {
  const percentage = Number((100 * fraction).toPrecision(12));
  return `${plain(percentage, 12)} %`;
}

/** `1.1 %` and `0.7-1.6`: an estimate and its interval, with as many decimals as keep the ends apart and off zero. */
export function percentInterval({ value, low, high }: Interval): { readonly value: string; readonly ends: string } {
  const decimals = Math.max(decimalsOf(100 * high), digits(100 * low, 1), digits(100 * (high - low), 1));
  const joint = low < 0 ? ' to ' : '-';
  return {
    // At least those of the ends: 1.55 within 1.52-1.59 must not become 1.6.
    value: `${plain(100 * value, Math.max(decimals, decimalsOf(100 * value)))} %`,
    ends: `${plain(100 * low, decimals)}${joint}${plain(100 * high, decimals)}`,
  };
}

function decimalsOf(percentage: number): number {
  const short = 100 - Math.abs(percentage);
  return short > 0 && short < 1 ? digits(short, 1) : digits(percentage, 2);
}

/** Decimals that show so many significant digits; none for zero. */
function digits(value: number, significant: number): number {
  if (value === 0) return 0;
  return Math.min(12, Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}
