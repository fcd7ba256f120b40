/**
 * Most answers differ from each other in a time and an id. Texts that are equal but for a few scalars are parsed once: the
 * trees of the others are made from the first one's, and share with it all that is equal.
 */
import { type Json, parseJson } from './json.ts';
import { tokenAround } from './token.ts';

/** A scalar of the first text, from `start` to `end`, in whose place another text has `source`. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly source: string;
}

/** Patches, and more of them the longer a text is: past it, parsing is as fast. */
const mostPatches = 3;
const charactersOfPatch = 500;

/**
 * The trees of all texts, each equal to what `parseJson` would make of it; undefined where that cannot be had cheaper than by
 * parsing them all. What looks like a scalar of the first text is replaced by a mark before that text is parsed. Inside a
 * string such a mark would end the string too early, so that the text would be no JSON: a text with marks that parses has
 * them where whole scalars stood, and texts that are equal elsewhere have the same structure.
 * @param spelled as in `parseJson`
 */
export function parsePatched(first: string, others: readonly string[], spelled: boolean): readonly Json[] | undefined {
  if (hasMark(first)) return undefined;
  const patches: (readonly Patch[])[] = [];
  for (const other of others) {
    const found = patchesOf(first, other);
    if (found === undefined) return undefined;
    patches.push(found);
  }
  const spans = spansOf(patches);
  const root = spans && parseJson(marked(first, spans), spelled);
  if (spans === undefined || typeof root !== 'object' || root === null) return undefined;
  const sources = spans.map(({ start, end }) => first.slice(start, end));
  for (const { source } of patches.flat()) sources.push(source);
  const scalars = scalarsOf(sources, spelled);
  if (scalars === undefined) return undefined;
  const values = scalars.slice(0, spans.length);
  const places = placesOf(root);
  let taken = spans.length;
  const trees = patches.map((each) => {
    const own = new Map(each.map(({ start }, i) => [start, scalars[taken + i] as Json]));
    taken += each.length;
    return filled(
      root,
      places,
      spans.map(({ start }, i) => (own.has(start) ? own.get(start) : values[i]) as Json),
    );
  });
  return [filled(root, places, values), ...trees];
}

/** May stand in a JSON string as it is, and hardly ever does. */
export const mark = '\u009f';
export const hasMark = (text: string): boolean =>
  text.includes(mark) || (text.includes('\\u') && /\\u009f/i.test(text));

/** undefined where more than scalars differ, or too many of them. */
function patchesOf(first: string, other: string): readonly Patch[] | undefined {
  const patches: Patch[] = [];
  for (let i = 0, j = 0; ; ) {
    const equal = equalLength(first, i, other, j);
    i += equal;
    j += equal;
    if (i === first.length && j === other.length) return patches;
    if (patches.length > mostPatches + i / charactersOfPatch) return undefined;
    const token = tokenAround(first, i);
    const there = token && tokenAround(other, j);
    // The same start: what stands before is equal in both.
    if (token === undefined || there === undefined || there.start - j !== token.start - i) return undefined;
    const last = patches.at(-1);
    if (last !== undefined && token.start < last.end) return undefined;
    patches.push({ ...token, source: other.slice(there.start, there.end) });
    i = token.end;
    j = there.end;
  }
}

const chunk = 1_024;

/** How many characters are equal from there on. Slices are compared at memory speed, characters are not. */
function equalLength(a: string, i: number, b: string, j: number): number {
  const most = Math.min(a.length - i, b.length - j);
  let equal = 0;
  for (let size = chunk; size >= 16; ) {
    const next = equal + size;
    if (next <= most && a.slice(i + equal, i + next) === b.slice(j + equal, j + next)) equal = next;
    else size >>= 2;
  }
  while (equal < most && a.charCodeAt(i + equal) === b.charCodeAt(j + equal)) equal++;
  return equal;
}

type Span = Omit<Patch, 'source'>;

/** All scalars that are patched in some text, in order; undefined where two of them overlap. */
function spansOf(patches: readonly (readonly Patch[])[]): readonly Span[] | undefined {
  const byStart = new Map<number, Span>();
  for (const patch of patches.flat()) {
    if ((byStart.get(patch.start)?.end ?? patch.end) !== patch.end) return undefined;
    byStart.set(patch.start, patch);
  }
  const spans = [...byStart.values()].sort((a, b) => a.start - b.start);
  return spans.some(({ start }, i) => start < (spans[i - 1]?.end ?? 0)) ? undefined : spans;
}

function marked(text: string, spans: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const [index, { start, end }] of spans.entries()) {
    result += `${text.slice(from, start)}"${mark}${index}"`;
    from = end;
  }
  return result + text.slice(from);
}

/** All in one go, as they hold no comma outside of quotes; undefined where one of them is no scalar. */
function scalarsOf(texts: readonly string[], spelled: boolean): readonly Json[] | undefined {
  const values = parseJson(`[${texts.join(',')}]`, spelled);
  return Array.isArray(values) && values.length === texts.length ? values : undefined;
}

type Container = { [key: string | number]: Json };

/** The way to a container from the root. */
interface Way {
  readonly container: Container;
  readonly key: string | number;
  readonly up: Way | undefined;
}

interface Place {
  readonly way: Way;
  readonly key: string | number;
  readonly index: number;
}

/** Where the marks are. One whose member came twice is gone, as its value would be. */
export function placesOf(root: object): readonly Place[] {
  const places: Place[] = [];
  const open: Way[] = [{ container: root as Container, key: '', up: undefined }];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const { container } = way;
    const look = (key: string | number, value: Json): void => {
      if (typeof value === 'string') {
        if (value.startsWith(mark)) places.push({ way: way as Way, key, index: Number(value.slice(1)) });
      } else if (typeof value === 'object' && value !== null)
        open.push({ container: value as Container, key, up: way });
    };
    if (Array.isArray(container)) for (let i = 0; i < container.length; i++) look(i, container[i] as Json);
    else for (const key of Object.keys(container)) look(key, container[key] as Json);
  }
  return places;
}

/** The tree with values where the marks were: containers on the way to them are copied, all else is shared. */
export function filled(root: Json, places: readonly Place[], values: readonly Json[]): Json {
  const copies = new Map<Container, Container>();
  for (const { way, key, index } of places) {
    let child: Json = values[index] as Json;
    let at: string | number = key;
    // Up to the first container that is copied already: those above it are, too.
    for (let step: Way | undefined = way; step !== undefined; step = step.up) {
      const known = copies.get(step.container);
      const copy = known ?? copyOf(step.container);
      copy[at] = child;
      if (known !== undefined) break;
      copies.set(step.container, copy);
      child = copy as Json;
      at = step.key;
    }
  }
  return (copies.get(root as Container) ?? root) as Json;
}

const copyOf = (container: Container): Container =>
  (Array.isArray(container) ? container.slice() : { ...container }) as Container;
