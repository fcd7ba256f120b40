/** Hands exchanges from whoever makes them (the tap, a check) to the analyst. */
import type { Answer, Exchange, Request, SkipCounts, SkipReason } from '../core/exchange.ts';

/**
 * Three answers that the tap found identical: nothing to compare, so neither request nor bodies cross. Only what is
 * counted does.
 */
export interface Agreement {
  readonly kind: 'agreement';
  readonly at: number;
  readonly endpoint: string;
  /** Milliseconds of primary, secondary (absent in a two-role run) and candidate. */
  readonly ms: readonly [primary: number, secondary: number | undefined, candidate: number];
  /** The exception: of a random sample of all exchanges, what was asked and answered, to know what is usual at the endpoint. */
  readonly sample?: Agreed;
}

/** What the three agreed on. */
export interface Agreed {
  readonly request: Request;
  readonly answer: Answer;
}

interface Difference {
  readonly kind: 'difference';
  readonly exchange: Exchange;
  /** It is in that random sample. */
  readonly sampled?: boolean;
}

/** A request that was sent again. It counts as nothing that was received: only the findings that it was sent for are told. */
export interface Repeat {
  readonly kind: 'repeat';
  readonly exchange: Exchange;
  /** Id of the exchange whose request it is. */
  readonly of: string;
  /** Ids of the findings that exchange showed, as far as they are in question. */
  readonly findings: readonly string[];
}

export type Delivery = Agreement | Difference | Repeat;

export interface Bus {
  /** Never waits. A full bus drops the whole exchange and counts it as `overload`. */
  offer(delivery: Delivery): void;
  /** Counts an exchange that was received but not compared. */
  skip(reason: SkipReason): void;
  /** The same for senders that may wait (a check): resolves once there was room for it, so nothing is dropped. */
  put(delivery: Delivery): Promise<void>;
  /** Resolves when all that was offered has been taken and committed, or counted as lost. */
  drain(): Promise<void>;
}

/** What the analysts of a run have committed so far. */
export interface Committed {
  readonly compared: number;
  readonly notCompared: SkipCounts;
}

/** What the other end is given, in batches: it resolves when the batch has been compared. */
export interface Taker {
  take(deliveries: readonly Delivery[], skipped: SkipCounts): Promise<void>;
  /** Resolves when everything taken so far has been committed, or counted as lost. */
  flush(): Promise<void>;
}

export const bodiesOf = (answers: readonly Answer[]): number =>
  answers.reduce((sum, a) => sum + (a.kind === 'response' && a.body.kind === 'whole' ? a.body.bytes.length : 0), 0);
