/** Bytes as they came -> what they mean before any format is looked at: text in some media type, or bytes that are no text. */
import { type Body, type HeaderLine, headerValue } from '../exchange.ts';
import { textOf } from './charset.ts';
import type { Decoders } from './decoders.ts';
import { type MediaType, mediaTypeOf } from './media.ts';

/** Bytes after decompression; a longer body is compared by length and hash only. */
export const structuralCap = 4 * 1024 * 1024;
/** Bytes to which a body over that cap is still unpacked for its length and hash, as equal bodies may be packed in two ways. */
const hashedCap = 4 * structuralCap;

/** `mediaType` is in lower case without parameters, empty when not declared. `length` is in bytes: decoded ones, or of a `cut` body that could not be unpacked those on the wire. */
export type Content =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string; readonly length: number }
  | { readonly kind: 'binary'; readonly mediaType: string; readonly length: number; readonly sha256: string }
  | { readonly kind: 'cut'; readonly mediaType: string; readonly length: number; readonly sha256: string };

export interface Message {
  readonly headers: readonly HeaderLine[];
  readonly body: Body;
}

/** A body that lies about its coding or charset is taken as the bytes it is. Never throws. */
export function contentOf(message: Message, decoders: Decoders): Content {
  const unpacked = unpack(message, decoders);
  if (unpacked.kind !== 'whole') return unpacked;
  const { media, bytes } = unpacked;
  const text = textOf(bytes, media);
  if (text !== undefined) return { kind: 'text', mediaType: media.name, text, length: bytes.length };
  return { kind: 'binary', mediaType: media.name, length: bytes.length, sha256: decoders.sha256(bytes) };
}

/** `miscoded`: the bytes are not in the coding that their header names. */
export type Unpacked =
  | Extract<Content, { readonly kind: 'empty' | 'cut' }>
  | { readonly kind: 'whole'; readonly media: MediaType; readonly bytes: Uint8Array; readonly miscoded: boolean };

/** Undoes the content codings. Never throws. */
export function unpack({ headers, body }: Message, decoders: Decoders): Unpacked {
  const media = mediaTypeOf(headerValue(headers, 'content-type') ?? '');
  const mediaType = media.name;
  if (body.kind === 'cut') return { kind: 'cut', mediaType, length: body.length, sha256: body.sha256 };
  const raw = body.bytes;
  const undone = raw.length > structuralCap ? raw : undoCodings(headers, raw, decoders);
  const bytes = undone ?? raw;
  if (bytes.length === 0) return { kind: 'empty' };
  if (bytes.length <= structuralCap && bytes !== tooLarge) {
    return { kind: 'whole', media, bytes, miscoded: undone === undefined };
  }
  const hashed = bytes === tooLarge ? raw : bytes;
  return { kind: 'cut', mediaType, length: hashed.length, sha256: decoders.sha256(hashed) };
}

/** Stands for bytes that nobody unpacked to their end. */
const tooLarge = Uint8Array.of(0);

/**
 * Codings stand in the order they were applied (RFC 9110 section 8.4), so the last is undone first. undefined for bytes that
 * are not in the codings named, or in one that nobody knows: they can still be compared as they are.
 */
function undoCodings(headers: readonly HeaderLine[], raw: Uint8Array, decoders: Decoders): Uint8Array | undefined {
  if (headerValue(headers, 'content-encoding') === undefined) return raw;
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  // Each one unpacks up to the cap again; servers apply one, a proxy perhaps a second.
  if (codings.length > mostCodings) return raw;
  let bytes = raw;
  for (const coding of codings.reverse()) {
    try {
      bytes = decoders.decompress(coding, bytes, hashedCap);
    } catch (error) {
      if (error instanceof RangeError) return tooLarge;
      return undefined;
    }
  }
  return bytes;
}

const mostCodings = 4;
