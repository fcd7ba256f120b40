/**
 * A stored exchange as one compressed value. Layout: version byte 1, then one zstd frame (with checksum) holding the length
 * of the description as 4 bytes little-endian, the description as JSON, and the whole bodies one after the other in the
 * order request, primary, secondary, candidate. One frame for all, because the bodies of the three answers are much alike.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Answer, Answers, Body, Exchange, Response } from '../core/exchange.ts';
import type { StoredExchange } from './contract.ts';

const version = 1;
const lengthBytes = 4;

/** A body in the description: the number of its bytes in the frame, or the cut body itself. */
type BodyNote = number | Extract<Body, { kind: 'cut' }>;
type Described<T extends { readonly body: Body }> = Omit<T, 'body'> & { readonly body: BodyNote };
type AnswerNote = Described<Response> | Exclude<Answer, Response>;

interface Description extends Omit<Exchange, 'request' | 'answers'> {
  readonly request: Described<Exchange['request']>;
  readonly primary: AnswerNote;
  readonly secondary?: AnswerNote;
  readonly candidate: AnswerNote;
  readonly observations: StoredExchange['observations'];
}

export function encodeExchange({ exchange, observations }: StoredExchange): Uint8Array {
  const bodies: Uint8Array[] = [];
  const noted = <T extends { readonly body: Body }>(holder: T): Described<T> => {
    const { body, ...rest } = holder;
    if (body.kind === 'cut') return { ...rest, body };
    bodies.push(body.bytes);
    return { ...rest, body: body.bytes.length };
  };
  const answer = (original: Answer): AnswerNote => (original.kind === 'failure' ? original : noted(original));

  const { request, answers, ...head } = exchange;
  const description: Description = {
    ...head,
    request: noted(request),
    primary: answer(answers.primary),
    ...(answers.secondary === undefined ? {} : { secondary: answer(answers.secondary) }),
    candidate: answer(answers.candidate),
    observations,
  };
  const json = Buffer.from(JSON.stringify(description));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(json.length);
  const frame = zstdCompressSync(Buffer.concat([length, json, ...bodies]), {
    params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  return Buffer.concat([Uint8Array.of(version), frame]);
}

/** The inverse; throws where the bytes were not written by `encodeExchange` or were damaged since. */
export function decodeExchange(blob: Uint8Array): StoredExchange {
  if (blob[0] !== version) throw new Error(`an exchange is stored in layout ${blob[0]}, this version reads ${version}`);
  const content = zstdDecompressSync(blob.subarray(1));
  let at = lengthBytes + content.readUInt32LE();
  const description: Description = JSON.parse(content.toString('utf8', lengthBytes, at));

  const body = (note: BodyNote): Body => {
    if (typeof note !== 'number') return note;
    const bytes = content.subarray(at, at + note);
    at += note;
    return { kind: 'whole', bytes };
  };
  const answer = (note: AnswerNote): Answer => (note.kind === 'failure' ? note : { ...note, body: body(note.body) });

  // The bodies are read in the order in which they were written.
  const { request: requestNote, primary, secondary, candidate, observations, ...head } = description;
  const request = { ...requestNote, body: body(requestNote.body) };
  const first = answer(primary);
  const second = secondary === undefined ? {} : { secondary: answer(secondary) };
  const answers: Answers = { primary: first, ...second, candidate: answer(candidate) };
  return { exchange: { ...head, request, answers }, observations };
}
