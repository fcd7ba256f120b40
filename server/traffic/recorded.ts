/** Recorded traffic, whatever file it came from. */
import type { HeaderLine } from '../core/exchange.ts';

export interface RecordedRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Origin form, `/orders/7?x=1`. */
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
  /** When it was first sent, epoch milliseconds; undefined when the recording does not say. */
  readonly at: number | undefined;
}

/** A part of the file that holds no request that could be sent. Named, counted, and the rest goes on. */
export interface Malformed {
  readonly kind: 'malformed';
  /** `line 17` or `record 3 (byte 4012)`. */
  readonly position: string;
  readonly reason: string;
}

export type Recorded = RecordedRequest | Malformed;
