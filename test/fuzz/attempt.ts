/** One comparison of fuzzed bodies, checked for what must hold whatever the bytes. */
import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import { compareAnswers } from '../../server/core/compare/compare.ts';
import type { HeaderLine, Response } from '../../server/core/exchange.ts';
import { decoders } from '../../server/decoders.ts';
import { type Body, corpus } from './corpus.ts';
import { type Random, randomFrom } from './random.ts';

/** An answer by a seed: a body of the corpus, mutated, spliced or packed, now and then under another type. */
function answerFrom(random: Random, body: Body): Response {
  let bytes: Uint8Array = new Uint8Array(body.bytes);
  for (let i = random.below(6); i > 0; i--) bytes = mutated(random, bytes);
  const headers: HeaderLine[] = [];
  const type = random.below(4) === 0 ? random.pick(corpus).type : body.type;
  if (type !== '') headers.push(['Content-Type', type]);
  const packing = random.below(12);
  if (packing < 2) {
    headers.push(['Content-Encoding', packing === 0 ? 'gzip' : 'deflate']);
    bytes = packing === 0 ? gzipSync(bytes) : deflateSync(bytes);
    if (random.below(3) === 0) bytes = mutated(random, bytes);
  }
  return { kind: 'response', status: 200, headers, trailers: [], body: { kind: 'whole', bytes }, ms: 1 };
}

type Mutation = (random: Random, bytes: Uint8Array, at: number) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const signs = '<>&;"\'{}[]()=:,\\/-_.!?%#@ \n\r\t\0\u001e0129aexz';

const mutations: readonly [Mutation, ...Mutation[]] = [
  (random, bytes, at) => bytes.with(at, random.below(256)),
  (random, bytes, at) => bytes.with(at, signs.charCodeAt(random.below(signs.length))),
  (_, bytes, at) => joined(bytes.subarray(0, at), bytes.subarray(at + 1)),
  (_, bytes, at) => bytes.slice(0, at),
  (random, bytes, at) => joined(bytes.subarray(0, at), bytes.subarray(random.below(at + 1))),
  (random, bytes, at) => {
    const other = random.pick(corpus).bytes;
    return joined(bytes.subarray(0, at), other.subarray(random.below(other.length)), bytes.subarray(at));
  },
  (random, bytes, at) => {
    const piece = bytes.subarray(at, at + 1 + random.below(8));
    return joined(
      bytes.subarray(0, at),
      ...Array.from({ length: 1 + random.below(2_000) }, () => piece),
      bytes.subarray(at),
    );
  },
];

const mutated = (random: Random, bytes: Uint8Array): Uint8Array =>
  bytes.length === 0
    ? Uint8Array.of(random.below(256))
    : random.pick(mutations)(random, bytes, random.below(bytes.length));

/** Name of the body that the answers of a seed are made from: its first choice. */
export const startOf = (seed: number): string => randomFrom(seed).pick(corpus).name;

/** Starts to measure milliseconds. Without one nothing is cut short, whatever the machine. */
type Clock = () => () => number;
const timedBy = (clock?: Clock) => (clock === undefined ? {} : { elapsed: clock() });

/** Throws on what must not be. Returns the name of the body it started from, and how many differences were found. */
export function attempt(seed: number, clock?: Clock): { readonly name: string; readonly found: number } {
  const random = randomFrom(seed);
  const body = random.pick(corpus);
  const primary = answerFrom(random, body);
  const secondary = random.below(2) === 0 ? primary : answerFrom(random, body);
  const candidate = answerFrom(random, body);
  const found = compareAnswers({ primary, secondary, candidate }, decoders, undefined, timedBy(clock));
  const places = found.map(({ field, aspect }) => `${aspect} ${field}`);
  assert.equal(new Set(places).size, places.length, 'a field and aspect named twice');
  assert.deepEqual(compareAnswers({ primary, secondary: structuredClone(primary), candidate: primary }, decoders), []);
  return { name: body.name, found: found.length };
}

/** The same for one expensive body: against itself with its last byte but a hundred changed. */
export function attemptExpensive({ type, bytes }: Body, clock?: Clock): readonly string[] {
  const answer = (body: Uint8Array): Response => ({
    kind: 'response',
    status: 200,
    headers: [['Content-Type', type]],
    trailers: [],
    body: { kind: 'whole', bytes: body },
    ms: 1,
  });
  const at = bytes.length >> 1;
  const other = bytes.with(at, bytes[at] === 0x62 ? 0x63 : 0x62);
  const primary = answer(bytes);
  return compareAnswers(
    { primary, secondary: primary, candidate: answer(other) },
    decoders,
    undefined,
    timedBy(clock),
  ).map(({ field, aspect }) => `${field} ${aspect}`);
}
