/** Simulated runs, and what the rules say of them when they are looked at after every exchange. The counting is the ledger's own. */
import { Ledger } from '../../server/analyst/ledger.ts';
import { type Case, caseOf } from '../../server/core/finding.ts';
import { classify } from '../../server/core/noise/classify.ts';
import { diffyRule } from '../../server/core/noise/diffy.ts';
import { evidenceOf } from '../../server/core/noise/latch.ts';
import type { FindingTally, Run } from '../../server/core/tally.ts';

export const alpha = 0.05;
const run: Pick<Run, 'roles' | 'randomOrder'> = { roles: ['primary', 'secondary', 'candidate'], randomOrder: true };

/** Mulberry32: the same numbers in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One exchange: which copies give an odd answer, each another one, and to which request. */
export interface Drawn {
  readonly odd: readonly [primary: boolean, secondary: boolean, candidate: boolean];
  readonly request?: number;
}

/** @param n of the exchange, from 1 */
export type Stream = (n: number, random: () => number) => Drawn;

export function caseOfOdd([primary, secondary, candidate]: Drawn['odd']): Case | undefined {
  return caseOf(primary || secondary, primary || candidate, secondary || candidate);
}

/** Each answer is odd on its own with these chances. */
export function independent(primary: number, secondary: number, candidate: number): Stream {
  return (_, random) => ({ odd: [random() < primary, random() < secondary, random() < candidate] });
}

/** Each answer is odd with chance `noise`, the candidate's with `more` on top. */
export const noisy = (noise: number, more = 0): Stream => independent(noise, noise, Math.min(1, noise + more));

/**
 * Each copy falls into bursts of that many exchanges, in which a share of its answers is odd, so often that `rate` of all exchanges
 * have an odd answer of some copy, roughly.
 */
export function bursts(length: number, rate: number, share: number): Stream {
  const left = [0, 0, 0];
  // Of a copy's exchanges so many are in a burst: it begins one in this share of those that are not.
  const within = rate / share / 3;
  const begins = within / (1 - within) / length;
  return (_, random) => {
    const odd = left.map((rest, i) => {
      const now = rest > 0 ? rest : random() < begins ? length : 0;
      left[i] = Math.max(0, now - 1);
      return now > 0 && random() < share;
    });
    return { odd: [odd[0] === true, odd[1] === true, odd[2] === true] };
  };
}

/**
 * A few pages get that share of all requests, and are stale in one copy or another for half a minute at a time, each with chance
 * `stale`; the rest are asked once each and fine.
 */
export function hotPages(pages: number, hot: number, stale: number): Stream {
  const half = 500;
  let odd: boolean[] = [];
  let next = pages;
  return (n, random) => {
    if (n % half === 250 || n === 1) odd = Array.from({ length: 3 * pages }, () => random() < stale);
    if (random() >= hot) return { odd: [false, false, false], request: next++ };
    const request = Math.floor(random() * pages);
    return { odd: [odd[3 * request] === true, odd[3 * request + 1] === true, odd[3 * request + 2] === true], request };
  };
}

/** When each rule first reported it, in exchanges; Infinity where it never did. */
export interface Reported {
  /** E reached 1/alpha, or 20: the finding tested alone. */
  readonly alone: number;
  /** It was a regression, as the first finding of a run. */
  readonly first: number;
  readonly diffy: number;
  /** Diffy's rule at the end of the run. */
  readonly diffyAtEnd: boolean;
  readonly tally: FindingTally | undefined;
  readonly oddCopy: 'primary' | 'secondary' | null;
}

/** Looks after each exchange in which something was odd. @param perSecond exchanges, for the time blocks */
export function watch(stream: Stream, length: number, random: () => number, perSecond = 50): Reported {
  const ledger = new Ledger(alpha, () => 'f', undefined);
  let [alone, first, diffy, diffyAtEnd] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    false,
  ];
  let tally: FindingTally | undefined;
  let oddCopy: Reported['oddCopy'] = null;
  for (let n = 1; n <= length; n++) {
    const { odd, request } = stream(n, random);
    const seen = caseOfOdd(odd);
    const observations = seen === undefined ? [] : [{ field: 'body.a', aspect: 'value', case: seen } as const];
    const at = Math.floor((n * 1000) / perSecond);
    ledger.add({ endpoint: 'GET /a', at, ms: [1, 1, 1], observations, ...(request !== undefined && { request }) });
    if (seen === undefined && n < length) continue;
    tally = ledger.pending().findings[0];
    if (tally === undefined) continue;
    if (alone > n && evidenceOf(tally).logE >= -Math.log(alpha)) alone = n;
    if (first > n && tally.latched && classify(tally, n, run, { alpha, minEffect: 0 }).class === 'regression')
      first = n;
    diffyAtEnd = diffyRule(tally.counts, n).flagged;
    if (diffyAtEnd && diffy > n) diffy = n;
    if (n === length) oddCopy = classify(tally, n, run, { alpha, minEffect: 0 }).oddCopy;
  }
  return { alone, first, diffy, diffyAtEnd, tally, oddCopy };
}

export interface Many {
  /** Of the fields that are only noisy, how many were ever latched, and ever flagged by Diffy's rule. */
  readonly falsely: { readonly ours: number; readonly diffy: number };
  /** When each regressed field was latched, and was first flagged by Diffy's rule. */
  readonly found: { readonly ours: readonly number[]; readonly diffy: readonly number[] };
}

/** Exchanges between two looks at many fields: what a quarter of a second brings at 200 a second. */
const between = 50;

/** Fields of one endpoint, in the order in which they were first seen. */
export function watchMany(
  fields: readonly { readonly stream: Stream; readonly regressed: boolean }[],
  length: number,
  random: () => number,
): Many {
  const ledger = new Ledger(alpha, (_, field) => field, undefined);
  const ours = new Map<string, number>();
  const diffy = new Map<string, number>();
  const regressed = new Set(fields.flatMap((field, i) => (field.regressed ? [`body.f${i}`] : [])));
  for (let n = 1; n <= length; n++) {
    const observations = fields.flatMap(({ stream }, i) => {
      const seen = caseOfOdd(stream(n, random).odd);
      return seen === undefined ? [] : [{ field: `body.f${i}`, aspect: 'value', case: seen } as const];
    });
    ledger.add({ endpoint: 'GET /a', at: n * 5, ms: [1, 1, 1], observations });
    if (n % between !== 0) continue;
    for (const { field, counts, latched } of ledger.pending().findings) {
      if (latched && !ours.has(field)) ours.set(field, n);
      if (diffyRule(counts, n).flagged && !diffy.has(field)) diffy.set(field, n);
    }
  }
  const falsely = (flagged: ReadonlyMap<string, number>) =>
    [...flagged.keys()].filter((field) => !regressed.has(field)).length;
  const found = (flagged: ReadonlyMap<string, number>) =>
    [...regressed].map((field) => flagged.get(field) ?? Number.POSITIVE_INFINITY);
  return { falsely: { ours: falsely(ours), diffy: falsely(diffy) }, found: { ours: found(ours), diffy: found(diffy) } };
}

/** The middle one; Infinity where half of them or more never came. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Share of them that ever came. */
export function shareOf(values: readonly number[]): number {
  return values.filter((value) => value < Number.POSITIVE_INFINITY).length / values.length;
}
