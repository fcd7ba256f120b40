/** Bodies of the three answers. */
import type { Message } from '../lift/content.ts';
import type { Decoders } from '../lift/decoders.ts';
import type { Json } from '../lift/json.ts';
import { type Lifted, liftTogether } from '../lift/lift.ts';
import { inCommonTerms } from '../lift/terms.ts';
import { pairsThat } from './bits.ts';
import type { Budget } from './budget.ts';
import { sameBody } from './bytes.ts';
import type { Differences } from './differences.ts';
import { itemsOf } from './field.ts';
import type { Maps } from './maps.ts';
import type { Place } from './place.ts';
import { otherOrder } from './sequence.ts';
import { equal } from './tree.ts';
import { compareTrees } from './walk.ts';

/** undefined for a role that takes no part. */
export function compareBodies(
  differences: Differences,
  decoders: Decoders,
  budget: Budget,
  maps: Maps | undefined,
  primary: Message,
  secondary: Message | undefined,
  candidate: Message | undefined,
): void {
  const asPrimary = (other: Message | undefined) =>
    other === undefined || sameBody(primary.body, other.body, equalBytes);
  const secondarySame = asPrimary(secondary);
  const candidateSame = asPrimary(candidate);
  if (secondarySame && candidateSame) return;
  // Bytes that are equal are lifted once, and are equal then whatever their headers say.
  const messages = [
    primary,
    secondarySame ? secondary && primary : secondary,
    candidateSame ? candidate && primary : candidate,
  ] as const;
  const [one, two, three] = comparable(liftTogether(messages, decoders, budget.lifting));
  const tree = compareWhole(differences, one, two, three);
  if (tree !== undefined) compareTrees(differences, tree, budget.walk(), maps);
}

/** Too slow for the tap, which has a native comparison; here at most 4 MiB take a few milliseconds. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** What can be said without a look inside; what there is to look into then. */
function compareWhole(
  differences: Differences,
  one: Lifted,
  secondary: Lifted | undefined,
  candidate: Lifted | undefined,
): Place | undefined {
  const values = [shown(one), secondary && shown(secondary), candidate && shown(candidate)] as const;
  const isThere = (side: Lifted | undefined) => side && side.kind !== 'empty';
  differences.presence('body', one.kind !== 'empty', isThere(secondary), isThere(candidate), values);
  if (one.kind === 'empty') return undefined;
  const two = isThere(secondary) ? secondary : undefined;
  const three = isThere(candidate) ? candidate : undefined;
  differences.note('body', 'type', pairsThat(otherType, one, two, three), values);
  // One unread means that all are: what differs in them nobody knows.
  const aspect = [one, two, three].some(isUnread) ? 'truncated' : 'value';
  differences.note('body', aspect, pairsThat(otherValue, one, two, three), values);
  const codings = [codingOf(one), two && codingOf(two), three && codingOf(three)] as const;
  differences.note('body', 'format', pairsThat(otherCoding, one, two, three), codings);
  const lengths = [one.length, lengthIn(two), lengthIn(three)] as const;
  differences.note('body', 'length', pairsThat(otherLength, one, two, three), lengths);
  const tree = treeLike(one, one);
  if (tree === undefined) return undefined;
  compareColumns(differences, one, two, three);
  return { field: 'body', primary: tree, secondary: treeLike(one, two), candidate: treeLike(one, three) };
}

/** Their order is that of the members of every row. */
function compareColumns(
  differences: Differences,
  one: Lifted,
  secondary: Lifted | undefined,
  candidate: Lifted | undefined,
): void {
  const columnsIn = (side: Lifted | undefined) => (side?.kind === 'json' ? side.columns : undefined);
  const columns = columnsIn(one);
  if (columns === undefined) return;
  const values = [columns, columnsIn(secondary), columnsIn(candidate)] as const;
  const bits = pairsThat<readonly string[]>((a, b) => otherOrder(a, b, { left: mostCompared }), ...values);
  differences.note(itemsOf('body'), 'order', bits, values);
}

