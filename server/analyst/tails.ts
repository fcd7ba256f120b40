/** Who was slow beyond what the old copies began with, at each endpoint. */
import type { Case } from '../core/finding.ts';
import { exceedance, tailThreshold } from '../core/noise/latency.ts';
import { bucketOf, sumOf } from '../core/noise/sketch.ts';
import { type EndpointTally, otherEndpoint, type Sketch } from '../core/tally.ts';

interface Endpoint {
  /** Times of the old copies, until they fix the threshold. */
  readonly first: Record<number, number>;
  threshold: number | undefined;
}

/**
 * The threshold of an endpoint is a quantile of what was measured before and never moves with what comes after, or the slower of
 * the two would be part of its own measure. An analyst that takes a run over fixes it from all that is stored: that lies before,
 * too.
 */
export class Tails {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #most: number;

  /** @param most endpoints that are told apart */
  constructor(stored: readonly EndpointTally[], most: number) {
    this.#most = most;
    for (const { endpoint, latency } of stored) {
      const first = { ...sumOf([latency.primary, latency.secondary]) };
      this.#endpoints.set(endpoint, { first, threshold: tailThreshold(first) });
    }
  }

  /** Milliseconds; `primary` is undefined where its time says nothing. */
  caseOf(
    name: string,
    [primary, secondary, candidate]: readonly [number | undefined, number, number],
  ): Case | undefined {
    const endpoint = this.#endpoint(name);
    if (endpoint.threshold !== undefined) return exceedance(endpoint.threshold, secondary, candidate);
    for (const ms of [primary, secondary]) {
      if (ms !== undefined) endpoint.first[bucketOf(ms)] = (endpoint.first[bucketOf(ms)] ?? 0) + 1;
    }
    endpoint.threshold = tailThreshold(endpoint.first as Sketch);
    return undefined;
  }

  #endpoint(name: string): Endpoint {
    const known = this.#endpoints.has(name) || this.#endpoints.size < this.#most ? name : otherEndpoint;
    let endpoint = this.#endpoints.get(known);
    if (endpoint === undefined) {
      endpoint = { first: {}, threshold: undefined };
      this.#endpoints.set(known, endpoint);
    }
    return endpoint;
  }
}
