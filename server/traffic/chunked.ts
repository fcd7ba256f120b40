/** The chunked transfer coding, RFC 9112 section 7.1. */
import { shown, Unreadable } from './sendable.ts';

/** The content alone, in memory of its own; extensions and trailers are dropped. @throws Unreadable when it is broken or cut off */
export function dechunk(bytes: Buffer): Uint8Array {
  const parts: Buffer[] = [];
  let from = 0;
  for (;;) {
    const line = lineAt(bytes, from);
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/is.exec(line.text)?.[1];
    if (size === undefined) throw new Unreadable(`the chunk size ${shown(line.text)} is not a hexadecimal number`);
    from = line.next;
    const length = Number.parseInt(size, 16);
    if (length === 0) return endOf(bytes, from, parts);
    if (from + length > bytes.length) throw cutOff();
    parts.push(bytes.subarray(from, from + length));
    const end = lineAt(bytes, from + length);
    if (end.text !== '') throw new Unreadable('a chunk is longer than its size says');
    from = end.next;
  }
}

/** The trailer section up to its empty line, which some recorders leave out. */
function endOf(bytes: Buffer, from: number, parts: readonly Buffer[]): Uint8Array {
  for (let at = from; at < bytes.length; ) {
    const line = lineAt(bytes, at);
    at = line.next;
    if (line.text !== '') continue;
    const surplus = bytes.subarray(at);
    if (!isLineEnd(surplus)) throw new Unreadable(`the body goes on for ${surplus.length} bytes after its last chunk`);
    break;
  }
  return new Uint8Array(Buffer.concat(parts));
}

function lineAt(bytes: Buffer, from: number): { text: string; next: number } {
  const end = bytes.indexOf(0x0a, from);
  if (end < 0) throw cutOff();
  return { text: bytes.toString('latin1', from, end > from && bytes[end - 1] === 0x0d ? end - 1 : end), next: end + 1 };
}

/** Some clients and editors add a line end that belongs to nothing. */
export const isLineEnd = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x0d || byte === 0x0a);

const cutOff = (): Unreadable => new Unreadable('the chunked body is cut off');
