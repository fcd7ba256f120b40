/** Formats of numbers, and of texts that hold one. */

const grammar = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Below and from these on some writers change to exponents by themselves: Java at 10^-3 and 10^7, others later. */
const smallestPlain = 1e-3;
const largestPlain = 1e7;

/**
 * The kinds of writers that would spell a JSON number so. `shortest` leaves out zeros at the end, and the point with them;
 * `double` keeps one zero after the point; `N decimals` writes always as many.
 * So 12.50 and 12.55 may come from one writer, and 12.5 and 13, but not 12.50 and 13.
 */
export function numberStyles(source: string): readonly string[] {
  const [, whole = '', fraction, power] = grammar.exec(source) ?? [];
  // A short float of a packed format: a writer may choose the width by the number.
  if (power === '00' || power === '000') return [...numberStyles(source.split(/e/i, 1)[0] ?? ''), 'exponent'];
  if (power !== undefined) {
    const size = Math.abs(Number(source));
    const byItself = size < smallestPlain || size >= largestPlain;
    return byItself ? ['exponent', 'shortest', 'double'] : ['exponent'];
  }
  if (source === '-0') return ['minus zero'];
  if (fraction === undefined) return whole === '' ? ['text'] : ['integer', 'shortest'];
  const decimals = `${fraction.length} decimals`;
  if (!fraction.endsWith('0')) return [decimals, 'shortest', 'double'];
  return fraction === '0' ? [decimals, 'double'] : [decimals];
}

const grouped: readonly (readonly [pattern: RegExp, format: string, point: string])[] = [
  [/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, 'number as 1,234.5', '.'],
  // Four groups are an IPv4 address.
  [/^(?!\d+(?:\.\d+){3}$)[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/, 'number as 1.234,5', ','],
  [/^[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?$/, 'number as 1 234,5', ','],
  [/^[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+\.\d+$/, 'number as 1 234.5', '.'],
  [/^[+-]?\d{1,3}(?:['\u2019]\d{3})+(?:\.\d+)?$/, "number as 1'234.5", '.'],
];
const decimalComma = /^[+-]?(\d+),(\d+)$/;

/** Decimals that a writer who groups thousands may give a number. */
const decimalsTried = [0, 1, 2, 3];

/** Of a text that is a number, in any of the ways that programs write one; empty when it is none. */
export function numberTextFormats(text: string): readonly string[] {
  if (text.length > 40 || !/\d$/.test(text)) return [];
  const formats: string[] = [];
  const unit = epochUnit(text);
  if (unit !== undefined) formats.push(`${unit} since 1970`);
  const plain = grammar.exec(text);
  if (plain !== null) {
    const [, whole = '', fraction, power] = plain;
    const padded = whole.length > 1 && whole.startsWith('0');
    if (!padded) formats.push(...numberStyles(text));
    if (fraction === undefined && power === undefined) {
      formats.push(`${whole.length} digits`);
      if (!padded) formats.push('shortest with comma');
      if (whole.length <= 3) formats.push(...ungrouped(0, ','));
    }
    if (power === undefined && whole.length <= 3) formats.push(...ungrouped(fraction?.length ?? 0, '.'));
  }
  for (const [pattern, format] of grouped) {
    // What is below a thousand comes from the same writer without a separator.
    if (pattern.test(text)) formats.push(format, ...decimalsTried.map((decimals) => belowThousand(format, decimals)));
  }
  const comma = decimalComma.exec(text);
  if (comma !== null) {
    const [, whole = '', fraction = ''] = comma;
    formats.push('decimal comma');
    // `1,234` is far more often a thousand.
    if (fraction.length !== 3 && !fraction.endsWith('0')) formats.push('shortest with comma');
    if (whole.length <= 3) formats.push(...ungrouped(fraction.length, ','));
  }
  return formats;
}

/** Of a number without separators: whoever groups thousands and has this point may have written it. */
const ungrouped = (decimals: number, point: string): readonly string[] =>
  grouped.filter(([, , own]) => own === point).map(([, format]) => belowThousand(format, decimals));

const belowThousand = (format: string, decimals: number): string => `${format}, below a thousand, ${decimals} decimals`;

/** From 2001 until 2065, and by their digits nothing else: 10 are seconds, 13 milliseconds, 16 microseconds, 19 nanoseconds. */
const units = new Map([
  [10, 'seconds'],
  [13, 'milliseconds'],
  [16, 'microseconds'],
  [19, 'nanoseconds'],
]);

/** What a whole number counts, if it is a moment since 1970; undefined for one that is none. */
export function epochUnit(text: string): string | undefined {
  const unit = units.get(text.length);
  return unit !== undefined && /^[12]\d+$/.test(text) ? unit : undefined;
}