const isMiscoded = (side: Lifted): boolean => side.miscoded === true;
const codingOf = (side: Lifted): string => (isMiscoded(side) ? 'not in the coding it names' : 'as it says');

/** Where it is another type that has been said, and where nobody looked there is no telling. */
const otherCoding = (a: Lifted, b: Lifted): boolean =>
  !isCut(a, b) && !otherType(a, b) && isMiscoded(a) !== isMiscoded(b);

const isUnread = (side: Lifted | undefined): boolean =>
  (side?.kind === 'text' || side?.kind === 'binary') && side.unread === true;

const isCut = (a: Lifted, b: Lifted): boolean => a.kind === 'cut' || b.kind === 'cut';

/** What a body over the cap is nobody looked at, so it has no type of its own. */
function otherType(a: Lifted, b: Lifted): boolean {
  if (isCut(a, b)) return false;
  if (a.kind === 'binary' && b.kind === 'binary') return a.magic !== b.magic;
  return a.kind !== b.kind || (a.kind === 'json' && b.kind === 'json' && otherFormat(a, b));
}

type Document = Extract<Lifted, { readonly kind: 'json' }>;

/** They write the same kinds of values down, so that one that was moved to another of them is still compared by fields. */
const dataFormats = new Set(['json', 'json lines', 'json sequence', 'msgpack', 'cbor']);
/** Nodes; two trees of different formats are rarely large and equal. */
const mostCompared = 200_000;

const packedFormats = new Set(['msgpack', 'cbor']);

type Sides = ReturnType<typeof liftTogether>;

/** What kind of number or whether bytes are bytes is no matter between formats of which not all know it: there the values count. */
function comparable(sides: Sides): Sides {
  const documents = sides.filter((side) => side?.kind === 'json').filter(({ format }) => dataFormats.has(format));
  const isOneFormat = documents.every(({ format }) => format === documents[0]?.format);
  if (isOneFormat || !documents.some(({ format }) => packedFormats.has(format))) return sides;
  const [one, ...others] = sides;
  return [inTerms(one), ...others.map((side) => side && inTerms(side))];
}

function inTerms(side: Lifted): Lifted {
  if (side.kind !== 'json' || !dataFormats.has(side.format)) return side;
  return { ...side, value: inCommonTerms(side.value, packedFormats.has(side.format), mostCompared) ?? side.value };
}

/** Under one media type one of the two lies about its format. Under two, `headers.content-type` says it all where they hold the same. */
function otherFormat(a: Document, b: Document): boolean {
  if (a.format === b.format) return false;
  if (a.mediaType === b.mediaType) return true;
  return !(dataFormats.has(a.format) && dataFormats.has(b.format)) && !equal(a.value, b.value, { left: mostCompared });
}

/** The tree of a side that is of the primary's type and format; of an image its width and height. */
function treeLike(one: Lifted, side: Lifted | undefined): Json | undefined {
  if (one.kind === 'json' && side?.kind === 'json') return otherFormat(one, side) ? undefined : side.value;
  return one.kind === 'binary' && side?.kind === 'binary' && one.magic === side.magic ? side.image : undefined;
}

function otherValue(a: Lifted, b: Lifted): boolean {
  if (a.kind === 'text' && b.kind === 'text') return a.text !== b.text;
  if (a.kind === 'binary' && b.kind === 'binary') return a.magic === b.magic && a.sha256 !== b.sha256;
  if (a.kind === 'cut' && b.kind === 'cut') return a.sha256 !== b.sha256;
  return isCut(a, b);
}

const otherLength = (a: Lifted, b: Lifted): boolean =>
  (isCut(a, b) || (a.kind === 'binary' && b.kind === 'binary' && a.magic === b.magic)) && lengthIn(a) !== lengthIn(b);

const lengthIn = (side: Lifted | undefined): number | undefined =>
  side === undefined || side.kind === 'empty' ? undefined : side.length;

/** What a person is shown of a whole body. */
function shown(side: Lifted): unknown {
  switch (side.kind) {
    case 'empty':
      return undefined;
    case 'json':
      return side.value;
    case 'text':
      return side.text;
    default:
      return { length: side.length, sha256: side.sha256 };
  }
}
