/** The bus inside one process: a bounded queue on the sender's side, batches over a MessagePort, the analyst's thread at the other end. */
import type { MessagePort } from 'node:worker_threads';
import { type Request, type SkipCounts, type SkipReason, skipReasons } from '../core/exchange.ts';
import { type Bus, bodiesOf, type Committed, type Delivery, type Taker } from './contract.ts';
import { type Packed, pack, unpack } from './pack.ts';

type Skipped = Partial<Record<SkipReason, number>>;

type ToAnalyst =
  | ({ readonly kind: 'batch'; readonly id: number; readonly skipped: SkipCounts } & Packed)
  | { readonly kind: 'flush'; readonly id: number };
type FromAnalyst = { readonly kind: 'taken' | 'flushed'; readonly id: number };

export interface Limits {
  /** Deliveries waiting, and bytes of their bodies; past either the bus is full. */
  readonly deliveries: number;
  readonly bytes: number;
}

const defaultLimits: Limits = { deliveries: 10_000, bytes: 64 * 1024 ** 2 };

/** Batches sent and not yet answered: two keep the analyst busy while the next one fills. */
const window = 2;
const batchDeliveries = 256;
const batchBytes = 4 * 1024 ** 2;

/** Reasons that the analyst counts too, for what it was sent as an exchange. */
const analystsOwn: ReadonlySet<SkipReason> = new Set<SkipReason>(['error', 'storeLost']);

export class InProcessBus implements Bus {
  #port: MessagePort | undefined;
  /** An analyst is there, or one will be: it is worth waiting for. */
  #served = true;
  #queue: { readonly delivery: Delivery; readonly bytes: number }[] = [];
  #queuedBytes = 0;
  #skipped: Skipped = {};
  #scheduled = false;
  #nextId = 1;
  /** Batches on their way. */
  readonly #sent = new Set<number>();
  /** Everything ever sent, as far as it is not known to be lost. */
  #sentDeliveries = 0;
  #sentSkips: Skipped = {};
  /** By id; told whether it was done or the analyst died over it. */
  readonly #flushes = new Map<number, (done: boolean) => void>();
  #wakers: (() => void)[] = [];
  readonly #limits: Limits;

  constructor(limits: Limits = defaultLimits) {
    this.#limits = limits;
  }

