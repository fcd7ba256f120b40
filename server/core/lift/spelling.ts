/** The numbers of a JSON text that this language would print in another way than they stand there. */
import { isJsonNumber, losesDigits } from './number.ts';

export interface Span {
  readonly start: number;
  readonly source: string;
}

/** Digits of a number worth keeping exactly; beyond it the cost of big powers outgrows their use and the text is compared as text. */
const longestNumber = 10_000;

/**
 * Characters of a text whose numbers all keep their spelling; a million of `0.0` would take a second. Of a longer one only
 * those are kept that a double changes.
 */
const longestSpelled = 262_144;

export const keepsSpelling = (length: number): boolean => length <= longestSpelled;

/**
 * In order, without those inside strings: `1.0`, `12.50`, `1e3`, `-0`, and what a double cannot hold, such as 2^53 + 1.
 * Looks only where such a number leaves a trace, with searches that run at memory speed: over a text without any it takes
 * a third of the time that JSON.parse does. A look at every character takes as long as JSON.parse.
 * Throws SyntaxError on a number too long to keep.
 * @param most for who only wants to know whether there are so many; then they are not all, nor the first ones
 */
export function oddNumbers(text: string, spelled: boolean, most = Number.POSITIVE_INFINITY): readonly Span[] {
  const isOdd = spelled ? isSpelledOtherwise : losesDigits;
  let odd: Span[] = [];
  let inDoubt = false;
  for (const trace of isOdd === losesDigits ? tracesOfLength : traces) {
    for (let at = trace(text, 0); at !== -1 && odd.length < most; ) {
      const span = numberAround(text, at);
      const end = span.start + span.source.length;
      if (standsAlone(text, span.start, end) && (span.source.length > longestNumber || isOdd(span.source))) {
        odd.push(span);
        inDoubt ||= !isSurelyOutside(text, span.start);
      }
      at = trace(text, Math.max(end, at + 1));
    }
  }
  if (odd.length === 0) return odd;
  if (odd.some((span, i) => i > 0 && byStart(odd[i - 1] as Span, span) >= 0)) {
    odd = odd.sort(byStart).filter(({ start }, i) => start !== odd[i - 1]?.start);
  }
  if (inDoubt) odd = outsideStrings(text, odd);
  if (odd.some(({ source }) => source.length > longestNumber)) throw new SyntaxError('a number too long to keep');
  return odd;
}

const byStart = (a: Span, b: Span): number => a.start - b.start;

/** Index of the next character of the text, from `from` on, that an odd number may have; -1 when there is none. */
type Trace = (text: string, from: number) => number;

/** The longer the pattern, the faster the search. */
const exponents = /\d[eE][+\-\d]/g;

const exponent: Trace = (text, from) => {
  exponents.lastIndex = from;
  return exponents.test(text) ? exponents.lastIndex - 2 : -1;
};

/** Of sixteen digits in a row one stands at a multiple of sixteen. */
const longInteger: Trace = (text, from) => {
  for (let at = (from + 15) & ~15; at < text.length; at += 16) {
    if (isDigit(text.charCodeAt(at)) && isLongRun(text, at)) return at;
  }
  return -1;
};

const fractionThat =
  (isOf: (text: string, dot: number, end: number) => boolean): Trace =>
  (text, from) => {
    for (let dot = text.indexOf('.', from); dot !== -1; ) {
      let end = dot + 1;
      while (isDigit(text.charCodeAt(end))) end++;
      if (isOf(text, dot, end) && follows(text.charCodeAt(end))) return dot;
      dot = text.indexOf('.', end);
    }
    return -1;
  };

/** Sixteen digits and more: ten at least before the point or six behind it. */
const isLongFraction = (text: string, dot: number, end: number): boolean =>
  end - dot > 6 || isDigit(text.charCodeAt(dot - 10));

const minusZero: Trace = (text, from) => {
  for (let at = text.indexOf('-0', from); at !== -1; at = text.indexOf('-0', at + 2)) {
    const next = text.charCodeAt(at + 2);
    if (next !== 0x2e && !isDigit(next)) return at;
  }
  return -1;
};

const tracesOfLength: readonly Trace[] = [fractionThat(isLongFraction), exponent, longInteger];
const traces: readonly Trace[] = [
  // What is below 1e-6 has more than six decimals.
  fractionThat((text, dot, end) => text.charCodeAt(end - 1) === 0x30 || isLongFraction(text, dot, end)),
  exponent,
  longInteger,
  minusZero,
];

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function isLongRun(text: string, at: number): boolean {
  let start = at;
  let end = at + 1;
  while (at - start < 16 && isDigit(text.charCodeAt(start - 1))) start--;
  while (end - start < 16 && isDigit(text.charCodeAt(end))) end++;
  return end - start >= 16;
}

/** The longest run around `at` of characters that numbers are made of. */
function numberAround(text: string, at: number): Span {
  let start = at;
  let end = at;
  while (isOfNumber(text.charCodeAt(start - 1))) start--;
  while (isOfNumber(text.charCodeAt(end))) end++;
  return { start, source: text.slice(start, end) };
}

const isOfNumber = (code: number): boolean =>
  isDigit(code) || code === 0x2e || code === 0x2d || code === 0x2b || code === 0x65 || code === 0x45;

function standsAlone(text: string, start: number, end: number): boolean {
  return precedes(text.charCodeAt(start - 1)) && follows(text.charCodeAt(end));
}

const isSpelledOtherwise = (source: string): boolean =>
  isJsonNumber(source) && (trailingZero.test(source) || String(Number(source)) !== source);

/** Spares most odd numbers their way to a double and back. */
const trailingZero = /^-?\d+\.\d*0$/;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
/** NaN: there is no character, the text begins or ends there. */
const precedes = (code: number): boolean =>
  code === 0x3a || code === 0x2c || code === 0x5b || isSpace(code) || Number.isNaN(code);
const follows = (code: number): boolean =>
  code === 0x2c || code === 0x7d || code === 0x5d || isSpace(code) || Number.isNaN(code);

/**
 * Whether what stands before says that this is no place inside a string: a colon after a quote which, as a name's last
 * character stands before it, is the name's end. It spares most documents a count of all their quotes.
 */
function isSurelyOutside(text: string, start: number): boolean {
  let at = start - 1;
  while (isSpace(text.charCodeAt(at))) at--;
  if (text.charCodeAt(at) !== 0x3a) return false;
  at--;
  while (isSpace(text.charCodeAt(at))) at--;
  if (text.charCodeAt(at) !== 0x22) return false;
  const last = text.charCodeAt(at - 1);
  return !precedes(last) && last !== 0x7b && last !== 0x5c;
}

/** @param spans in order. */
function outsideStrings(text: string, spans: readonly Span[]): Span[] {
  const outside: Span[] = [];
  let inString = false;
  let quote = text.indexOf('"');
  for (const span of spans) {
    while (quote !== -1 && quote < span.start) {
      if (!(inString && isEscaped(text, quote))) inString = !inString;
      quote = text.indexOf('"', quote + 1);
    }
    if (!inString) outside.push(span);
  }
  return outside;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}
