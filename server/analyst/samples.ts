/** Which exchanges are kept as evidence: for each finding the first, the latest, and a random reservoir for each case. */

import type { Exchange } from '../core/exchange.ts';
import type { Case } from '../core/finding.ts';
import type { Sample, StoredExchange } from '../store/contract.ts';
import type { Counted } from './ledger.ts';

/** How many of each case are kept. The candidate's are what people look at. */
const reservoir: Readonly<Record<Case, number>> = { candidate: 4, secondary: 2, primary: 1, all: 2 };

interface Kept {
  stored: StoredExchange;
  readonly places: Map<string, { readonly finding: string; readonly slot: string }>;
  redacted: boolean;
}

/** The samples of the batch that is not committed yet. Bounded: a slot holds one exchange. */
export class Samples {
  #bySlot = new Map<string, string>();
  #byExchange = new Map<string, Kept>();
  readonly #random: () => number;
  readonly #redact: (exchange: Exchange) => Exchange;

  constructor(random: () => number, redact: (exchange: Exchange) => Exchange) {
    this.#random = random;
    this.#redact = redact;
  }

  offer(exchange: Exchange, observations: readonly Counted[]): void {
    for (const observation of observations) {
      const total = observation.seen;
      if (observation.first) this.#place(exchange, observations, observation.finding, 'first');
      this.#place(exchange, observations, observation.finding, 'latest');
      // Algorithm R (Vitter, ACM TOMS 11(1), 1985): the n-th stays with chance size/n, so that each is as likely.
      const size = reservoir[observation.case];
      const slot = total <= size ? total - 1 : Math.floor(this.#random() * total);
      if (slot < size) this.#place(exchange, observations, observation.finding, `${observation.case}:${slot}`);
    }
  }

  /** Ends the use of the memory that the offered exchanges came in: what stays is copied, without credentials. */
  own(): void {
    for (const kept of this.#byExchange.values()) {
      if (kept.redacted) continue;
      kept.stored = { ...kept.stored, exchange: copied(this.#redact(kept.stored.exchange)) };
      kept.redacted = true;
    }
  }

  pending(): readonly Sample[] {
    return [...this.#byExchange.values()].map(({ stored, places }) => ({ ...stored, places: [...places.values()] }));
  }

  settle(): void {
    this.#bySlot = new Map();
    this.#byExchange = new Map();
  }

  #place(exchange: Exchange, observations: readonly Counted[], finding: string, slot: string): void {
    const key = `${finding} ${slot}`;
    const before = this.#bySlot.get(key);
    if (before === exchange.id) return;
    if (before !== undefined) {
      const loser = this.#byExchange.get(before);
      loser?.places.delete(key);
      if (loser?.places.size === 0) this.#byExchange.delete(before);
    }
    let kept = this.#byExchange.get(exchange.id);
    if (kept === undefined) {
      const plain = observations.map(({ finding: id, field, aspect, case: odd }) => ({
        finding: id,
        field,
        aspect,
        case: odd,
      }));
      kept = { stored: { exchange, observations: plain }, places: new Map(), redacted: false };
      this.#byExchange.set(exchange.id, kept);
    }
    kept.places.set(key, { finding, slot });
    this.#bySlot.set(key, exchange.id);
  }
}

/** Bodies arrive as views into a batch's buffer; a view would keep the whole batch alive. */
function copied(exchange: Exchange): Exchange {
  const body = <T extends { readonly body: Exchange['request']['body'] }>(holder: T): T =>
    holder.body.kind === 'cut'
      ? holder
      : { ...holder, body: { kind: 'whole', bytes: new Uint8Array(holder.body.bytes) } };
  const answer = (a: Exchange['answers']['primary']) => (a.kind === 'failure' ? a : body(a));
  const { primary, secondary, candidate } = exchange.answers;
  return {
    ...exchange,
    request: body(exchange.request),
    answers: {
      primary: answer(primary),
      ...(secondary === undefined ? {} : { secondary: answer(secondary) }),
      candidate: answer(candidate),
    },
  };
}
