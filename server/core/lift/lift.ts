/** An answer's body -> the tree that is compared. */
import { isOver, isSpent, pay, type Work } from '../work.ts';
import { textOf } from './charset.ts';
import { type Content, type Message, type Unpacked, unpack } from './content.ts';
import type { Decoders } from './decoders.ts';
import { type Draft, settle, valueDraft } from './draft.ts';
import { harmless, mostLifted, unitsOfJson } from './effort.ts';
import { type Dimensions, dimensionsOf, unitsOfImage } from './image.ts';
import type { Json } from './json.ts';
import { draftOf, isJson, mayBeJson, type Source } from './lifters.ts';
import { magicOf } from './magic.ts';
import { parsePatched } from './patched.ts';
import { parseShared } from './shared.ts';
import { keepsSpelling } from './spelling.ts';
import { unreadPart } from './unread.ts';

interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly length: number;
  /** Too much to be read as what it may be. */
  readonly unread?: true;
}

/** `magic` is the kind of bytes by their signature, undefined for one unknown; `image` its width and height in pixels. */
interface Binary {
  readonly kind: 'binary';
  readonly magic: string | undefined;
  readonly image: Dimensions | undefined;
  readonly length: number;
  readonly sha256: string;
  readonly unread?: true;
}

/**
 * `kind: 'json'` is any document that could be lifted to JSON's values, whatever its `format` (a name from the table of lifters).
 * `columns` are those of a table with rows, in their order.
 */
interface Document {
  readonly kind: 'json';
  readonly format: string;
  readonly mediaType: string;
  readonly value: Json;
  readonly columns?: readonly string[];
  readonly length: number;
}

export type Lifted = (Extract<Content, { readonly kind: 'empty' | 'cut' }> | Text | Binary | Document) & Coded;

interface Coded {
  /** The bytes are not in the coding that their header names: few clients can read them. */
  readonly miscoded?: true;
}

/** A body in a format whose lists only show beside the other answers. */
interface Drafted {
  readonly kind: 'draft';
  readonly format: string;
  readonly mediaType: string;
  readonly draft: Draft;
  readonly length: number;
}
type Raised = Exclude<Lifted, Document> | Drafted;

/** Never throws: whatever cannot be read as what it claims to be is text, or else binary. */
export function lift(message: Message, decoders: Decoders): Lifted {
  const [lifted] = liftTogether([message], decoders);
  return lifted;
}

/**
 * Bodies that are compared with each other: what is a list in one is a list in all of them. undefined for a role that takes
 * no part; a message given twice is lifted once. Where the work is not enough to read them all, none is read: they are texts or binary,
 * `unread`; of bodies in parts only the parts that it is not enough for. Never throws.
 */
export function liftTogether(
  messages: readonly [primary: Message, ...others: (Message | undefined)[]],
  decoders: Decoders,
  work: Work = { left: mostLifted },
): readonly [primary: Lifted, ...others: (Lifted | undefined)[]] {
  const given: Message[] = [];
  for (const message of messages) if (message !== undefined && !given.includes(message)) given.push(message);
  const opened = given.map((message) => unpack(message, decoders));
  const texts = opened.map((body) => (body.kind === 'whole' ? textOf(body.bytes, body.media) : undefined));
  const raised = raiseAll(opened, texts, decoders, work);
  const drafts = raised?.map((each) => (each.kind === 'draft' ? each.draft : undefined));
  const trees = drafts && settle(drafts, work);
  const lifted = opened.map((body, i): Lifted => {
    const each = trees && raised?.[i];
    const document = each === undefined ? unread(body, texts[i], decoders) : documentOf(each, trees?.[i]);
    return isMiscoded(body) ? { ...document, miscoded: true } : document;
  });
  const liftedOf = (message: Message): Lifted => lifted[given.indexOf(message)] as Lifted;
  const [primary, ...others] = messages;
  return [liftedOf(primary), ...others.map((message) => message && liftedOf(message))];
}

const isMiscoded = (body: Unpacked): boolean => body.kind === 'whole' && body.miscoded;

function documentOf(raised: Raised, tree: Json = null): Lifted {
  if (raised.kind !== 'draft') return raised;
  const { format, mediaType, draft, length } = raised;
  const columns = draft.kind === 'table' && draft.records.length > 0 ? { columns: draft.names } : {};
  return { kind: 'json', format, mediaType, value: tree, ...columns, length };
}

/** Parts within parts that are looked into. */
const deepestPart = 3;

type Whole = Extract<Unpacked, { readonly kind: 'whole' }>;
type Opened = readonly Unpacked[];

/** undefined where the work is not enough for all of them. */
function raiseAll(opened: Opened, texts: Texts, decoders: Decoders, work: Work): readonly Raised[] | undefined {
  const spelled = opened.every((body) => body.kind !== 'whole' || keepsSpelling(body.bytes.length));
  const size = sizeOf(opened);
  if (size <= harmless || canParse(opened, texts, spelled, work)) {
    const patched = ofJson(opened, texts, (first, others) => parsePatched(first, others, spelled));
    if (patched !== undefined) return opened.map((body, i) => asJson(body as Whole, patched[i] as Json));
    const shared = ofJson(opened, texts, (first, others) => parseShared(first, others, spelled));
    // The same for all, so that where the work ends in one it ends about there in the others.
    const share = Math.max(0, Math.floor((work.left * shareOfReading) / opened.length));
    const raised: Raised[] = [];
    for (let i = 0; i < opened.length; i++) {
      const body = opened[i] as Unpacked;
      if (i > 0 && size > quicklyRead && isOver(work)) break;
      const own: Work = { left: share, ...(work.expired && { expired: work.expired }) };
      const tree = shared?.[i];
      const one =
        body.kind !== 'whole'
          ? body
          : tree !== undefined
            ? asJson(body, tree)
            : raiseWhole(body, texts[i], { decoders, work: own, depth: 0, spelled });
      work.left -= share - Math.max(0, own.left);
      if (one === undefined) break;
      raised.push(one);
    }
    if (raised.length === opened.length) return raised;
  }
  return undefined;
}

