/** Three answers, on their way to the analyst. */
import type { Bus } from '../bus/contract.ts';
import { identical } from '../core/compare/identical.ts';
import type { Answers, HeaderLine } from '../core/exchange.ts';
import type { Outgoing } from './multicast.ts';

export type EndpointOf = (request: {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
}) => string;

/** Identical answers are the common case and cost next to nothing from here on: only their times are handed over. */
export function handOver(bus: Bus, endpointOf: EndpointOf, at: number, request: Outgoing, answers: Answers): void {
  const { exchange: id, method, target, headers, body } = request;
  const endpoint = endpointOf({ method, target, headers });
  if (identical(answers, equalBytes)) {
    const ms = [answers.primary.ms, answers.secondary?.ms, answers.candidate.ms] as const;
    bus.offer({ kind: 'agreement', at, endpoint, ms });
    return;
  }
  const recorded = { method, target, headers, body: { kind: 'whole', bytes: body } as const };
  bus.offer({ kind: 'difference', exchange: { id, at, endpoint, request: recorded, answers } });
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
