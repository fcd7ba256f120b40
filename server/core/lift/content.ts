/** Bytes as they came -> what they mean before any format is looked at: text in some media type, or bytes that are no text. */
import { type Body, type HeaderLine, headerValue } from '../exchange.ts';
import type { Decoders } from './decoders.ts';

/** Bytes after decompression; a longer body is compared by length and hash only. */
export const structuralCap = 4 * 1024 * 1024;

/** `mediaType` is in lower case without parameters, empty when not declared. `length` is in bytes: decoded ones, or of a `cut` body those on the wire. */
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
export function contentOf({ headers, body }: Message, decoders: Decoders): Content {
  const declared = headerValue(headers, 'content-type') ?? '';
  const mediaType = (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (body.kind === 'cut') return { kind: 'cut', mediaType, length: body.length, sha256: body.sha256 };
  const raw = body.bytes;
  if (raw.length === 0) return { kind: 'empty' };
  if (raw.length > structuralCap) return { kind: 'cut', mediaType, length: raw.length, sha256: decoders.sha256(raw) };
  const bytes = undoCodings(headers, raw, decoders);
  if (bytes.length === 0) return { kind: 'empty' };
  const text = textOf(bytes, declared);
  if (text !== undefined) return { kind: 'text', mediaType, text, length: bytes.length };
  return { kind: 'binary', mediaType, length: bytes.length, sha256: decoders.sha256(bytes) };
}

/** Codings stand in the order they were applied (RFC 9110 section 8.4), so the last is undone first. */
function undoCodings(headers: readonly HeaderLine[], raw: Uint8Array, decoders: Decoders): Uint8Array {
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  let bytes = raw;
  for (const coding of codings.reverse()) {
    try {
      bytes = decoders.decompress(coding.replace(/^x-/, ''), bytes, structuralCap);
    } catch {
      // Not in that coding, in one nobody knows, or too large: the bytes can still be compared as they are.
      return raw;
    }
  }
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** undefined when the bytes are not valid in their charset. A byte order mark outranks the header, as it does in browsers. */
function textOf(bytes: Uint8Array, contentType: string): string | undefined {
  const decoder = decoderFor(bytes, contentType);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function decoderFor(bytes: Uint8Array, contentType: string): TextDecoder {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8;
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (charset === undefined || charset === 'utf-8') return utf8;
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch (error) {
    if (error instanceof RangeError) return utf8;
    throw error;
  }
}
