/** A stream of bytes cut at a separator, in memory bounded by one piece. */

/** Longest line or record that is read; a longer one is malformed. 16 MiB. */
export const pieceCap = 16 * 1024 * 1024;

export interface Piece {
  /** 1 for the first. */
  readonly number: number;
  /** Byte at which it begins, from 0. */
  readonly start: number;
  /** Without the separator; of a piece longer than the cap only its beginning. A view: copy what is kept. */
  readonly bytes: Buffer;
  /** Full length in bytes. */
  readonly length: number;
  /** False for a last piece that no separator follows. */
  readonly ended: boolean;
}

/** What comes out depends on the bytes alone, never on where the chunks were cut. An empty last piece is left out. */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  separator: Buffer,
  cap: number,
): AsyncGenerator<Piece> {
  let number = 1;
  let start = 0;
  let parts: Buffer[] = [];
  let kept = 0;
  let length = 0;
  /** The end of the last chunk, which may be the beginning of a separator. */
  let tail: Buffer = Buffer.alloc(0);

  const add = (part: Buffer): void => {
    const room = part.subarray(0, cap - kept);
    if (room.length > 0) parts.push(room);
    kept += room.length;
    length += part.length;
  };
  const finish = (ended: boolean): Piece => {
    const [only] = parts;
    const bytes = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    const piece = { number, start, bytes, length, ended };
    number++;
    start += length + separator.length;
    parts = [];
    kept = 0;
    length = 0;
    return piece;
  };

  for await (const chunk of chunks) {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const window = tail.length === 0 ? fresh : Buffer.concat([tail, fresh]);
    let from = 0;
    for (let at = window.indexOf(separator); at >= 0; at = window.indexOf(separator, from)) {
      add(window.subarray(from, at));
      from = at + separator.length;
      yield finish(true);
    }
    const end = Math.max(from, window.length - separator.length + 1);
    add(window.subarray(from, end));
    tail = window.subarray(end);
  }
  add(tail);
  if (length > 0) yield finish(false);
}

/** Why a piece was not read, when it is longer than the cap. */
export function tooLong(piece: Piece, cap: number): string | undefined {
  return piece.length > cap ? `${piece.length} bytes are more than the ${cap} that are read of one request` : undefined;
}

/** The lines of a text: without line end, blank ones left out. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, cap: number): AsyncGenerator<Piece> {
  for await (const line of piecesOf(chunks, newline, cap)) {
    const bytes = line.bytes.at(-1) === carriageReturn ? line.bytes.subarray(0, -1) : line.bytes;
    if (line.bytes.length < line.length || !isBlank(bytes)) yield { ...line, bytes };
  }
}

const newline = Buffer.from('\n');
const carriageReturn = 0x0d;
const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === carriageReturn);
