/** An answer's body -> the tree that is compared. */
import { parseCbor, startsAsCbor } from './cbor.ts';
import { textOf } from './charset.ts';
import { type Content, type Message, type Unpacked, unpack } from './content.ts';
import { type Delimiter, draftOfTable } from './csv.ts';
import type { Decoders } from './decoders.ts';
import { type Draft, settle, valueDraft } from './draft.ts';
import { harmless, isTooLaborious } from './effort.ts';
import { parseEvents, startsAsEvents } from './events.ts';
import { draftOfForm } from './form.ts';
import { draftOfHtml, isHtml, startsAsHtml } from './html.ts';
import { type Dimensions, dimensionsOf } from './image.ts';
import { type Json, parseJson } from './json.ts';
import { parseJsonLines, parseJsonSequence, startsAsJsonLines } from './lines.ts';
import { magicOf } from './magic.ts';
import type { MediaType } from './media.ts';
import { parseMessagePack } from './msgpack.ts';
import { draftOfMultipart } from './multipart.ts';
import { draftOfXml } from './xml.ts';

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

/** `kind: 'json'` is any document that could be lifted to JSON's values, whatever its `format` (a name from the table of lifters). */
interface Document {
  readonly kind: 'json';
  readonly format: string;
  readonly mediaType: string;
  readonly value: Json;
  readonly length: number;
}

export type Lifted = Extract<Content, { readonly kind: 'empty' | 'cut' }> | Text | Binary | Document;

/** What a lifter may look at. */
interface Source {
  readonly media: MediaType;
  readonly bytes: Uint8Array;
  /** undefined where the bytes are no text. */
  readonly text: string | undefined;
  /** What a part of this body is, by its own header lines. */
  readonly liftPart: (part: Message) => Draft;
}

interface Lifter {
  readonly format: string;
  /** Whether this media type (lower case, no parameters) says that the whole body is in this format. */
  readonly claims: (mediaType: string) => boolean;
  /** Whether a body of another or no media type is worth trying: cheap, and wrong now and then. */
  readonly suspects: (source: Source) => boolean;
  /** The whole body or nothing: undefined when it is not in this format, or past the budget in which the format is read. */
  readonly lift: (source: Source) => Draft | undefined;
}

const never = (): boolean => false;
const whole = (value: Json | undefined): Draft | undefined => (value === undefined ? undefined : valueDraft(value));
/** Of a format that is text. */
const fromText =
  (lift: (text: string, media: MediaType) => Draft | undefined) =>
  ({ text, media }: Source): Draft | undefined =>
    text === undefined ? undefined : lift(text, media);
const textThat =
  (suspects: (text: string) => boolean) =>
  ({ text }: Source): boolean =>
    text !== undefined && suspects(text);

/** Rows that differ in the sign between cells alone: another sign is another format. */
const table = (format: string, delimiter: Delimiter, claims: Lifter['claims']): Lifter => ({
  format,
  claims,
  suspects: never,
  lift: fromText((text, { parameters }) =>
    draftOfTable(text, delimiter, parameters.get('header')?.toLowerCase() !== 'absent'),
  ),
});
const isCsv = (mediaType: string): boolean => /^(?:text|application)\/(?:x-)?csv$/.test(mediaType);