/** The rest is for the names that all have together. */
const shareOfReading = 0.85;

/** Bytes. So little is read before a clock could tell more than that the machine was busy. */
const quicklyRead = 64 * 1024;

const sizeOf = (opened: Opened): number =>
  opened.reduce((sum, body) => (body.kind === 'whole' ? sum + body.bytes.length : sum), 0);

type Texts = readonly (string | undefined)[];

/** What `parse` makes of bodies that say they are JSON, as most do; undefined for others. */
function ofJson<T>(
  opened: Opened,
  texts: Texts,
  parse: (first: string, others: readonly string[]) => T | undefined,
): T | undefined {
  const [first, ...others] = texts;
  if (first === undefined || others.length === 0 || others.includes(undefined)) return undefined;
  if (!opened.every((body) => body.kind === 'whole' && isJson(body.media.name))) return undefined;
  return parse(first, others as string[]);
}

const asJson = ({ media, bytes }: Whole, tree: Json): Drafted => ({
  kind: 'draft',
  format: 'json',
  mediaType: media.name,
  draft: valueDraft(tree),
  length: bytes.length,
});

/** Whether the work is enough to parse those that may be JSON. It is paid. */
function canParse(opened: Opened, texts: Texts, spelled: boolean, work: Work): boolean {
  return opened.every((body, i) => {
    const text = texts[i];
    if (body.kind !== 'whole' || text === undefined || !mayBeJson(body.media.name, text)) return true;
    return pay(work, unitsOfJson(text, spelled, work.left));
  });
}

function unread(body: Unpacked, text: string | undefined, decoders: Decoders): Lifted {
  if (body.kind !== 'whole') return body;
  const { bytes } = body;
  const { length } = bytes;
  if (text !== undefined) return { kind: 'text', text, length, unread: true };
  return {
    kind: 'binary',
    magic: magicOf(bytes),
    image: undefined,
    length,
    sha256: decoders.sha256(bytes),
    unread: true,
  };
}

interface Reading {
  readonly decoders: Decoders;
  readonly work: Work;
  /** Of parts within parts. */
  readonly depth: number;
  readonly spelled: boolean;
}

/** undefined where there is not enough work for it. */
function raiseWhole({ media, bytes }: Whole, text: string | undefined, reading: Reading): Raised | undefined {
  const { decoders, work, depth, spelled } = reading;
  const { length } = bytes;
  const liftPart = (part: Message) => draftOfPart(part, { ...reading, depth: depth + 1 });
  const source: Source = { media, bytes, text, spelled, work, liftPart };
  const drafted = depth > deepestPart ? undefined : draftOf(source);
  if (drafted !== undefined) return { kind: 'draft', ...drafted, mediaType: media.name, length };
  if (isSpent(work)) return undefined;
  if (text !== undefined) return { kind: 'text', text, length };
  const magic = magicOf(bytes);
  if (!pay(work, unitsOfImage(bytes, magic))) return undefined;
  return { kind: 'binary', magic, image: dimensionsOf(bytes, magic), length, sha256: decoders.sha256(bytes) };
}

/** What stands in the tree of a multipart body. */
function draftOfPart(part: Message, reading: Reading): Draft {
  const raised = isSpent(reading.work) ? undefined : raisePart(part, reading);
  if (raised !== undefined) return partOf(raised);
  const bytes = part.body.kind === 'whole' ? part.body.bytes : noBytes;
  return valueDraft(unreadPart(bytes.length, reading.decoders.sha256(bytes)));
}

function raisePart(part: Message, reading: Reading): Raised | undefined {
  const { decoders, work } = reading;
  const unpacked = unpack(asItCame(part), decoders);
  if (unpacked.kind !== 'whole') return unpacked;
  const { bytes, media } = unpacked;
  const spelled = keepsSpelling(bytes.length);
  const text = textOf(bytes, media);
  const isJson = text !== undefined && mayBeJson(media.name, text);
  const units = (bytes.length >> 6) + (isJson ? unitsOfJson(text, spelled, work.left) : 0);
  return pay(work, units) ? raiseWhole(unpacked, text, { ...reading, spelled }) : undefined;
}

const noBytes = new Uint8Array();

/** A part is not unpacked: a coding belongs to the whole answer, and parts by the hundred would each unpack to the cap. */
const asItCame = (part: Message): Message => ({
  ...part,
  headers: part.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding'),
});

function partOf(part: Raised): Draft {
  switch (part.kind) {
    case 'draft':
      return part.draft;
    case 'text':
      return valueDraft(part.text);
    case 'binary': {
      const { magic = 'unknown', image, length, sha256 } = part;
      return valueDraft({ type: magic, length, sha256, ...image });
    }
    case 'cut':
      return valueDraft({ length: part.length, sha256: part.sha256 });
    case 'empty':
      return valueDraft('');
  }
}
