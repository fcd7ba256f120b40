/**
 * A long answer is mostly one list of objects, and another answer has most of them as well: with one more, in another order, or
 * beside other members. Items that are the same text are parsed once, and are one value in all the trees.
 */
import { type Json, parseJson } from './json.ts';
import { filled, hasMark, mark, placesOf } from './patched.ts';
import { isEscaped } from './token.ts';

/** How the items of a list are written: what stands before the first one, within each at its start, and where two meet. */
interface Style {
  readonly lead: string;
  readonly start: string;
  readonly seam: string;
}

/** A text cut around its list. Nothing but a guess before its parts are parsed. */
interface Cut {
  readonly before: string;
  /** From behind the first item's `start` to the brace that closes the last item. */
  readonly list: string;
  readonly after: string;
  /** The same with what closes the list. */
  readonly tail: string;
}

/** Items, fewer of which are not worth the trouble; and more of them cost more than they spare where each is short. */
const fewestItems = 4;
const mostItems = 20_000;
const shortestItem = 40;

/**
 * The trees of the texts that share most of their items with the first one, and of the first: each equal to what `parseJson`
 * would make of it. undefined for a text that is to be parsed by itself, and for all of them where none shares enough.
 * All that is cut apart is guessed; it counts only where the parts parse: items with a mark between each two of them, and the
 * rest of the text with a mark in the place of the list. Inside a string a mark would end it too early, and inside an item
 * it is not found where it should be; so what stands between two marks is one whole value.
 * @param spelled as in `parseJson`
 */
export function parseShared(
  first: string,
  others: readonly string[],
  spelled: boolean,
): readonly (Json | undefined)[] | undefined {
  const style = styleOf(first);
  const one = style && cut(first, style);
  if (style === undefined || one === undefined || hasMark(first)) return undefined;
  const cuts = others.map((other) => (hasMark(other) ? undefined : cut(other, style, one)));
  const lists = cuts.every((two) => two === undefined || two.list === one.list)
    ? sameLists(one, cuts, style, spelled)
    : listsOf(one, cuts, style, spelled);
  if (lists === undefined) return undefined;
  const frame = frameOf(one, spelled);
  const trees = [one, ...cuts].map((each, i) => {
    const list = lists[i];
    if (each === undefined || list === undefined) return undefined;
    const same = each.before === one.before && each.after === one.after;
    return framed(same ? frame : frameOf(each, spelled), list);
  });
  return trees[0] === undefined ? undefined : trees;
}

type Lists = readonly (readonly Json[] | undefined)[];
type Cuts = readonly (Cut | undefined)[];

/** Of texts that hold the very same list, if they hold one. */
function sameLists(one: Cut, others: Cuts, { start }: Style, spelled: boolean): Lists | undefined {
  if (others.every((two) => two === undefined)) return undefined;
  const list = parseJson(`[${start}${one.list}}]`, spelled);
  return Array.isArray(list) ? [list, ...others.map((two) => two && list)] : undefined;
}

/** undefined for a list that shares too little, and for all where each of them does. */
function listsOf(one: Cut, others: Cuts, style: Style, spelled: boolean): Lists | undefined {
  const items = itemsOf(one, style);
  if (items === undefined) return undefined;
  const values: Values = new Map();
  for (const item of items) values.set(item, undefined);
  const alike = others.map((two) => {
    const own = two && itemsOf(two, style);
    return own !== undefined && sharesMost(own, values) ? own : undefined;
  });
  if (alike.every((each) => each === undefined)) return undefined;
  for (const each of alike) for (const item of each ?? []) if (!values.has(item)) values.set(item, undefined);
  if (!parseItems(values, style, spelled)) return undefined;
  return [items, ...alike].map((each) => each?.map((item) => values.get(item) as Json));
}

/** Text of an item, without its style's `start` and the closing brace -> what it means. */
type Values = Map<string, Json | undefined>;

