/** Three answers, on their way to the analyst. */
import type { Delivery } from '../bus/contract.ts';
import { identical } from '../core/compare/identical.ts';
import type { Answers, HeaderLine } from '../core/exchange.ts';
import type { Outgoing } from './multicast.ts';

export type EndpointOf = (request: {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
}) => string;

/**
 * Identical answers are the common case and cost next to nothing from here on: only their times are handed over. Failures go
 * the long way even where all three are alike, for they are counted one by one.
 */
export function deliveryOf(endpointOf: EndpointOf, at: number, request: Outgoing, answers: Answers): Delivery {
  const { exchange: id, method, target, headers, body } = request;
  const endpoint = endpointOf({ method, target, headers });
  const { primary, secondary, candidate } = answers;
  if (primary.kind === 'response' && identical(answers, equalBytes)) {
    return { kind: 'agreement', at, endpoint, ms: [primary.ms, secondary?.ms, candidate.ms] };
  }
  const recorded = { method, target, headers, body: { kind: 'whole', bytes: body } as const };
  return { kind: 'difference', exchange: { id, at, endpoint, request: recorded, answers } };
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
