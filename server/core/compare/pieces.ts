/** Where children stand in a text, said in a way that two texts can be compared in. */
import type { Sequence } from '../lift/sequence.ts';

/** Of an element: how its children and its text stand, and all of its text in one. */
export interface Content {
  readonly sequence: Sequence;
  readonly text: string;
}

/** What two texts start and end with alike, and where in it a child of either stands. */
export interface SharedText {
  /** Characters, to the end of a word where the texts differ. */
  readonly start: number;
  readonly end: number;
  /** Places of children in the start, and in the end counted from there. */
  readonly inStart: ReadonlySet<number>;
  readonly inEnd: ReadonlySet<number>;
  /** Whether the rest, which differs, is of one piece in both texts. */
  readonly whole: boolean;
}

export function sharedText(a: Content, b: Content): SharedText {
  const { start, end } = alike(a.text, b.text);
  const inStart = new Set<number>(start > 0 ? [start] : []);
  const inEnd = new Set<number>(end > 0 ? [end] : []);
  let whole = a.text.length > start + end && b.text.length > start + end;
  for (const { sequence, text } of [a, b]) {
    let at = 0;
    for (const step of sequence) {
      if (typeof step === 'number') at += step;
      else if (at <= start) inStart.add(at);
      else if (text.length - at <= end) inEnd.add(text.length - at);
      else whole = false;
    }
  }
  return { start, end, inStart, inEnd, whole };
}

function alike(a: string, b: string): { readonly start: number; readonly end: number } {
  if (a === b) return { start: a.length, end: 0 };
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  while (start > 0 && !isSpace(a[start - 1])) start--;
  while (end > 0 && !isSpace(a.at(-end))) end--;
  return { start, end };
}

const isSpace = (sign: string | undefined): boolean => sign !== undefined && /\s/.test(sign);

/** Children by their names, and between them the pieces of text that both sides have. */
export function tokensOf({ sequence, text }: Content, shared: SharedText): readonly string[] {
  const pieces = piecesOf(text.length, shared);
  if (pieces.length === 0) return sequence.filter((step) => typeof step === 'string');
  const tokens: string[] = [];
  let next = 0;
  let at = 0;
  for (const step of sequence) {
    if (typeof step === 'number') {
      at += step;
      continue;
    }
    for (; next < pieces.length && (pieces[next] as Piece).before <= at; next++)
      tokens.push((pieces[next] as Piece).token);
    tokens.push(step);
  }
  return [...tokens, ...pieces.slice(next).map(({ token }) => token)];
}

interface Piece {
  /** What stands here or later in the text comes after it. No name of an element has the mark `#`. */
  readonly token: string;
  readonly before: number;
}

function piecesOf(length: number, { start, end, inStart, inEnd, whole }: SharedText): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const at of inStart) if (at > 0) pieces.push({ token: `#start ${at}`, before: at });
  if (whole) pieces.push({ token: '#rest', before: Math.max(start + 1, length - end) });
  for (const left of inEnd) if (left > 0) pieces.push({ token: `#end ${left}`, before: length - left + 0.5 });
  return pieces.sort((a, b) => a.before - b.before);
}
