/** Takes exchanges off the bus, compares them, and commits what was counted to the store, a batch at a time. */
import type { Logger } from 'pino';
import type { Agreed, Committed, Delivery, Repeat, Taker } from '../bus/contract.ts';
import { type Attribute, attributesOf } from '../core/attribute/attributes.ts';
import { compareAnswers } from '../core/compare/compare.ts';
import { findingId } from '../core/compare/id.ts';
import { LearnedMaps } from '../core/compare/maps.ts';
import { outcomesOf } from '../core/compare/outcome.ts';
import type { Exchange, Request, SkipCounts } from '../core/exchange.ts';
import { skipReasons } from '../core/exchange.ts';
import type { Aspect, Observation } from '../core/finding.ts';
import type { Decoders } from '../core/lift/decoders.ts';
import { latencyCase } from '../core/noise/latency.ts';
import type { NamedRule } from '../core/rules/rule.ts';
import type { Ruling } from '../core/rules/ruling.ts';
import type { RunTallies } from '../core/tally.ts';
import { sinceNow } from '../elapsed.ts';
import type { Store } from '../store/contract.ts';
import { caps, type Entry, Ledger } from './ledger.ts';
import { Rulebook } from './rulebook.ts';
import { Samples } from './samples.ts';
import { Tails } from './tails.ts';

/** 32 bits of what is given, going on from those of what came before it. */
type Checksum = (data: string | Uint8Array, before?: number) => number;

export interface AnalystParts {
  readonly store: Store;
  readonly run: string;
  readonly alpha: number;
  readonly decoders: Decoders;
  readonly sha256: (text: string) => string;
  readonly checksum: Checksum;
  readonly redact: (exchange: Exchange) => Exchange;
  readonly random: () => number;
  /** Of the configuration; those that were added at run time stand in the store. */
  readonly rules?: readonly NamedRule[];
  readonly log: Logger;
  /** Told when the store starts refusing what was counted (a sentence) and when it takes it again (undefined). */
  readonly storeProblem: (problem: string | undefined) => void;
}

/** Milliseconds between two commits while exchanges arrive. */
const commitInterval = 250;
/** Attempts to commit a batch, `retryInterval` apart, before its exchanges count as lost. */
const attempts = 4;
const retryInterval = 1000;

export class Analyst implements Taker {
  readonly #parts: AnalystParts;
  readonly #ledger: Ledger;
  readonly #samples: Samples;
  readonly #rules: Rulebook;
  /** Not stored: what the run's findings do not say is learned again. */
  readonly #maps: LearnedMaps;
  readonly #tails: Tails;
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  /** What the run held already when this analyst took it over. */
  readonly before: Committed;

  static async open(parts: AnalystParts): Promise<Analyst> {
    return new Analyst(parts, await parts.store.tallies(parts.run));
  }

  private constructor(parts: AnalystParts, stored: RunTallies | undefined) {
    this.#parts = parts;
    this.#ledger = new Ledger(parts.alpha, idBy(parts.sha256), stored);
    const compared = stored?.endpoints.reduce((sum, endpoint) => sum + endpoint.compared, 0) ?? 0;
    this.before = { compared, notCompared: stored?.notCompared ?? {} };
    this.#samples = new Samples(parts.random, parts.redact);
    this.#rules = new Rulebook(parts.rules ?? [], parts.store, parts.log);
    this.#maps = new LearnedMaps(stored?.findings);
    this.#tails = new Tails(stored?.endpoints ?? [], caps.endpoints);
  }

