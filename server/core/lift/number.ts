/**
 * JSON numbers that are spelled in another way than JSON.stringify would, such as 2^53 + 1 or 12.50. They live in a parsed
 * document as the language's own raw JSON values, which JSON.stringify prints unchanged and which no JSON text can produce by itself.
 */

export interface ExactNumber {
  readonly rawJSON: string;
}

declare global {
  interface JSON {
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

export const exactNumber = (source: string): ExactNumber => JSON.rawJSON(source);
/** A look at the member spares nearly all objects the slow question. */
export const isExactNumber = (value: object): value is ExactNumber =>
  (value as Partial<ExactNumber>).rawJSON !== undefined && JSON.isRawJSON(value);

/** How a number stands in its JSON text. */
export const sourceOf = (value: number | ExactNumber): string =>
  typeof value === 'number' ? String(value) : value.rawJSON;

const grammar = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * One spelling for each decimal number: sign, digits without zeros at either end, and a power of ten, so that `1.50` and
 * `15e-1` are the same text. undefined when the text is no JSON number.
 */
export function decimalOf(source: string): string | undefined {
  const match = grammar.exec(source);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  // A loop, as the pattern /0+$/ takes quadratic time on long runs of zeros inside.
  let kept = digits.length;
  while (kept > 0 && digits.charCodeAt(kept - 1) === 0x30) kept--;
  if (kept === 0) return '0';
  const shift = digits.length - kept - fraction.length;
  const exponent = power.length < 15 ? Number(power) + shift : BigInt(power) + BigInt(shift);
  return `${sign}${digits.slice(0, kept)}e${exponent}`;
}

/** @param source at most some thousand characters. */
export const isJsonNumber = (source: string): boolean => grammar.test(source);

/** Whether two numbers are equal, however they are spelled; in full length, not as doubles. */
export function sameNumber(a: number | ExactNumber, b: number | ExactNumber): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return false;
  const one = sourceOf(a);
  const two = sourceOf(b);
  if (one === two) return true;
  if (isShort(one) && isShort(two)) return Number(one) === Number(two);
  return decimalOf(one) === decimalOf(two);
}

/** Up to 15 digits a double holds any decimal number, so that two of them are equal as doubles or not at all. */
const isShort = (source: string): boolean => source.length <= 15 && !/[eE]/.test(source);

/** Whether the double that a JSON number becomes prints as another decimal number than it was written; false for what is no number. */
export function losesDigits(source: string): boolean {
  if (isShort(source) || isModest(source)) return false;
  const printed = String(Number(source));
  if (printed === source) return false;
  const decimal = decimalOf(source);
  return decimal !== undefined && decimal !== decimalOf(printed);
}

/** Few digits and a small power: no double changes it either. */
const isModest = (source: string): boolean => source.length <= 15 && /^[^eE]*[eE][+-]?\d{1,2}$/.test(source);

/** One text for all spellings of a number. */
export function valueText(number: number | ExactNumber): string {
  if (typeof number === 'number') return String(number);
  const source = number.rawJSON;
  return losesDigits(source) ? (decimalOf(source) ?? source) : String(Number(source) + 0);
}
