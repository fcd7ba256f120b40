/**
 * JSON numbers that a double cannot hold exactly, such as 2^53 + 1. They live in a parsed document as the language's own raw
 * JSON values, which JSON.stringify prints unchanged and which no JSON text can produce by itself.
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
export const isExactNumber = (value: object): value is ExactNumber => JSON.isRawJSON(value);

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

/** Whether the double that a JSON number becomes prints as another decimal number than it was written. */
export function losesDigits(source: string): boolean {
  const printed = String(Number(source));
  if (printed === source) return false;
  const decimal = decimalOf(source);
  return decimal !== undefined && decimal !== decimalOf(printed);
}
