/** What people write for the amounts of a verdict, as numbers. Each throws a RangeError that says what was expected. */

/** `0.1%` or `0.001` -> 0.001. From 0 to 1. */
export function rate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (!(value >= 0 && value <= 1)) throw new RangeError('expected a rate such as 0.1% or 0.001');
  return value;
}

/** `1.25x` or `1.25` -> 1.25. Above 0. */
export function ratio(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*x?$/i.exec(text.trim());
  const value = match === null ? Number.NaN : Number(match[1]);
  if (!(value > 0)) throw new RangeError('expected how many times as slow it may be, such as 1.25x');
  return value;
}

/** `8880` -> 8880. Digits only. */
export function count(text: string): number {
  if (!/^\d{1,15}$/.test(text.trim())) throw new RangeError('expected a whole number');
  return Number(text);
}
