/** Multipart bodies (RFC 2046 section 5.1, RFC 7578). */
import type { HeaderLine } from '../exchange.ts';
import { pay, type Work } from '../work.ts';
import type { Message } from './content.ts';
import { type Draft, type Entry, valueDraft } from './draft.ts';
import { type MediaType, mediaTypeOf } from './media.ts';
import { sequenceOf } from './sequence.ts';

const mostParts = 1_000;
const unitsOfPart = 60;
/** For each byte of its header lines. */
const unitsOfHead = 0.25;
/** Bytes of one part's header lines. */
const longestHead = 16 * 1024;

/**
 * Parts by name, or as `part` where they have none; each lifted by its own type. What else a part's header lines say stands at
 * `#headers` under the same name, and so does the order of a table's columns. The boundary is no difference. undefined when the body does not end with its boundary.
 * @param liftPart what a part's body is, by its header lines
 */
export function draftOfMultipart(
  bytes: Uint8Array,
  media: MediaType,
  work: Work,
  liftPart: (part: Message) => Draft,
): Draft | undefined {
  const boundary = media.parameters.get('boundary') ?? '';
  if (boundary === '') return undefined;
  const parts = partsOf(bytes, `--${boundary}`, work);
  if (parts === undefined) return undefined;
  const described: (readonly [Message, Description])[] = [];
  // All of them before the first is lifted: by what name a part goes must not depend on how much work the others take.
  for (const part of parts) {
    const message = messageOf(part);
    if (message === undefined) return undefined;
    if (!pay(work, unitsOfPart + unitsOfHead * (part.length - lengthOf(message)))) return undefined;
    described.push([message, describe(message.headers)]);
  }
  const entries: Entry[] = [];
  const headers: Entry[] = [];
  for (const [message, { name, details }] of described) {
    const lifted = liftPart(decoded(message));
    entries.push([name, lifted]);
    if (lifted.kind === 'table') details.push(['#columns', valueDraft(sequenceOf(lifted.names))]);
    if (details.length > 0) headers.push([name, { kind: 'names', entries: details }]);
  }
  if (headers.length > 0) entries.push(['#headers', { kind: 'names', entries: headers }]);
  return { kind: 'names', entries };
}

const dash = 0x2d;
const lf = 0x0a;
const cr = 0x0d;

/** What stands between the delimiters, without the line break that belongs to each of them. */
function partsOf(bytes: Uint8Array, delimiter: string, work: Work): readonly Uint8Array[] | undefined {
  // One character for each byte: strings can be searched at memory speed, byte arrays cannot.
  const text = latin1.decode(bytes);
  const parts: Uint8Array[] = [];
  let start: number | undefined;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && bytes[at - 1] !== lf) continue;
    if (!pay(work, 1)) return undefined;
    const end = at + delimiter.length;
    const closes = bytes[end] === dash && bytes[end + 1] === dash;
    const line = closes ? end : bytes.indexOf(lf, end);
    // A longer boundary that starts like this one is not this one.
    if (line === -1 || bytes.subarray(end, line).some((byte) => !isSpace(byte))) continue;
    if (start !== undefined) parts.push(bytes.subarray(start, Math.max(start, at - (bytes[at - 2] === cr ? 2 : 1))));
    if (parts.length > mostParts) return undefined;
    if (closes) return parts.length === 0 ? undefined : parts;
    start = line + 1;
  }
  return undefined;
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === cr;

const utf8 = new TextDecoder();
const latin1 = new TextDecoder('latin1');

/** undefined when what should be header lines are none. */
function messageOf(part: Uint8Array): Message | undefined {
  const headers: HeaderLine[] = [];
  for (let at = 0; at < longestHead; ) {
    const lineEnd = part.indexOf(lf, at);
    // Without a body the last line break may be the delimiter's.
    const end = lineEnd === -1 ? part.length : lineEnd;
    const line = utf8.decode(part.subarray(at, Math.min(end, at + longestHead))).replace(/\r$/, '');
    at = end + 1;
    if (line === '') return { headers, body: { kind: 'whole', bytes: part.subarray(at) } };
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return undefined;
}

interface Description {
  readonly name: string;
  readonly details: Entry[];
}

const lengthOf = ({ body }: Message): number => (body.kind === 'whole' ? body.bytes.length : body.length);

/** `filename*` and the like are taken as they stand; `details` is what is compared besides the body. */
function describe(headers: readonly HeaderLine[]): Description {
  let name: string | undefined;
  const details: Entry[] = [];
  for (const [header, value] of headers) {
    const key = header.toLowerCase();
    if (key === 'content-length') continue;
    if (key !== 'content-disposition') {
      details.push([key, valueDraft(key === 'content-type' ? spelledAlike(value) : value)]);
      continue;
    }
    const disposition = mediaTypeOf(value);
    // A part of a form is always that; others are `inline` or an `attachment`.
    if (disposition.name !== 'form-data') details.push([key, valueDraft(disposition.name)]);
    for (const [parameter, text] of disposition.parameters) {
      if (parameter === 'name') name = text;
      else details.push([parameter, valueDraft(text)]);
    }
  }
  return { name: name ?? 'part', details };
}

/** A media type whose case, quotes and spaces mean nothing. */
function spelledAlike(value: string): string {
  const { name, parameters } = mediaTypeOf(value);
  return [name, ...[...parameters].map(([key, text]) => `${key}=${text}`)].join('; ');
}

/** Undoes a transfer encoding of e-mail where it is base64; any other stays as written. */
function decoded({ headers, body }: Message): Message {
  const encoding = headers.find(([name]) => name.toLowerCase() === 'content-transfer-encoding')?.[1].toLowerCase();
  if (encoding !== 'base64' || body.kind !== 'whole') return { headers, body };
  try {
    return { headers, body: { kind: 'whole', bytes: Uint8Array.fromBase64(utf8.decode(body.bytes)) } };
  } catch (error) {
    if (error instanceof SyntaxError) return { headers, body };
    throw error;
  }
}