  /**
   * Gives the bus its analyst; after a `disconnect` it may be given another, with what the run has committed by then. What the
   * former ones were sent and did not commit is made up for: skips are sent again, exchanges count as `error`.
   */
  connect(port: MessagePort, committed: Committed = { compared: 0, notCompared: {} }): void {
    this.#makeUp(committed);
    this.#port = port;
    this.#served = true;
    port.on('message', (message: FromAnalyst) => this.#answered(message));
    port.unref();
    this.#schedule();
    this.#wake();
  }

  /** The analyst is gone, another is to come: what waits goes to that one. */
  disconnect(): void {
    this.#port?.removeAllListeners('message');
    this.#port = undefined;
    this.#sent.clear();
    for (const ended of this.#flushes.values()) ended(false);
    this.#flushes.clear();
    this.#wake();
  }

  /** No analyst is to be expected soon: nobody needs to wait for one. What does not fit into the queue is dropped until one connects. */
  giveUp(): void {
    this.#served = false;
    this.#wake();
  }

  offer(delivery: Delivery): void {
    if (this.#full()) {
      if (isReceived(delivery)) this.skip('overload');
      return;
    }
    const bytes = sizeOf(delivery);
    this.#queue.push({ delivery, bytes });
    this.#queuedBytes += bytes;
    this.#schedule();
  }

  skip(reason: SkipReason): void {
    this.#count(reason, 1);
    this.#schedule();
  }

  async put(delivery: Delivery): Promise<void> {
    while (this.#full() && this.#served) await this.#change();
    // In the same turn as the look at the queue: of many that wait, only as many go on as find room.
    this.offer(delivery);
  }

  async drain(): Promise<void> {
    while (this.#served) {
      const port = this.#port;
      // A flush comes after the batches under way.
      if (port === undefined || this.#waiting()) await this.#change();
      else if (await this.#flush(port)) return;
    }
  }

  #full = (): boolean => this.#queue.length >= this.#limits.deliveries || this.#queuedBytes >= this.#limits.bytes;
  #waiting = (): boolean => this.#queue.length > 0 || Object.keys(this.#skipped).length > 0;
  #change = (): Promise<void> => new Promise((resolve) => this.#wakers.push(resolve));

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }

  #count(reason: SkipReason, n: number): void {
    add(this.#skipped, reason, n);
  }

  #makeUp({ compared, notCompared }: Committed): void {
    let lost = this.#sentDeliveries + total(this.#sentSkips) - compared - total(notCompared);
    for (const reason of skipReasons) {
      const n = (this.#sentSkips[reason] ?? 0) - (notCompared[reason] ?? 0);
      if (n <= 0 || analystsOwn.has(reason)) continue;
      this.#count(reason, n);
      lost -= n;
    }
    if (lost > 0) this.#count('error', lost);
    this.#sentDeliveries = compared;
    this.#sentSkips = { ...notCompared };
  }

  #flush(port: MessagePort): Promise<boolean> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#flushes.set(id, resolve);
      port.ref();
      port.postMessage({ kind: 'flush', id } satisfies ToAnalyst);
    });
  }

  /** Sends after the current turn of the event loop, so that what arrives together travels together. */
  #schedule(): void {
    if (this.#scheduled || this.#port === undefined) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#port !== undefined && this.#sent.size < window && this.#waiting()) this.#send(this.#port);
    });
  }

  #send(port: MessagePort): void {
    let bytes = 0;
    let n = 0;
    for (const item of this.#queue) {
      if (n >= batchDeliveries || (n > 0 && bytes + item.bytes > batchBytes)) break;
      bytes += item.bytes;
      n++;
    }
    const deliveries = this.#queue.splice(0, n).map((item) => item.delivery);
    this.#queuedBytes -= bytes;
    const skipped = this.#skipped;
    this.#skipped = {};
    const id = this.#nextId++;
    this.#sent.add(id);
    this.#sentDeliveries += deliveries.filter(isReceived).length;
    for (const reason of skipReasons) add(this.#sentSkips, reason, skipped[reason] ?? 0);
    const packed = pack(deliveries);
    port.ref();
    port.postMessage({ kind: 'batch', id, skipped, ...packed } satisfies ToAnalyst, [packed.bytes]);
  }

  #answered({ kind, id }: FromAnalyst): void {
    if (kind === 'flushed') this.#flushes.get(id)?.(true);
    this.#flushes.delete(id);
    this.#sent.delete(id);
    if (this.#sent.size + this.#flushes.size === 0) this.#port?.unref();
    this.#schedule();
    this.#wake();
  }
}

/** Repeats are in no count of exchanges: an analyst that dies over one loses one try. */
const isReceived = ({ kind }: Delivery): boolean => kind !== 'repeat';

function add(counts: Skipped, reason: SkipReason, n: number): void {
  if (n > 0) counts[reason] = (counts[reason] ?? 0) + n;
}

const total = (counts: SkipCounts): number => skipReasons.reduce((sum, reason) => sum + (counts[reason] ?? 0), 0);

const lengthOf = ({ body }: Request): number => (body.kind === 'whole' ? body.bytes.length : 0);

const sizeOf = (delivery: Delivery): number => {
  if (delivery.kind === 'agreement') {
    const { sample } = delivery;
    return sample === undefined ? 0 : lengthOf(sample.request) + bodiesOf([sample.answer]);
  }
  const { request, answers } = delivery.exchange;
  const { primary, secondary, candidate } = answers;
  return lengthOf(request) + bodiesOf(secondary === undefined ? [primary, candidate] : [primary, secondary, candidate]);
};

/** The analyst's end. Batches are taken one after another, in order. */
export function receive(port: MessagePort, taker: Taker): void {
  let turn: Promise<void> = Promise.resolve();
  port.on('message', (message: ToAnalyst) => {
    turn = turn.then(async () => {
      if (message.kind === 'flush') await taker.flush();
      else await taker.take(unpack(message), message.skipped);
      port.postMessage({ kind: message.kind === 'flush' ? 'flushed' : 'taken', id: message.id } satisfies FromAnalyst);
    });
  });
}
