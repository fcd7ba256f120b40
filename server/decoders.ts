/** Content codings and digests by node:zlib and node:crypto, for the pure core that takes them as an argument. */
import { hash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Decoders } from './core/lift/decoders.ts';

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

function decompress(coding: string, bytes: Uint8Array, maxLength: number): Uint8Array {
  const name = coding.trim().toLowerCase();
  const decode = Object.hasOwn(decodersByCoding, name) ? decodersByCoding[name] : undefined;
  if (decode === undefined) throw new Error(`unknown content coding ${coding}`);
  // An answer to HEAD names a coding and has no bytes; zlib would call that damage.
  if (bytes.length === 0) return bytes;
  return decode(bytes, { maxOutputLength: maxLength });
}

export const decoders: Decoders = { decompress, sha256: (bytes) => hash('sha256', bytes) };
