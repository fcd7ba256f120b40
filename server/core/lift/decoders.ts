/** What the core needs from its edge to read a body. */

export interface Decoders {
  /**
   * Undoes one content coding (`gzip`, `br`, `deflate`, `zstd`).
   * Throws on bytes that are not in that coding, on an unknown coding, and past `maxLength` bytes of output.
   */
  readonly decompress: (coding: string, bytes: Uint8Array, maxLength: number) => Uint8Array;
  /** Hex digest. */
  readonly sha256: (bytes: Uint8Array) => string;
}
