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

/** A text cut at the seams of its list. Nothing but a guess before its parts are parsed. */
interface Cut {
  readonly before: string;
  /** Of each item what stands between its style's `start` and the closing brace. */
  readonly items: readonly string[];
  readonly after: string;
}

/** Items, fewer of which are not worth the trouble; and more of them cost more than they spare where each is short. */
const fewestItems = 4;
const mostItems = 50_000;
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
  if (style === undefined || one === undefined) return undefined;
  const values = new Map<string, Json | undefined>(one.items.map((item) => [item, undefined]));
  const alike = others.map((other) => {
    const two = cut(other, style);
    return two !== undefined && sharesMost(two, values) ? two : undefined;
  });
  if (alike.every((other) => other === undefined) || [first, ...others].some(hasMark)) return undefined;
  for (const each of alike) for (const item of each?.items ?? []) if (!values.has(item)) values.set(item, undefined);
  if (!parseItems(values, style, spelled)) return undefined;
  const trees = [one, ...alike].map((each) => each && treeOf(each, values, spelled));
  return trees[0] === undefined ? undefined : trees;
}

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

/** undefined where there is no list of that style, or it is not worth while. */
function cut(text: string, { lead, start, seam }: Style): Cut | undefined {
  const head = `[${lead}${start}`;
  const at = text.indexOf(head);
  if (at === -1) return undefined;
  const items = text.slice(at + head.length).split(seam, mostItems + 1);
  const last = items.at(-1) as string;
  const few = items.length < fewestItems || items.length > mostItems;
  if (few || text.length < items.length * shortestItem) return undefined;
  const end = endOf(last);
  closing.lastIndex = end;
  if (end === -1 || !closing.test(last)) return undefined;
  items[items.length - 1] = last.slice(0, end);
  const after = last.slice(closing.lastIndex);
  // A list that is small beside the rest spares little.
  return (at + after.length) * 2 > text.length ? undefined : { before: text.slice(0, at), items, after };
}

const closing = /\}[ \t\r\n]*\]/y;

function sharesMost({ items }: Cut, values: ReadonlyMap<string, unknown>): boolean {
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
function parseItems(values: Map<string, Json | undefined>, { start }: Style, spelled: boolean): boolean {
  const texts = [...values.keys()];
  // Where the seams are inside of items, the first two tell it.
  if (!texts.slice(0, 2).every((item) => endOf(`${item}}`) === item.length)) return false;
  const parsed = parseJson(`[${start}${texts.join(`},"${mark}",${start}`)}}]`, spelled);
  if (!Array.isArray(parsed) || parsed.length !== 2 * texts.length - 1) return false;
  for (let i = 1; i < parsed.length; i += 2) if (parsed[i] !== mark) return false;
  for (let i = 0; i < texts.length; i++) values.set(texts[i] as string, parsed[2 * i] as Json);
  return true;
}

/** Index of the bracket that closes the object whose start stood before the text; -1 when there is none. */
function endOf(text: string): number {
  let depth = 1;
  for (let i = 0; i < text.length; i++) {
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

function treeOf({ before, items, after }: Cut, values: ReadonlyMap<string, Json | undefined>, spelled: boolean) {
  const list = items.map((item) => values.get(item) as Json);
  const root = parseJson(`${before}"${mark}0"${after}`, spelled);
  if (root === `${mark}0`) return list;
  if (typeof root !== 'object' || root === null) return undefined;
  const places = placesOf(root);
  // It may stand where a name does, or in a member that comes again.
  return places.length === 1 ? filled(root, places, [list]) : undefined;
}
