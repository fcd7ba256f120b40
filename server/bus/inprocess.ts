/** The bus inside one process: a bounded queue on the sender's side, batches over a MessagePort, the analyst's thread at the other end. */
import type { MessagePort } from 'node:worker_threads';
import type { SkipReason } from '../core/exchange.ts';
import { type Bus, bodiesOf, type Delivery, type Taker } from './contract.ts';
import { type Packed, pack, unpack } from './pack.ts';

type Skipped = Partial<Record<SkipReason, number>>;

type ToAnalyst =
  | ({ readonly kind: 'batch'; readonly id: number; readonly skipped: Skipped } & Packed)
  | { readonly kind: 'flush'; readonly id: number };
type FromAnalyst = { readonly kind: 'taken' | 'flushed'; readonly id: number };

export interface Limits {
  /** Deliveries waiting, and bytes of their bodies; past either the bus is full. */
  readonly deliveries: number;
  readonly bytes: number;
}

export const defaultLimits: Limits = { deliveries: 10_000, bytes: 64 * 1024 ** 2 };

/** Batches sent and not yet answered: two keep the analyst busy while the next one fills. */
const window = 2;
const batchDeliveries = 256;
const batchBytes = 4 * 1024 ** 2;

export class InProcessBus implements Bus {
  #port: MessagePort | undefined;
  #queue: { readonly delivery: Delivery; readonly bytes: number }[] = [];
  #queuedBytes = 0;
  #skipped: Skipped = {};
  #scheduled = false;
  #nextId = 1;
  /** Batches on their way: id -> how many deliveries, and the skips they carried. */
  readonly #sent = new Map<number, { readonly deliveries: number; readonly skipped: Skipped }>();
  readonly #flushes = new Map<number, () => void>();
  #wakers: (() => void)[] = [];
  readonly #limits: Limits;

  constructor(limits: Limits = defaultLimits) {
    this.#limits = limits;
  }

  /** Gives the bus its analyst; after a `disconnect` it may be given another. */
  connect(port: MessagePort): void {
    this.#port = port;
    port.on('message', (message: FromAnalyst) => this.#answered(message));
    port.unref();
    this.#schedule();
  }

  /** The analyst is gone. What it had and did not confirm counts as `error`; what waits goes to its successor. */
  disconnect(): void {
    this.#port?.removeAllListeners('message');
    this.#port = undefined;
    for (const { deliveries, skipped } of this.#sent.values()) {
      if (deliveries > 0) this.#count('error', deliveries);
      for (const [reason, n] of Object.entries(skipped)) this.#count(reason as SkipReason, n);
    }
    this.#sent.clear();
    this.#wake();
    for (const done of this.#flushes.values()) done();
    this.#flushes.clear();
  }

  offer(delivery: Delivery): void {
    if (this.#full()) {
      this.skip('overload');
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

  async room(): Promise<void> {
    while (this.#full()) await this.#change();
  }

  async drain(): Promise<void> {
    while (this.#port !== undefined && (this.#waiting() || this.#sent.size > 0)) {
      this.#schedule();
      await this.#change();
    }
    const port = this.#port;
    if (port === undefined) return;
    const id = this.#nextId++;
    port.ref();
    await new Promise<void>((resolve) => {
      this.#flushes.set(id, resolve);
      port.postMessage({ kind: 'flush', id } satisfies ToAnalyst);
    });
    port.unref();
  }

  #full = (): boolean => this.#queue.length >= this.#limits.deliveries || this.#queuedBytes >= this.#limits.bytes;
  #waiting = (): boolean => this.#queue.length > 0 || Object.keys(this.#skipped).length > 0;
  #change = (): Promise<void> => new Promise((resolve) => this.#wakers.push(resolve));

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }

  #count(reason: SkipReason, n: number): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + n;
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
    this.#sent.set(id, { deliveries: n, skipped });
    const packed = pack(deliveries);
    port.ref();
    port.postMessage({ kind: 'batch', id, skipped, ...packed } satisfies ToAnalyst, [packed.bytes]);
  }

  #answered({ kind, id }: FromAnalyst): void {
    if (kind === 'flushed') {
      this.#flushes.get(id)?.();
      this.#flushes.delete(id);
      return;
    }
    this.#sent.delete(id);
    if (this.#sent.size === 0) this.#port?.unref();
    this.#schedule();
    this.#wake();
  }
}

const sizeOf = (delivery: Delivery): number => {
  if (delivery.kind === 'agreement') return 0;
  const { request, answers } = delivery.exchange;
  const { primary, secondary, candidate } = answers;
  const body = request.body.kind === 'whole' ? request.body.bytes.length : 0;
  return body + bodiesOf(secondary === undefined ? [primary, candidate] : [primary, secondary, candidate]);
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
