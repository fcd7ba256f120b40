/** An answer's body -> the tree that is compared. */
import { textOf } from './charset.ts';
import { type Content, type Message, type Unpacked, unpack } from './content.ts';
import type { Decoders } from './decoders.ts';
import { type Draft, settle, valueDraft } from './draft.ts';
import { harmless, isTooLaborious } from './effort.ts';
import { type Dimensions, dimensionsOf } from './image.ts';
import type { Json } from './json.ts';
import { draftOf, isJson, type Source } from './lifters.ts';
import { magicOf } from './magic.ts';
import { parsePatched } from './patched.ts';
import { parseShared } from './shared.ts';
import { keepsSpelling } from './spelling.ts';

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
  return documentOf(raise(message, decoders, 0, new Reading(() => false)));
}

/**
 * Bodies that are compared with each other: what is a list in one is a list in all of them. undefined for a role that takes
 * no part; a message given twice is lifted once. Where reading them all would take too long, or `isLate` says so between two of
 * them, none is read: they are texts or binary, `unread`. Never throws.
 */
export function liftTogether(
  messages: readonly [primary: Message, ...others: (Message | undefined)[]],
  decoders: Decoders,
  isLate: () => boolean = () => false,
): readonly [primary: Lifted, ...others: (Lifted | undefined)[]] {
  const given: Message[] = [];
  for (const message of messages) if (message !== undefined && !given.includes(message)) given.push(message);
  const opened = given.map((message) => unpack(message, decoders));
  const raised = raiseAll(opened, decoders, isLate);
  const trees = settle(raised.map((each) => (each.kind === 'draft' ? each.draft : undefined)));
  const lifted = raised.map((each, i): Lifted => {
    const document = documentOf(each, trees[i]);
    return isMiscoded(opened[i]) ? { ...document, miscoded: true } : document;
  });
  const liftedOf = (message: Message): Lifted => lifted[given.indexOf(message)] as Lifted;
  const [primary, ...others] = messages;
  return [liftedOf(primary), ...others.map((message) => message && liftedOf(message))];
}

const isMiscoded = (body: Unpacked | undefined): boolean => body?.kind === 'whole' && body.miscoded;

function documentOf(raised: Raised, tree?: Json): Lifted {
  if (raised.kind !== 'draft') return raised;
  const { format, mediaType, draft, length } = raised;
  const columns = draft.kind === 'table' && draft.records.length > 0 ? { columns: draft.names } : {};
  return { kind: 'json', format, mediaType, value: tree ?? settle([draft])[0] ?? null, ...columns, length };
}

/** Parts within parts that are looked into. */
const deepestPart = 3;

type Whole = Extract<Unpacked, { readonly kind: 'whole' }>;
type Opened = readonly Unpacked[];

function raiseAll(opened: Opened, decoders: Decoders, isLate: () => boolean): readonly Raised[] {
  const spelled = opened.every((body) => body.kind !== 'whole' || keepsSpelling(body.bytes.length));
  const texts = opened.map((body) => (body.kind === 'whole' ? textOf(body.bytes, body.media) : undefined));
  if (!areTooLaborious(opened, texts, spelled)) {
    const patched = ofJson(opened, texts, (first, others) => parsePatched(first, others, spelled));
    if (patched !== undefined) return opened.map((body, i) => asJson(body as Whole, patched[i] as Json));
    const shared = ofJson(opened, texts, (first, others) => parseShared(first, others, spelled));
    const reading = new Reading(sizeOf(opened) > quicklyRead ? isLate : () => false);
    const raised: Raised[] = [];
    for (let i = 0; i < opened.length; i++) {
      const body = opened[i] as Unpacked;
      if (i > 0) reading.look();
      if (reading.over) break;
      const tree = shared?.[i];
      if (body.kind !== 'whole') raised.push(body);
      else if (tree !== undefined) raised.push(asJson(body, tree));
      else raised.push(raiseWhole(body, texts[i], decoders, 0, spelled, reading));
    }
    if (!reading.over) return raised;
  }
  return opened.map((body, i) => (body.kind === 'whole' ? unread(body, texts[i], decoders) : body));
}

/** Whether there is time to read on: each of a thousand parts may be as costly as a whole body. Once there is not, none of the bodies counts as read. */
class Reading {
  over = false;
  readonly #isLate: () => boolean;
  #unlooked = 0;

  constructor(isLate: () => boolean) {
    this.#isLate = isLate;
  }

  look(): void {
    this.#unlooked = 0;
    this.over ||= this.#isLate();
  }

  /** Whether there is, before a part of so many bytes is read. */
  goesOn(length: number): boolean {
    this.#unlooked += length;
    if (this.#unlooked > quicklyRead) this.look();
    return !this.over;
  }
}

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

function areTooLaborious(opened: Opened, texts: Texts, spelled: boolean): boolean {
  if (sizeOf(opened) <= harmless) return false;
  return isTooLaborious(
    texts.filter((text) => text !== undefined),
    spelled,
  );
}

function unread({ bytes }: Whole, text: string | undefined, decoders: Decoders): Raised {
  const { length } = bytes;
  if (text !== undefined) return { kind: 'text', text, length, unread: true };
  return { kind: 'binary', magic: magicOf(bytes), image: undefined, length, sha256: decoders.sha256(bytes) };
}

function raise(message: Message, decoders: Decoders, depth: number, reading: Reading): Raised {
  const unpacked = unpack(message, decoders);
  if (unpacked.kind !== 'whole') return unpacked;
  const { bytes, media } = unpacked;
  const text = textOf(bytes, media);
  if (depth > 0 && !reading.goesOn(bytes.length)) return unread(unpacked, text, decoders);
  return raiseWhole(unpacked, text, decoders, depth, keepsSpelling(bytes.length), reading);
}

function raiseWhole(
  { media, bytes }: Whole,
  text: string | undefined,
  decoders: Decoders,
  depth: number,
  spelled: boolean,
  reading: Reading,
): Raised {
  const { length } = bytes;
  const liftPart = (part: Message) => partOf(raise(asItCame(part), decoders, depth + 1, reading));
  const source: Source = { media, bytes, text, spelled, liftPart };
  const drafted = depth > deepestPart ? undefined : draftOf(source);
  if (drafted !== undefined) return { kind: 'draft', ...drafted, mediaType: media.name, length };
  if (text !== undefined) return { kind: 'text', text, length };
  const magic = magicOf(bytes);
  return { kind: 'binary', magic, image: dimensionsOf(bytes, magic), length, sha256: decoders.sha256(bytes) };
}

/** A part is not unpacked: a coding belongs to the whole answer, and parts by the hundred would each unpack to the cap. */
const asItCame = (part: Message): Message => ({
  ...part,
  headers: part.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding'),
});

/** What stands in the tree of a multipart body. */
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
