/** Three answers, on their way to the analyst. */
import type { Delivery } from '../bus/contract.ts';
import { longestBody } from '../core/attribute/attributes.ts';
import { identical } from '../core/compare/identical.ts';
import { type Answers, type Body, emptyBody, type HeaderLine } from '../core/exchange.ts';
import type { Outgoing } from './multicast.ts';

export type EndpointOf = (request: {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
}) => string;

/**
 * Identical answers are the common case and cost next to nothing from here on: only their times are handed over, and of those
 * in the random sample (`sampled`) the request and the answer. Failures go
 * the long way even where all three are alike, for they are counted one by one.
 */
export function deliveryOf(
  endpointOf: EndpointOf,
  at: number,
  request: Outgoing,
  answers: Answers,
  sampled: boolean,
): Delivery {
  const { exchange: id, method, target, headers, body } = request;
  const endpoint = endpointOf({ method, target, headers });
  const { primary, secondary, candidate } = answers;
  if (primary.kind === 'response' && identical(answers, equalBytes)) {
    const agreement = { kind: 'agreement', at, endpoint, ms: [primary.ms, secondary?.ms, candidate.ms] } as const;
    if (!sampled) return agreement;
    const asked = { method, target, headers, body: briefly({ kind: 'whole', bytes: body }) };
    return { ...agreement, sample: { request: asked, answer: { ...primary, body: briefly(primary.body) } } };
  }
  const recorded = { method, target, headers, body: { kind: 'whole', bytes: body } as const };
  return { kind: 'difference', sampled, exchange: { id, at, endpoint, request: recorded, answers } };
}

/** A body too long to have attributes stays here: it would cross for nothing. */
const briefly = (body: Body): Body => (body.kind === 'whole' && body.bytes.length > longestBody ? emptyBody : body);

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
