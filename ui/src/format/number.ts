/** Numbers as people read them. Digits are grouped by a thin space, as the findings' sentences do. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const twoDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const thin = '\u202f';

export function count(n: number): string {
  return whole.format(n).replaceAll(',', thin);
}

/** A fraction in per cent: 0.0118 is `1.2 %`. What is not all is never rounded to all, nor something to nothing. */
export function percent(fraction: number): string {
  return percentOf(fraction).replace('-', '\u2212');
}

function percentOf(fraction: number): string {
  const value = fraction * 100;
  const size = Math.abs(value);
  if (size === 0 || size === 100) return `${value}${thin}%`;
  if (size < 0.01) return `${value < 0 ? '-' : ''}<0.01${thin}%`;
  if (size < 10) return `${twoDigits.format(value)}${thin}%`;
  if (size > 99) return `${Math.floor(value * 100) / 100}${thin}%`;
  return `${oneDecimal.format(value)}${thin}%`;
}

/** `0.70–1.6 %`; a point when both ends read the same. */
export function percentRange(low: number, high: number): string {
  const from = percent(low);
  const to = percent(high);
  return from === to ? to : `${from.slice(0, -2)} to ${to}`;
}

export function milliseconds(ms: number | null): string {
  if (ms === null) return '–';
  if (ms >= 1000) return `${threeDigits.format(ms / 1000)}${thin}s`;
  return `${ms < 10 ? oneDecimal.format(ms) : whole.format(ms)}${thin}ms`;
}

const units = ['bytes', 'kB', 'MB', 'GB'] as const;

export function bytes(n: number): string {
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? count(n) : threeDigits.format(value)}${thin}${n === 1 ? 'byte' : units[unit]}`;
}

/** E from its natural logarithm, which may be far beyond what a number holds: `3.6 × 10^12` in words of mathematics. */
export function evidence(logE: number): { readonly mantissa: string; readonly exponent: number | undefined } {
  const log10 = logE / Math.LN10;
  if (log10 > -3 && log10 < 5) {
    const value = Math.exp(logE);
    return { mantissa: value >= 1000 ? count(value) : threeDigits.format(value), exponent: undefined };
  }
  const exponent = Math.floor(log10);
  return { mantissa: twoDigits.format(10 ** (log10 - exponent)), exponent };
}
