/** Words people write for quantities, as numbers. Each throws a RangeError that says what was expected. */

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  kib: 1024,
  mb: 1e6,
  mib: 1024 ** 2,
  gb: 1e9,
  gib: 1024 ** 3,
};
const spanUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function quantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const name = (match?.[2] ?? '').toLowerCase();
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** `256MiB` -> bytes. */
export function size(text: string): number {
  const value = quantity(text, sizeUnits);
  if (value === undefined) throw new RangeError('expected a size such as 4MiB or 65536');
  return Math.round(value);
}

/** `30s` -> milliseconds. */
export function span(text: string): number {
  const value = quantity(text, spanUnits);
  if (value === undefined) throw new RangeError('expected a time span such as 30s, 500ms or 2m');
  return value;
}

/** `8880` -> 8880. From 0 to 65535. */
export function port(text: string): number {
  if (!/^\d{1,5}$/.test(text.trim()) || Number(text) > 65_535) throw new RangeError('expected a port from 0 to 65535');
  return Number(text);
}
