/** A scalar of a JSON text, found from a place inside it without reading what stands before. */

export interface Token {
  readonly start: number;
  readonly end: number;
}

/**
 * The string, number, truth or null that the character at `at` belongs to, or that starts or ends there; undefined where it
 * seems to be none, or the name of a member. A guess by what stands around: whoever needs to be sure has to parse the text.
 */
export function tokenAround(text: string, at: number): Token | undefined {
  const opening = openingQuote(text, at);
  const start = opening ?? wordStart(text, at);
  const end = text.charCodeAt(start) === quote ? closingQuote(text, start) : wordEnd(text, start);
  if (end === undefined || end === start || end < at) return undefined;
  return opensValue(text, start) && closesValue(text, end) ? { start, end } : undefined;
}

const quote = 0x22;
const backslash = 0x5c;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Index of the last character before `at` that is no white space; -1 when there is none. */
function visibleBefore(text: string, at: number): number {
  let i = at - 1;
  while (isSpace(text.charCodeAt(i))) i--;
  return i;
}

/** `:`, `,` or `[` comes before a value. */
function opensValue(text: string, start: number): boolean {
  const code = text.charCodeAt(visibleBefore(text, start));
  return code === 0x3a || code === 0x2c || code === 0x5b;
}

/** `,`, `}` or `]` comes after it. */
function closesValue(text: string, end: number): boolean {
  let i = end;
  while (isSpace(text.charCodeAt(i))) i++;
  const code = text.charCodeAt(i);
  return code === 0x2c || code === 0x7d || code === 0x5d;
}

/** Index of the quote before `at` if it opens a string, as far as what stands before it tells. */
function openingQuote(text: string, at: number): number | undefined {
  let i = at === 0 ? -1 : text.lastIndexOf('"', at - 1);
  while (i > 0 && isEscaped(text, i)) i = text.lastIndexOf('"', i - 1);
  return i > 0 && opensValue(text, i) ? i : undefined;
}

/** Index behind the quote that closes the string. */
function closingQuote(text: string, start: number): number | undefined {
  let i = text.indexOf('"', start + 1);
  while (i !== -1 && isEscaped(text, i)) i = text.indexOf('"', i + 1);
  return i === -1 ? undefined : i + 1;
}

/** Whether a backslash takes the character at `at` for its own. */
export function isEscaped(text: string, at: number): boolean {
  let i = at;
  while (text.charCodeAt(i - 1) === backslash) i--;
  return (at - i) % 2 === 1;
}

/** Characters of numbers, `true`, `false` and `null`. */
const inWord = new Uint8Array(128);
for (const character of '0123456789+-.eEtrufalsn') inWord[character.charCodeAt(0)] = 1;

function wordStart(text: string, at: number): number {
  let i = at;
  while (inWord[text.charCodeAt(i - 1)] === 1) i--;
  return i;
}

function wordEnd(text: string, start: number): number {
  let i = start;
  while (inWord[text.charCodeAt(i)] === 1) i++;
  return i;
}
