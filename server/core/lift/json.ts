/** JSON text -> plain values, with every number that was not written as this language writes it kept in its own spelling. */
import { escapedNames } from './escaped.ts';
import { type ExactNumber, exactNumber } from './number.ts';
import { keepsSpelling, oddNumbers, type Span } from './spelling.ts';

export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;
/** Keys are data, `__proto__` too: read it with Object.keys and Object.hasOwn, never with `in`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * The whole text as one JSON value; undefined when it is none. Depth is not limited.
 * @param spelled whether all numbers keep their spelling, or only those that a double changes; the same for texts that are compared
 */
export function parseJson(text: string, spelled = keepsSpelling(text.length)): Json | undefined {
  try {
    const odd = oddNumbers(text, spelled);
    const names = escapedNames(text);
    return odd.length === 0 && names.length === 0 ? JSON.parse(text) : parseExactly(text, odd, names);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Puts each odd number and each name with escapes into the text as a marked string, parses, and takes the marks out again.
 * JSON.parse with a reviver sees the source text too, but takes ten times as long, overflows the stack at some 3 000 levels,
 * and mistakes names as well.
 */
function parseExactly(text: string, odd: readonly Span[], names: readonly Span[]): Json {
  const mark = unusedMark(text);
  const marks = [
    ...odd.map(({ start, source }) => ({ start, source, marked: `"${mark}${source}"` })),
    ...names.map(({ start, source }, i) => ({ start, source, marked: `"${mark}${ofName}${i}"` })),
  ];
  if (names.length > 0) marks.sort((a, b) => a.start - b.start);
  let result = '';
  let from = 0;
  for (const { start, source, marked } of marks) {
    result += text.slice(from, start) + marked;
    from = start + source.length;
  }
  const spelled: readonly string[] = names.map(({ source }) => JSON.parse(source));
  return unmark(JSON.parse(result + text.slice(from)), mark.charCodeAt(0), spelled);
}

/** Behind the mark of a name; no number starts like this. */
const ofName = 'n';

/** A character that no string of the text holds: one that a JSON string may hold as it is, and that fits into one byte. */
function unusedMark(text: string): string {
  for (let code = 0x7f; code < 0xa0; code++) {
    const escaped = `\\u00${code.toString(16)}`;
    const mark = String.fromCharCode(code);
    if (!text.includes(mark) && !text.includes(escaped) && !text.includes(escaped.toUpperCase().replace('U', 'u'))) {
      return mark;
    }
  }
  throw new SyntaxError('no character is free to mark numbers with');
}

type List = Json[];
type Members = { [key: string]: Json };

/** In place, and without recursion: a document may be deeper than the stack. */
function unmark(root: Json, mark: number, names: readonly string[]): Json {
  const holder: List = [root];
  const open: (List | Members)[] = [holder];
  const named = (node: Json) => (names.length === 0 ? node : withNames(node as List | Members, mark, names));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) {
      for (let i = 0; i < node.length; i++) {
        const value = node[i] as Json;
        if (typeof value === 'string') {
          if (value.charCodeAt(0) === mark) node[i] = exactNumber(value.slice(1));
        } else if (typeof value === 'object' && value !== null) {
          const own = named(value);
          if (own !== value) node[i] = own;
          open.push(own as List | Members);
        }
      }
    } else {
      for (const key of Object.keys(node)) {
        // As a marked string it passed for a key, which a number is not.
        if (key.charCodeAt(0) === mark) throw new SyntaxError('a number as a key');
        const value = node[key] as Json;
        if (typeof value === 'string') {
          if (value.charCodeAt(0) === mark) node[key] = exactNumber(value.slice(1));
        } else if (typeof value === 'object' && value !== null) {
          const own = named(value);
          if (own !== value) node[key] = own;
          open.push(own as List | Members);
        }
      }
    }
  }
  return holder[0] as Json;
}

/** The object with its names as they are meant, in their order; itself where none was marked. Of a name that comes twice, once with escapes, the last value counts as ever. */
function withNames(node: List | Members, mark: number, names: readonly string[]): List | Members {
  if (Array.isArray(node)) return node;
  const keys = Object.keys(node);
  const isMarked = (key: string) => key.charCodeAt(0) === mark && key[1] === ofName;
  if (!keys.some(isMarked)) return node;
  const meant = (key: string) => (isMarked(key) ? (names[Number(key.slice(2))] as string) : key);
  return Object.fromEntries(keys.map((key) => [meant(key), node[key] as Json]));
}
