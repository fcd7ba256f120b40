/**
 * GoReplay's files. A record is a line `TYPE ID TIMESTAMP [LATENCY]` and the message as it was on the wire; a line of three
 * emoji ends it. Types: 1 request, 2 answer, 3 answer to a replay. Times are nanoseconds since the epoch.
 * Source: protocol.go, input_file.go and output_file.go of buger/goreplay.
 */
import { parseMessage } from './message.ts';
import { type Piece, pieceCap, piecesOf, tooLong } from './pieces.ts';
import type { Recorded } from './recorded.ts';
import { type Parts, recordedFrom, shown, Unreadable } from './sendable.ts';

const separator = Buffer.from('\n🐵🙈🙉\n');
const metaLine = /^([123]) ([^ ]+) (\d{1,19})(?: -?\d+)? ?\r?$/;

export function looksLikeGor(first: Buffer): boolean {
  const end = first.indexOf(0x0a);
  return (end >= 0 && metaLine.test(first.toString('latin1', 0, end))) || first.includes(separator);
}

export async function* readGor(chunks: AsyncIterable<Uint8Array>, cap = pieceCap): AsyncGenerator<Recorded> {
  for await (const piece of piecesOf(chunks, separator, cap)) {
    const isAnswer = piece.bytes[0] === 0x32 || piece.bytes[0] === 0x33;
    if (isAnswer && metaLine.test(firstLine(piece.bytes))) continue;
    yield recordedFrom(`record ${piece.number} (byte ${piece.start})`, () => parseRecord(piece, cap));
  }
}

function parseRecord(piece: Piece, cap: number): Parts {
  const reason = tooLong(piece, cap);
  if (reason !== undefined) throw new Unreadable(reason);
  const line = firstLine(piece.bytes);
  const time = metaLine.exec(line)?.[3];
  if (time === undefined) throw new Unreadable(`${shown(line)} is not TYPE ID TIMESTAMP`);
  const message = piece.bytes.subarray(line.length + 1);
  return { ...parseMessage(piece.ended ? message : withoutCutSeparator(message)), at: Number(time) / 1e6 };
}

/** A file that is still being written may end within a separator. One line end alone says nothing, so it is left. */
function withoutCutSeparator(message: Buffer): Buffer {
  for (let length = separator.length - 1; length > 1; length--) {
    if (message.subarray(-length).equals(separator.subarray(0, length))) return message.subarray(0, -length);
  }
  return message;
}

function firstLine(bytes: Buffer): string {
  const end = bytes.indexOf(0x0a);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}
