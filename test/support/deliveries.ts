/** Small deliveries for the bus, and any delivery there can be. */
import fc from 'fast-check';
import type { Delivery } from '../../server/bus/contract.ts';
import {
  type Answer,
  type Body,
  type Exchange,
  failureKinds,
  type HeaderLine,
  type Request,
} from '../../server/core/exchange.ts';
import { exchange } from './seed.ts';

export const agreement = (endpoint: string): Delivery => ({ kind: 'agreement', at: 1, endpoint, ms: [1, 2, 3] });

export const difference = (id: string): Delivery => ({ kind: 'difference', exchange: exchange(id) });

/** What identifies one of the two above. */
export const nameOf = (delivery: Delivery): string =>
  delivery.kind === 'agreement' ? delivery.endpoint : delivery.exchange.id;

export const repeat = (of: string, findings: readonly string[]): Delivery => ({
  kind: 'repeat',
  exchange: exchange(`${of}-again`),
  of,
  findings,
});

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '__proto__', '\ud800', '\u2028', '"\\'));
const ms = fc.double({ min: 0, max: 1e9, noNaN: true });
const lines = fc.array(
  fc.tuple(text, text).map(([name, value]): HeaderLine => [name, value]),
  { maxLength: 3 },
);
const body: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ kind: fc.constant('whole' as const), bytes: fc.uint8Array({ maxLength: 50 }) }),
  fc.record({ kind: fc.constant('cut' as const), length: fc.nat(), sha256: text }),
);
const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ kind: fc.constant('response' as const), status: fc.nat(999), headers: lines, trailers: lines, body, ms }),
  fc.record({ kind: fc.constant('failure' as const), failure: fc.constantFrom(...failureKinds), detail: text, ms }),
);
const request: fc.Arbitrary<Request> = fc.record({ method: text, target: text, headers: lines, body });

const anyExchange: fc.Arbitrary<Exchange> = fc.record({
  id: text,
  at: fc.nat(),
  endpoint: text,
  request,
  answers: fc.record(
    { primary: answer, secondary: answer, candidate: answer },
    { requiredKeys: ['primary', 'candidate'], noNullPrototype: true },
  ),
});

export const anyDelivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('agreement' as const),
      at: fc.nat(),
      endpoint: text,
      ms: fc.tuple(ms, fc.option(ms, { nil: undefined }), ms),
      sample: fc.record({ request, answer }, { noNullPrototype: true }),
    },
    { requiredKeys: ['kind', 'at', 'endpoint', 'ms'], noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('difference' as const), sampled: fc.boolean(), exchange: anyExchange }),
  fc.record({ kind: fc.constant('repeat' as const), exchange: anyExchange, of: text, findings: fc.array(text) }),
);
