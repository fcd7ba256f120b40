/** When each request is meant to start. No clock in here: time is a number that goes in and comes out. */
import type { RecordedRequest } from './recorded.ts';

/**
 * Milliseconds after the start of play at which request `k` is meant to start; 0 is "now". Asked once for each request, in
 * order from k = 0. The times are absolute, so a late request does not push the later ones back.
 */
export type Pace = (k: number, request: RecordedRequest) => number;

/** As fast as the bound on requests in flight lets it. */
export const asFast: Pace = () => 0;

/** @param rate requests a second */
export function constant(rate: number): Pace {
  if (!(rate > 0 && Number.isFinite(rate))) throw new RangeError(`a rate is a number above 0, not ${rate}`);
  return (k) => (k * 1000) / rate;
}
