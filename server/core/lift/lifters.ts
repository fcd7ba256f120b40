/** The formats that bodies are read in. */
import { isSpent, type Work } from '../work.ts';
import { parseCbor, startsAsCbor } from './cbor.ts';
import type { Message } from './content.ts';
import { type Delimiter, draftOfTable } from './csv.ts';
import { type Draft, valueDraft } from './draft.ts';
import { parseEvents, startsAsEvents } from './events.ts';
import { draftOfForm } from './form.ts';
import { draftOfHtml, isHtml, startsAsHtml } from './html.ts';
import { type Json, parseJson } from './json.ts';
import { parseJsonLines, parseJsonSequence, startsAsJsonLines } from './lines.ts';
import type { MediaType } from './media.ts';
import { parseMessagePack } from './msgpack.ts';
import { draftOfMultipart } from './multipart.ts';
import { draftOfXml } from './xml.ts';

/** What a lifter may look at. */
export interface Source {
  readonly media: MediaType;
  readonly bytes: Uint8Array;
  /** undefined where the bytes are no text. */
  readonly text: string | undefined;
  /** Whether numbers keep their spelling, as in `parseJson`. */
  readonly spelled: boolean;
  /** What may still be done. Whoever spends it gives up, and the body counts as unread. */
  readonly work: Work;
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
  (lift: (text: string, source: Source) => Draft | undefined) =>
  (source: Source): Draft | undefined =>
    source.text === undefined ? undefined : lift(source.text, source);
const textThat =
  (suspects: (text: string) => boolean) =>
  ({ text }: Source): boolean =>
    text !== undefined && suspects(text);

/** Rows that differ in the sign between cells alone: another sign is another format. */
const table = (format: string, delimiter: Delimiter, claims: Lifter['claims']): Lifter => ({
  format,
  claims,
  suspects: never,
  lift: fromText((text, { media, work }) =>
    draftOfTable(text, delimiter, media.parameters.get('header')?.toLowerCase() !== 'absent', work),
  ),
});
export const isJson = (mediaType: string): boolean => /[/+]json$/.test(mediaType);
/** Whether a text may be parsed as JSON, as one document or as many. */
export const mayBeJson = (mediaType: string, text: string): boolean =>
  mediaType.includes('json') || text.startsWith('\u001e') || /^\s*[[{]/.test(text);
const isCsv = (mediaType: string): boolean => /^(?:text|application)\/(?:x-)?csv$/.test(mediaType);

/** A new format is a row here and a file beside this one. The first row that claims a body and can lift it does, else the first that suspects it. */
const lifters: readonly Lifter[] = [
  {
    format: 'json lines',
    claims: (mediaType) =>
      /^application\/(?:(?:x-)?(?:ndjson|json-?lines|jsonl|json-stream|ldjson)|stream\+json)$/.test(mediaType),
    suspects: never,
    lift: fromText((text, { spelled, work }) => whole(parseJsonLines(text, spelled, work))),
  },
  {
    format: 'json sequence',
    claims: (mediaType) => /[/+]json-seq$/.test(mediaType),
    suspects: textThat((text) => text.startsWith('\u001e')),
    lift: fromText((text, { spelled, work }) => whole(parseJsonSequence(text, spelled, work))),
  },
  {
    format: 'json',
    claims: isJson,
    // Only objects and arrays: a text such as `12` or `true` under another type is a text.
    suspects: textThat((text) => /^\s*[[{]/.test(text)),
    lift: ({ text, spelled }) => (text === undefined ? undefined : whole(parseJson(text, spelled))),
  },
  {
    format: 'json lines',
    claims: never,
    suspects: textThat(startsAsJsonLines),
    lift: fromText((text, { spelled, work }) => whole(parseJsonLines(text, spelled, work))),
  },
  {
    format: 'html',
    claims: (mediaType) => mediaType === 'text/html',
    suspects: textThat(startsAsHtml),
    lift: fromText((text, { work }) => (isHtml(text) ? draftOfHtml(text, work) : undefined)),
  },
  {
    format: 'xml',
    claims: (mediaType) => /[/+]xml(?:-dtd)?$/.test(mediaType),
    suspects: textThat((text) => /^\s*<[?!a-z_]/i.test(text)),
    lift: fromText((text, { work }) => draftOfXml(text, work)),
  },
  {
    format: 'events',
    claims: (mediaType) => mediaType === 'text/event-stream',
    suspects: textThat(startsAsEvents),
    lift: fromText((text, { work }) => whole(parseEvents(text, work))),
  },
  {
    format: 'form',
    claims: (mediaType) => mediaType === 'application/x-www-form-urlencoded',
    suspects: never,
    lift: fromText((text, { work }) => draftOfForm(text, work)),
  },
  {
    format: 'multipart',
    claims: (mediaType) => mediaType.startsWith('multipart/'),
    suspects: never,
    lift: ({ bytes, media, work, liftPart }) => draftOfMultipart(bytes, media, work, liftPart),
  },
  table('csv', ',', isCsv),
  table('csv with semicolons', ';', isCsv),
  table('tsv', '\t', (mediaType) => isCsv(mediaType) || mediaType === 'text/tab-separated-values'),
  {
    format: 'msgpack',
    claims: (mediaType) => /^application\/(?:x-|vnd\.)?msgpack$|\+msgpack$/.test(mediaType),
    suspects: never,
    lift: ({ bytes, spelled, work }) => whole(parseMessagePack(bytes, spelled, work)),
  },
  {
    format: 'cbor',
    claims: (mediaType) => /^application\/cbor$|\+cbor$/.test(mediaType),
    suspects: ({ bytes }) => startsAsCbor(bytes),
    lift: ({ bytes, spelled, work }) => whole(parseCbor(bytes, spelled, work)),
  },
];

/** undefined for a body in none of the formats, and where the work is spent before one is found. */
export function draftOf(source: Source): { readonly format: string; readonly draft: Draft } | undefined {
  const { name } = source.media;
  for (const lifter of lifters) {
    const draft = lifter.claims(name) ? lifter.lift(source) : undefined;
    if (draft !== undefined) return { format: lifter.format, draft };
    if (isSpent(source.work)) return undefined;
  }
  for (const lifter of lifters) {
    const draft = !lifter.claims(name) && lifter.suspects(source) ? lifter.lift(source) : undefined;
    if (draft !== undefined) return { format: lifter.format, draft };
    if (isSpent(source.work)) return undefined;
  }
  return undefined;
}