  take(deliveries: readonly Delivery[], skipped: SkipCounts): Promise<void> {
    return this.#inTurn(async () => {
      for (const reason of skipReasons) {
        const n = skipped[reason];
        if (n !== undefined) this.#ledger.skip(reason, n);
      }
      await this.#rules.refresh();
      for (const delivery of deliveries) {
        if (delivery.kind === 'repeat') await this.#repeat(delivery);
        else this.#count(delivery);
      }
      this.#samples.own();
      this.#timer ??= setTimeout(() => void this.#inTurn(() => this.#commit()), commitInterval);
    });
  }

  /** Commits what is pending, or gives it up as lost after the last attempt. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#settle());
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#settle();
      // A retry may already stand in line behind this turn, where clearing its timer no longer stops it.
      this.#closed = true;
      clearTimeout(this.#timer);
    });
  }

  async #settle(): Promise<void> {
    while (!this.#ledger.empty && !(await this.#commit()) && this.#failures > 0) {
      await new Promise((resolve) => setTimeout(resolve, retryInterval));
    }
  }

  /** One thing at a time: what is pending must not change while it is being committed. */
  #inTurn(work: () => Promise<unknown>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.then(
      () => undefined,
      () => undefined,
    );
    return done.then(() => undefined);
  }

  #count(delivery: Exclude<Delivery, Repeat>): void {
    if (delivery.kind === 'agreement') {
      const { endpoint, at, ms, sample } = delivery;
      const ruling = this.#rules.over({ endpoint, at });
      const observations = this.#latency(endpoint, ms, ruling);
      const attributed =
        sample === undefined ? {} : { sampled: true, attributes: () => this.#attributesOf(endpoint, sample) };
      this.#ledger.add({ endpoint, at, ms, observations, hits: ruling?.hits ?? [], ...attributed });
      return;
    }
    const { exchange, sampled = false } = delivery;
    try {
      const { request, answers } = exchange;
      const attributes = () => this.#attributesOf(exchange.endpoint, { request, answer: answers.primary });
      const entry = { ...this.#compare(exchange), sampled, attributes };
      this.#samples.offer(exchange, this.#ledger.add(entry));
      this.#foldLearned(exchange.at);
    } catch (error) {
      const { id, endpoint, request } = exchange;
      this.#parts.log.error({ err: error, id, endpoint, target: request.target }, 'comparing an exchange failed');
      this.#ledger.skip('error', 1);
    }
  }

  /** What goes wrong here costs one try. */
  async #repeat({ exchange, of, findings }: Repeat): Promise<void> {
    const { endpoint, at, answers } = exchange;
    try {
      const two = answers.secondary === undefined;
      const observations = two ? await this.#besideFirst(exchange, of) : this.#compare(exchange).observations;
      this.#foldLearned(at);
      if (observations !== undefined) this.#ledger.repeat({ endpoint, observations, findings });
    } catch (error) {
      this.#parts.log.error({ err: error, of, endpoint }, 'comparing a request that was sent again failed');
    }
  }

  /**
   * Without a secondary the primary, asked again, stands in for it, and its first answer for the primary: unless it repeats
   * itself, nothing can be said about the candidate. undefined when the first answers are not kept any more.
   */
  async #besideFirst(exchange: Exchange, of: string): Promise<readonly Observation[] | undefined> {
    const { store, run, redact } = this.#parts;
    const first = (await store.exchange(run, of))?.exchange.answers.primary;
    if (first === undefined) return undefined;
    // The first was stored without credentials, which are equal under the same key.
    const { primary, candidate } = redact(exchange).answers;
    const { observations } = this.#compare({ ...exchange, answers: { primary: first, secondary: primary, candidate } });
    return observations.map((seen) => (seen.case === 'candidate' ? seen : { ...seen, case: 'secondary' }));
  }

  #foldLearned(at: number): void {
    const learned = Map.groupBy(this.#maps.learned(), ({ endpoint }) => endpoint);
    for (const [endpoint, maps] of learned) {
      this.#ledger.fold(
        endpoint,
        maps.map(({ field }) => field),
        at,
      );
    }
  }

  #attributesOf(endpoint: string, { request, answer }: Agreed): readonly Attribute[] {
    const { redact, decoders } = this.#parts;
    // Redacting takes a whole exchange: of the answers only the primary's is looked at.
    const bare = redact({ id: '', at: 0, endpoint, request, answers: { primary: answer, candidate: answer } });
    return attributesOf({ endpoint, request: bare.request, answer: bare.answers.primary }, decoders);
  }

  #compare({ endpoint, at, request: asked, answers }: Exchange): Entry {
    const { primary, secondary, candidate } = answers;
    const maps = this.#maps.at(endpoint);
    const ms = [primary.ms, secondary?.ms, candidate.ms] as const;
    const { decoders } = this.#parts;
    const ruling = this.#rules.over({ endpoint, at, answers, decoders });
    const observations: Observation[] = [...compareAnswers(answers, decoders, ruling, { maps, elapsed: sinceNow() })];
    for (const outcome of outcomesOf(answers, observations)) {
      if (ruling?.allows(outcome.field, outcome.aspect, outcome.case) ?? true) observations.push(outcome);
    }
    // A failed answer's time says nothing of how fast the service is.
    if (secondary?.kind === 'response' && candidate.kind === 'response') {
      const timed = [primary.kind === 'response' ? primary.ms : undefined, secondary.ms, candidate.ms] as const;
      observations.push(...this.#latency(endpoint, timed, ruling));
    }
    const request = observations.length === 0 ? undefined : fingerprintOf(asked, this.#parts.checksum);
    return {
      endpoint,
      at,
      ms,
      observations,
      answers,
      ...(request !== undefined && { request }),
      hits: ruling?.hits ?? [],
    };
  }

  #latency(
    endpoint: string,
    [primary, secondary, candidate]: readonly [number | undefined, number | undefined, number],
    ruling: Ruling | undefined,
  ): readonly Observation[] {
    if (secondary === undefined) return [];
    const found = [
      { field: 'latency', odd: latencyCase(secondary, candidate) },
      { field: 'latency.tail', odd: this.#tails.caseOf(endpoint, [primary, secondary, candidate]) },
    ];
    return found.flatMap(({ field, odd }) =>
      odd !== undefined && (ruling?.allows(field, 'latency', odd) ?? true)
        ? [{ field, aspect: 'latency' as const, case: odd }]
        : [],
    );
  }

  /** Resolves to whether everything pending is settled: stored, or lost for good. */
  async #commit(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed || this.#ledger.empty) return true;
    const { store, run, log, storeProblem } = this.#parts;
    try {
      await store.commit({ run, ...this.#ledger.pending(), samples: this.#samples.pending() });
      this.#ledger.settle();
      this.#samples.settle();
      if (this.#failures > 0) storeProblem(undefined);
      this.#failures = 0;
      return true;
    } catch (error) {
      this.#failures++;
      storeProblem(error instanceof Error ? error.message : String(error));
      // Also after the last attempt: the number of those lost is still to be stored.
      this.#timer = setTimeout(() => void this.#inTurn(() => this.#commit()), retryInterval);
      if (this.#failures % attempts !== 0) return false;
      const lost = this.#ledger.lose();
      this.#samples.settle();
      log.error({ err: error, lost }, 'the store refuses results: comparisons are lost');
      await this.#commitCounts();
      return true;
    }
  }

  /** What is left after a loss is a few numbers, among them how many were lost: they may still fit where the rest did not. */
  async #commitCounts(): Promise<void> {
    const { store, run, log } = this.#parts;
    try {
      await store.commit({ run, ...this.#ledger.pending(), samples: [] });
      this.#ledger.settle();
    } catch (error) {
      log.error({ err: error }, 'the store refuses even the count of what was lost: it is kept for the next attempt');
    }
  }
}

/** Of method, target and body: headers change from one sending of a request to the next. */
function fingerprintOf({ method, target, body }: Request, checksum: Checksum): number {
  return checksum(body.kind === 'whole' ? body.bytes : body.sha256, checksum(`${method} ${target}\n`));
}

const idBy =
  (sha256: (text: string) => string) =>
  (endpoint: string, field: string, aspect: Aspect): string =>
    findingId(endpoint, field, aspect, sha256);