const opening = /\[([ \t\r\n]*)(\{[ \t\r\n]*"[^"\\]{0,100}"[ \t\r\n]*:)/;

/** As the first list of objects is written. Where items hold lists of objects, their first names tell the seams apart. */
function styleOf(text: string): Style | undefined {
  const [, lead, start] = opening.exec(text) ?? [];
  if (lead === undefined || start === undefined) return undefined;
  const close = `},${lead}${start}`;
  // Some put a space behind commas, and none behind brackets.
  const seam = lead === '' && !text.includes(close) ? `}, ${start}` : close;
  return { lead, start, seam };
}

/**
 * undefined where there is no list of that style, or it is small beside the rest.
 * @param like of another text: most end like it, which spares a search
 */
function cut(text: string, { lead, start, seam }: Style, like?: Cut): Cut | undefined {
  const head = `[${lead}${start}`;
  const at = text.indexOf(head);
  if (at === -1) return undefined;
  const from = at + head.length;
  const end =
    like !== undefined && text.endsWith(like.tail) ? text.length - like.tail.length : endOfList(text, from, seam);
  closing.lastIndex = end;
  if (end === -1 || !closing.test(text)) return undefined;
  if ((at + text.length - closing.lastIndex) * 2 > text.length) return undefined;
  return {
    before: text.slice(0, at),
    list: text.slice(from, end),
    after: text.slice(closing.lastIndex),
    tail: text.slice(end),
  };
}

/** undefined where they are too few or too many. */
function itemsOf({ list }: Cut, { seam }: Style): readonly string[] | undefined {
  const items = list.split(seam, mostItems + 1);
  const few = items.length < fewestItems || items.length > mostItems;
  return few || list.length < items.length * shortestItem ? undefined : items;
}

function endOfList(text: string, from: number, seam: string): number {
  const latest = text.lastIndexOf(seam);
  return endOf(text, latest < from ? from : latest + seam.length);
}

const closing = /\}[ \t\r\n]*\]/y;

function sharesMost(items: readonly string[], values: Values): boolean {
  const least = items.length >> 1;
  let shared = 0;
  let lacking = 0;
  for (const item of items) {
    if (values.has(item)) shared++;
    else if (++lacking > items.length - least) return false;
  }
  return shared >= least;
}

/** Whether each of the texts was one value; then they all have theirs. */
function parseItems(values: Values, { start }: Style, spelled: boolean): boolean {
  const texts = [...values.keys()];
  // Where the seams are inside of items, the first one is not whole.
  const [first = ''] = texts;
  if (endOf(`${first}}`, 0) !== first.length) return false;
  const parsed = parseJson(`[${start}${texts.join(`},"${mark}",${start}`)}}]`, spelled);
  if (!Array.isArray(parsed) || parsed.length !== 2 * texts.length - 1) return false;
  for (let i = 1; i < parsed.length; i += 2) if (parsed[i] !== mark) return false;
  for (let i = 0; i < texts.length; i++) values.set(texts[i] as string, parsed[2 * i] as Json);
  return true;
}

/** Index of the bracket that closes the object in which the text stands at `from`; -1 when there is none. */
function endOf(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      i = text.indexOf('"', i + 1);
      while (i !== -1 && isEscaped(text, i)) i = text.indexOf('"', i + 1);
      if (i === -1) return -1;
    } else if (code === 0x5b || code === 0x7b) depth++;
    else if ((code === 0x5d || code === 0x7d) && --depth === 0) return i;
  }
  return -1;
}

/** What is around a list: `root` with a mark at the one of `places`, of which there is none where the list is the whole text. */
interface Frame {
  readonly root: Json;
  readonly places: ReturnType<typeof placesOf>;
}

function frameOf({ before, after }: Cut, spelled: boolean): Frame | undefined {
  const root = parseJson(`${before}"${mark}0"${after}`, spelled);
  if (root === `${mark}0`) return { root, places: [] };
  if (typeof root !== 'object' || root === null) return undefined;
  const places = placesOf(root);
  // It may stand where a name does, or in a member that comes again.
  return places.length === 1 ? { root, places } : undefined;
}

const framed = (frame: Frame | undefined, list: readonly Json[]): Json | undefined =>
  frame && (frame.places.length === 0 ? list : filled(frame.root, frame.places, [list]));
