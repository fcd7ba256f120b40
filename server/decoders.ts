/** Content codings and digests by node:zlib and node:crypto, for the pure core that takes them as an argument. */
import { hash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

type Decode = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/** Content coding, lower case -> decoder. */
const decodersByCoding: Readonly<Record<string, Decode>> = {
  identity: (bytes, { maxOutputLength }) => within(bytes, maxOutputLength),
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateEither,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

function within(bytes: Uint8Array, maxLength: number): Uint8Array {
  if (bytes.length > maxLength) throw new RangeError('longer than allowed');
  return bytes;
}

/** RFC 9110 section 8.4.1.2 means the zlib format, but many servers send raw DEFLATE: the first byte tells them apart. */
function inflateEither(bytes: Uint8Array, options: { readonly maxOutputLength: number }): Uint8Array {
  const [method = 0, flags = 0] = bytes;
  const zlibHeader = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  return zlibHeader ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
}

/**
 * Undoes one content coding. Returns undefined when the coding is unknown, the bytes are damaged, or the result would be
 * longer than `maxLength` bytes: what came is then only comparable as the bytes it is.
 */
function decompress(coding: string, bytes: Uint8Array, maxLength: number): Uint8Array | undefined {
  const name = coding.trim().toLowerCase();
  // An answer to HEAD names a coding and has no bytes; zlib would call that damage.
  if (bytes.length === 0) return bytes;
  if (!Object.hasOwn(decodersByCoding, name)) return undefined;
  try {
    return decodersByCoding[name]?.(bytes, { maxOutputLength: maxLength });
  } catch {
    // zlib reports damage and excess length alike by throwing; both are facts about the answer, not faults of ours.
    return undefined;
  }
}

/** Hex digest. */
function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

export const decoders = { decompress, sha256 };
