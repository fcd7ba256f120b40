/**
 * What comparing three JSON answers costs beside well-known diff libraries on the same bytes. They compare primary with
 * secondary and primary with candidate. Everybody starts from bytes: decoding and parsing are part of everyone's work.
 */
import fastJsonPatch from 'fast-json-patch';
import { create } from 'jsondiffpatch';
import microdiff from 'microdiff';
import { compareAnswers } from '../../server/core/compare/compare.ts';
import type { Answer } from '../../server/core/exchange.ts';
import { decoders } from '../../server/decoders.ts';
import { documentOf, type Three, variants } from './documents.ts';

const sizes = [
  [1_000, '1 KB'],
  [20_000, '20 KB'],
  [200_000, '200 KB'],
  [1_000_000, '1 MB'],
] as const;
const rounds = 7;
/** Milliseconds from which on one round will do. */
const slow = 500;
/** Milliseconds until the machine code is made: of short texts it takes thousands of comparisons. */
const warming = 1_000;

const keyed = create({
  objectHash: (item: object, index = 0) => ('id' in item ? String(item.id) : `at ${index}`),
  cloneDiffValues: false,
  // The type asks for the library as well, which is then never called.
  textDiff: { minLength: Number.POSITIVE_INFINITY } as never,
});

type Diff = (a: object, b: object) => unknown;
const utf8 = new TextDecoder();
const parse = (bytes: Uint8Array): object => JSON.parse(utf8.decode(bytes));
const pairs = (diff: Diff) => (three: Three) => {
  const primary = parse(three.primary);
  diff(primary, parse(three.secondary));
  diff(primary, parse(three.candidate));
};

const answer = (bytes: Uint8Array): Answer => ({
  kind: 'response',
  status: 200,
  headers: [['content-type', 'application/json']],
  trailers: [],
  body: { kind: 'whole', bytes },
  ms: 1,
});
const triptych = ({ primary, secondary, candidate }: Three): void => {
  const answers = { primary: answer(primary), secondary: answer(secondary), candidate: answer(candidate) };
  compareAnswers(answers, decoders);
};

const contenders: readonly (readonly [name: string, run: Run])[] = [
  ['triptych', triptych],
  ['jsondiffpatch', pairs((a, b) => keyed.diff(a, b))],
  ['microdiff', pairs((a, b) => microdiff(a as Record<string, unknown>, b as Record<string, unknown>))],
  ['fast-json-patch', pairs(fastJsonPatch.compare)],
];

type Run = (three: Three) => void;

/** Microseconds a comparison of each: the median of rounds in which they take turns, once the machine code is made. */
function measure(runs: readonly Run[], three: Three): readonly number[] {
  const turns = runs.map((run) => turnOf(run, three));
  for (let round = 0; round < rounds; round++) for (const turn of turns) turn.take();
  return turns.map(({ times }) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
}

function turnOf(run: Run, three: Three): { readonly times: readonly number[]; readonly take: () => void } {
  const started = performance.now();
  let warmed = 0;
  for (; performance.now() - started < warming; warmed++) run(three);
  const once = (performance.now() - started) / warmed;
  const repeats = Math.max(1, Math.round(20 / once));
  const times: number[] = [];
  const take = (): void => {
    if (once > slow && times.length > 0) return;
    const from = performance.now();
    for (let i = 0; i < repeats; i++) run(three);
    times.push(((performance.now() - from) * 1_000) / repeats);
  };
  return { times, take };
}

export function benchCompare(): void {
  process.stdout.write(
    'three answers from bytes to findings, and two pairs from bytes to their diffs; microseconds, median\n\n',
  );
  const cells = (texts: readonly string[]) => texts.map((text) => text.padStart(16)).join('');
  process.stdout.write(`${''.padEnd(34)}${cells([...contenders.map(([name]) => name), 'of the fastest'])}\n`);
  for (const [bytes, size] of sizes) {
    for (const [label, make] of Object.entries(variants)) {
      const three = make(documentOf(bytes));
      const times = measure(
        contenders.map(([, run]) => run),
        three,
      );
      const [own = 0, ...others] = times;
      const ratio = (own / Math.min(...others)).toFixed(2);
      const figures = times.map((time) => time.toFixed(time < 100 ? 1 : 0));
      process.stdout.write(`${`${size}, ${label}`.padEnd(34)}${cells([...figures, ratio])}\n`);
    }
  }
}
