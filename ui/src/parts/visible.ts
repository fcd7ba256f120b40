/** Text from elsewhere made safe to look at: what is invisible or reorders the line is shown by a name. */

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string; readonly name: string };

const named: Readonly<Record<number, string>> = {
  9: 'tab',
  10: 'line feed',
  13: 'carriage return',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  8203: 'zero width space',
  8204: 'zero width non-joiner',
  8205: 'zero width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  65279: 'byte order mark',
  65533: 'replacement character: the bytes were not valid text',
};

// A zero width joiner between two emoji belongs to them, and marking it would break them up.
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffd]|(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|[\ud800-\udfff]/gu;

/** `layout`: tabs and line breaks do their work instead of being named. */
export function piecesOf(text: string, layout = false): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    const char = match[0];
    if (layout && (char === '\n' || char === '\t')) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push(markOf(char.charCodeAt(0)));
    // A named line feed still breaks the line after its name.
    from = match.index + (char === '\n' ? 0 : char.length);
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

const escapes: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };

function markOf(code: number): Piece {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = named[code] ?? (code >= 0xd800 && code <= 0xdfff ? 'half of a surrogate pair' : 'control character');
  return { kind: 'mark', text: escapes[code] ?? hex, name: `${name} ${hex}` };
}

/** A stretch of a long text; `changed` is what differs from the text it is compared with. */
export interface Excerpt {
  /** Characters left out before and after. */
  readonly before: number;
  readonly after: number;
  readonly parts: readonly { readonly text: string; readonly changed: boolean }[];
}

/** At most `limit` characters of a text, around the first difference from `reference` where there is one. */
export function excerptOf(text: string, reference: string | undefined, limit: number): Excerpt {
  const [from, to] = reference === undefined || reference === text ? [0, 0] : changedRange(text, reference);
  const context = Math.min(60, limit / 4);
  const start = to > limit && text.length > limit ? whole(text, Math.max(0, Math.floor(from - context))) : 0;
  const end = whole(text, Math.min(text.length, start + limit));
  // Where next to nothing is shared, marking all of it would say nothing.
  const shared = text.length - (to - from);
  const [first, last] = shared * 3 < text.length ? [start, start] : [from, to];
  const cuts = [start, clamp(first, start, end), clamp(last, start, end), end] as const;
  const parts = [
    { text: text.slice(cuts[0], cuts[1]), changed: false },
    { text: text.slice(cuts[1], cuts[2]), changed: true },
    { text: text.slice(cuts[2], cuts[3]), changed: false },
  ].filter((part) => part.text !== '');
  return { before: start, after: text.length - end, parts };
}

/** What is left between the common beginning and the common end. */
function changedRange(text: string, reference: string): readonly [number, number] {
  const shorter = Math.min(text.length, reference.length);
  let from = 0;
  while (from < shorter && text[from] === reference[from]) from++;
  let end = 0;
  while (end < shorter - from && text[text.length - 1 - end] === reference[reference.length - 1 - end]) end++;
  const to = text.length - end;
  return [whole(text, from), whole(text, to) === to ? to : to + 1];
}

/** Never between the two halves of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
