/** What the core needs from its edge to read a body. */

export interface Decoders {
  /**
   * Undoes one content coding (`gzip`, `br`, `deflate`, `zstd`).
   * Throws a RangeError past `maxLength` bytes of output, another error on bytes that are not in that coding and on an unknown coding.
   */
  readonly decompress: (coding: string, bytes: Uint8Array, maxLength: number) => Uint8Array;
  /** Hex digest. */
  readonly sha256: (bytes: Uint8Array) => string;
}
