/** JSON text -> plain values, with the numbers that JSON.parse would round kept as they were written. */
import { type ExactNumber, exactNumber, losesDigits } from './number.ts';

export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;
/** Keys are data, `__proto__` too: read it with Object.keys and Object.hasOwn, never with `in`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Digits of a number worth keeping exactly; beyond it the cost of big powers outgrows their use and the text is compared as text. */
const longestNumber = 10_000;

/** The whole text as one JSON value; undefined when it is none. Depth is not limited. */
export function parseJson(text: string): Json | undefined {
  try {
    const lossy = lossyNumbers(text);
    return lossy.length === 0 ? JSON.parse(text) : parseExactly(text, lossy);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Span {
  readonly start: number;
  readonly source: string;
}

/**
 * Numbers that a double would change, inside strings too. Up to 15 digits and a power below 100 always survive, so only what
 * is longer is looked at. A loop, as a pattern for the same takes five times as long.
 */
function lossyNumbers(text: string): readonly Span[] {
  const spans: Span[] = [];
  let run = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 0x30 && code <= 0x39) || code === 0x2e) {
      run++;
      continue;
    }
    if (run > 15 || (run > 0 && (code === 0x45 || code === 0x65))) {
      const span = numberAt(text, i - run, i);
      if (losesDigits(span.source)) spans.push(span);
      i = span.start + span.source.length - 1;
    }
    run = 0;
  }
  return spans;
}

const power = /[eE][+-]?\d+/y;

/** The number whose digits stand from `start` to `end`, with its sign and power. */
function numberAt(text: string, start: number, end: number): Span {
  power.lastIndex = end;
  const source = text.slice(start, power.test(text) ? power.lastIndex : end);
  if (source.length > longestNumber) throw new SyntaxError('a number too long to keep');
  return text.charCodeAt(start - 1) === 0x2d ? { start: start - 1, source: `-${source}` } : { start, source };
}

/**
 * Puts each lossy number into the text as a marked string, parses, and takes the marks out again. JSON.parse with a reviver
 * sees the source text too, but takes ten times as long and overflows the stack at some 3 000 levels.
 */
function parseExactly(text: string, lossy: readonly Span[]): Json {
  const mark = unusedMark(text);
  const outside = outsideStrings(text, lossy);
  let marked = '';
  let from = 0;
  for (const { start, source } of outside) {
    marked += `${text.slice(from, start)}"\\u000${mark}${source}"`;
    from = start + source.length;
  }
  return unmark(JSON.parse(marked + text.slice(from)), String.fromCharCode(mark));
}

/** A control character that no string of the text holds: JSON can spell 0 to 7 only as `\u000N`. */
function unusedMark(text: string): number {
  for (let code = 0; code < 8; code++) if (!text.includes(`\\u000${code}`)) return code;
  throw new SyntaxError('no character is free to mark numbers with');
}

function outsideStrings(text: string, spans: readonly Span[]): readonly Span[] {
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

type List = Json[];
type Members = { [key: string]: Json };

/** In place, and without recursion: a document may be deeper than the stack. */
function unmark(root: Json, mark: string): Json {
  const holder: List = [root];
  const open: (List | Members)[] = [holder];
  const exact = (value: Json): Json => {
    if (typeof value === 'string') return value.startsWith(mark) ? exactNumber(value.slice(1)) : value;
    if (typeof value === 'object' && value !== null) open.push(value as List | Members);
    return value;
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) {
      for (let i = 0; i < node.length; i++) node[i] = exact(node[i] as Json);
      continue;
    }
    for (const key of Object.keys(node)) {
      // As a marked string it passed for a key, which a number is not.
      if (key.startsWith(mark)) throw new SyntaxError('a number as a key');
      node[key] = exact(node[key] as Json);
    }
  }
  return holder[0] as Json;
}