/** A new format is a row here and a file beside this one. The first row that claims a body and can lift it does, else the first that suspects it. */
const lifters: readonly Lifter[] = [
  {
    format: 'json lines',
    claims: (mediaType) =>
      /^application\/(?:(?:x-)?(?:ndjson|json-?lines|jsonl|json-stream|ldjson)|stream\+json)$/.test(mediaType),
    suspects: never,
    lift: fromText((text) => whole(parseJsonLines(text))),
  },
  {
    format: 'json sequence',
    claims: (mediaType) => /[/+]json-seq$/.test(mediaType),
    suspects: textThat((text) => text.startsWith('\u001e')),
    lift: fromText((text) => whole(parseJsonSequence(text))),
  },
  {
    format: 'json',
    claims: (mediaType) => /[/+]json$/.test(mediaType),
    // Only objects and arrays: a text such as `12` or `true` under another type is a text.
    suspects: textThat((text) => /^\s*[[{]/.test(text)),
    lift: fromText((text) => whole(parseJson(text))),
  },
  {
    format: 'json lines',
    claims: never,
    suspects: textThat(startsAsJsonLines),
    lift: fromText((text) => whole(parseJsonLines(text))),
  },
  {
    format: 'html',
    claims: (mediaType) => mediaType === 'text/html',
    suspects: textThat(startsAsHtml),
    lift: fromText((text) => (isHtml(text) ? draftOfHtml(text) : undefined)),
  },
  {
    format: 'xml',
    claims: (mediaType) => /[/+]xml(?:-dtd)?$/.test(mediaType),
    suspects: textThat((text) => /^\s*<[?!a-z_]/i.test(text)),
    lift: fromText(draftOfXml),
  },
  {
    format: 'events',
    claims: (mediaType) => mediaType === 'text/event-stream',
    suspects: textThat(startsAsEvents),
    lift: fromText((text) => whole(parseEvents(text))),
  },
  {
    format: 'form',
    claims: (mediaType) => mediaType === 'application/x-www-form-urlencoded',
    suspects: never,
    lift: fromText(draftOfForm),
  },
  {
    format: 'multipart',
    claims: (mediaType) => mediaType.startsWith('multipart/'),
    suspects: never,
    lift: ({ bytes, media, liftPart }) => draftOfMultipart(bytes, media, liftPart),
  },
  table('csv', ',', isCsv),
  table('csv with semicolons', ';', isCsv),
  table('tsv', '\t', (mediaType) => isCsv(mediaType) || mediaType === 'text/tab-separated-values'),
  {
    format: 'msgpack',
    claims: (mediaType) => /^application\/(?:x-|vnd\.)?msgpack$|\+msgpack$/.test(mediaType),
    suspects: never,
    lift: ({ bytes }) => whole(parseMessagePack(bytes)),
  },
  {
    format: 'cbor',
    claims: (mediaType) => /^application\/cbor$|\+cbor$/.test(mediaType),
    suspects: ({ bytes }) => startsAsCbor(bytes),
    lift: ({ bytes }) => whole(parseCbor(bytes)),
  },
];

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
  return documentOf(raise(message, decoders, 0));
}

/**
 * Bodies that are compared with each other: what is a list in one is a list in all of them. undefined for a role that takes
 * no part; a message given twice is lifted once. Where reading them all would take too long, or `isLate` says so between two of
 * them, none is read: they are texts or binary, `unread`. Never throws.
 */
export function liftTogether(
  messages: readonly [primary: Message, ...others: (Message | undefined)[]],
  decoders: Decoders,
  isLate: () => boolean = never,
): readonly [primary: Lifted, ...others: (Lifted | undefined)[]] {
  const given = [...new Set(messages.filter((message) => message !== undefined))];
  const opened = given.map((message) => [message, unpack(message, decoders)] as const);
  const known = new Map(raiseAll(opened, decoders, isLate));
  const [primary, ...others] = messages;
  const raisedOf = (message: Message): Raised => known.get(message) ?? { kind: 'empty' };
  const first = raisedOf(primary);
  const rest = others.map((message) => message && raisedOf(message));
  const trees = settle([...known.values()].map((raised) => (raised.kind === 'draft' ? raised.draft : undefined)));
  const lifted = new Map([...known.values()].map((raised, i) => [raised, documentOf(raised, trees[i])]));
  const liftedOf = (raised: Raised): Lifted => lifted.get(raised) ?? documentOf(raised);
  return [liftedOf(first), ...rest.map((raised) => raised && liftedOf(raised))];
}

function documentOf(raised: Raised, tree?: Json): Lifted {
  if (raised.kind !== 'draft') return raised;
  const { format, mediaType, draft, length } = raised;
  return { kind: 'json', format, mediaType, value: tree ?? settle([draft])[0] ?? null, length };
}

/** Parts within parts that are looked into. */
const deepestPart = 3;

type Opened = readonly [Message, Unpacked];
type Whole = Extract<Unpacked, { readonly kind: 'whole' }>;

function raiseAll(
  opened: readonly Opened[],
  decoders: Decoders,
  isLate: () => boolean,
): readonly (readonly [Message, Raised])[] {
  const raised: [Message, Raised][] = [];
  if (!areTooLaborious(opened)) {
    for (const [message, body] of opened) {
      if (raised.length > 0 && isLate()) break;
      raised.push([message, body.kind === 'whole' ? raiseWhole(body, decoders, 0) : body]);
    }
    if (raised.length === opened.length) return raised;
  }
  return opened.map(([message, body]) => [message, body.kind === 'whole' ? unread(body, decoders) : body]);
}

function areTooLaborious(opened: readonly Opened[]): boolean {
  const whole = opened.map(([, body]) => body).filter((body) => body.kind === 'whole');
  if (whole.reduce((sum, { bytes }) => sum + bytes.length, 0) <= harmless) return false;
  return isTooLaborious(whole.map(({ bytes, media }) => textOf(bytes, media) ?? ''));
}

function unread({ media, bytes }: Whole, decoders: Decoders): Raised {
  const { length } = bytes;
  const text = textOf(bytes, media);
  if (text !== undefined) return { kind: 'text', text, length, unread: true };
  return { kind: 'binary', magic: magicOf(bytes), image: undefined, length, sha256: decoders.sha256(bytes) };
}

function raise(message: Message, decoders: Decoders, depth: number): Raised {
  const unpacked = unpack(message, decoders);
  return unpacked.kind === 'whole' ? raiseWhole(unpacked, decoders, depth) : unpacked;
}

function raiseWhole({ media, bytes }: Whole, decoders: Decoders, depth: number): Raised {
  const { length } = bytes;
  const text = textOf(bytes, media);
  const liftPart = (part: Message) => partOf(raise(part, decoders, depth + 1));
  const source: Source = { media, bytes, text, liftPart };
  const drafted = depth > deepestPart ? undefined : draftOf(source);
  if (drafted !== undefined) return { kind: 'draft', ...drafted, mediaType: media.name, length };
  if (text !== undefined) return { kind: 'text', text, length };
  const magic = magicOf(bytes);
  return { kind: 'binary', magic, image: dimensionsOf(bytes, magic), length, sha256: decoders.sha256(bytes) };
}

function draftOf(source: Source): { readonly format: string; readonly draft: Draft } | undefined {
  const claiming = lifters.filter(({ claims }) => claims(source.media.name));
  const suspecting = lifters.filter((lifter) => !claiming.includes(lifter) && lifter.suspects(source));
  for (const { format, lift } of [...claiming, ...suspecting]) {
    const draft = lift(source);
    if (draft !== undefined) return { format, draft };
  }
  return undefined;
}

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
