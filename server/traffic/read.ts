/** Recorded traffic from a file, in whatever format the file turns out to be. Memory is bounded by one request. */
import { createReadStream } from 'node:fs';
import { looksLikeAccessLog, readAccessLog } from './accesslog.ts';
import { TrafficError } from './errors.ts';
import { looksLikeGor, readGor } from './gor.ts';
import { GzipError, gunzip } from './gunzip.ts';
import { looksLikeJsonLines, readJsonLines } from './jsonl.ts';
import type { Recorded } from './recorded.ts';
import { shown } from './sendable.ts';

interface Format {
  readonly name: string;
  /** Is it this format? Asked with the first 64 KiB, or all if there is less. */
  readonly sniff: (first: Buffer) => boolean;
  readonly read: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Recorded>;
}

/** In the order in which they are tried: the stricter first. */
const formats: readonly Format[] = [
  { name: 'GoReplay', sniff: looksLikeGor, read: readGor },
  { name: 'JSON lines', sniff: looksLikeJsonLines, read: readJsonLines },
  { name: 'Apache or nginx access log', sniff: looksLikeAccessLog, read: readAccessLog },
];

/**
 * The requests of a file in the file's order, and what in it is no request. A file that ends damaged yields what could be
 * read and then says so in a last malformed item.
 * @throws TrafficError from the first step when the file cannot be read at all
 */
export async function* readTraffic(path: string): AsyncGenerator<Recorded> {
  const damage: { message?: string } = {};
  const bytes = untilDamage(unzipped(fileBytes(path)), damage);
  try {
    const { first, all } = await peek(bytes, sniffLength);
    if (first.length === 0) throw new TrafficError(`${path}: ${damage.message ?? 'the file is empty'}`);
    const format = formats.find(({ sniff }) => sniff(first));
    if (format === undefined) throw new TrafficError(`${path}: ${unknownFormat(first)}`);
    yield* format.read(all);
    if (damage.message !== undefined) yield { kind: 'malformed', position: 'end of file', reason: damage.message };
  } finally {
    await bytes.return(undefined);
  }
}

const sniffLength = 64 * 1024;

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw new TrafficError(`${path}: ${sentence(error)}`, { cause: error });
  }
}

async function* unzipped(file: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    const { first, all } = await peek(file, 2);
    yield* first[0] === 0x1f && first[1] === 0x8b ? gunzip(all) : all;
  } finally {
    await file.return(undefined);
  }
}

/** Ends where the gzip data does, and notes why. */
async function* untilDamage(
  chunks: AsyncGenerator<Uint8Array>,
  damage: { message?: string },
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    damage.message = error.message;
  }
}

/** The first `length` bytes, or fewer if there are not so many; `all` still begins with them. */
async function peek(
  chunks: AsyncGenerator<Uint8Array>,
  length: number,
): Promise<{ first: Buffer; all: AsyncGenerator<Uint8Array> }> {
  const taken: Uint8Array[] = [];
  let held = 0;
  while (held < length) {
    const step = await chunks.next();
    if (step.done === true) break;
    taken.push(step.value);
    held += step.value.length;
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield* taken.splice(0);
    yield* chunks;
  };
  return { first: Buffer.concat(taken).subarray(0, length), all: all() };
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a directory, not a file';
  if (code === 'EACCES') return 'reading this file is not permitted';
  return error instanceof Error ? error.message : String(error);
}

function unknownFormat(first: Buffer): string {
  const known = formats.map(({ name }) => name).join(', ');
  return `the format is none of ${known}; the file begins with ${shown(first.toString('latin1', 0, 41), 40)}`;
}
