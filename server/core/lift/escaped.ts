/**
 * Names of members that a JSON text writes with escapes, such as `"\n"`. V8's JSON.parse (Node 24 and 26, nodejs/node#63785)
 * takes some of them for other names, once any object of the process had a member with a backslash in its name: then
 * `{"a":1,"\n":2}` has the members `a` and `\`, and two such names become one.
 */
import type { Span } from './spelling.ts';

/**
 * In order, as they stand, quotes included. A text without a backslash costs one search at memory speed.
 * @param most for who only wants to know whether there are so many; then they are not all
 */
export function escapedNames(text: string, most = Number.POSITIVE_INFINITY): readonly Span[] {
  const names: Span[] = [];
  for (let at = text.indexOf('\\'); at !== -1 && names.length < most; ) {
    const end = endOfString(text, at);
    if (end === undefined) break;
    // The first backslash of its string, so that the quote before it opened it. Where none did the text is no JSON.
    const start = text.lastIndexOf('"', at);
    if (start === -1) break;
    if (isName(text, end)) names.push({ start, source: text.slice(start, end) });
    at = text.indexOf('\\', end);
  }
  return names;
}

/** Index behind the quote that closes the string that `at` is in; undefined where none does. */
function endOfString(text: string, at: number): number | undefined {
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5c) i++;
    else if (code === 0x22) return i + 1;
  }
  return undefined;
}

function isName(text: string, end: number): boolean {
  let i = end;
  for (let code = text.charCodeAt(i); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; ) {
    code = text.charCodeAt(++i);
  }
  return text.charCodeAt(i) === 0x3a;
}
