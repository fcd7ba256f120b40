/** A batch of deliveries as one string and one buffer, so that crossing a thread moves memory instead of cloning objects. */
import type { Answer, Body, Exchange, Failure, Request, Response } from '../core/exchange.ts';
import type { Agreed, Agreement, Delivery, Repeat } from './contract.ts';

/** A body's place in the buffer in place of its bytes. */
type Placed =
  | { readonly kind: 'placed'; readonly at: number; readonly length: number }
  | Exclude<Body, { kind: 'whole' }>;
type WithPlace<T> = Omit<T, 'body'> & { readonly body: Placed };
type PlacedAnswer = Failure | WithPlace<Response>;

interface PlacedExchange extends Omit<Exchange, 'request' | 'answers'> {
  readonly kind: 'difference' | 'repeat';
  readonly sampled?: boolean;
  /** Of a repeat: what it is one of. */
  readonly repeat?: Pick<Repeat, 'of' | 'findings'>;
  readonly request: WithPlace<Request>;
  readonly answers: {
    readonly primary: PlacedAnswer;
    readonly secondary?: PlacedAnswer;
    readonly candidate: PlacedAnswer;
  };
}

interface PlacedAgreement extends Omit<Agreement, 'sample'> {
  readonly sample?: { readonly request: WithPlace<Request>; readonly answer: PlacedAnswer };
}

/** `text` is JSON in which every body is a place in `bytes`. */
export interface Packed {
  readonly text: string;
  readonly bytes: ArrayBuffer;
}

export function pack(deliveries: readonly Delivery[]): Packed {
  const bodies: Uint8Array[] = [];
  let length = 0;
  const place = (body: Body): Placed => {
    if (body.kind === 'cut') return body;
    const at = length;
    bodies.push(body.bytes);
    length += body.bytes.length;
    return { kind: 'placed', at, length: body.bytes.length };
  };
  const answer = (a: Answer): PlacedAnswer => (a.kind === 'failure' ? a : { ...a, body: place(a.body) });
  const items = deliveries.map((delivery): PlacedAgreement | PlacedExchange => {
    if (delivery.kind === 'agreement') {
      const { sample, ...rest } = delivery;
      if (sample === undefined) return rest;
      const agreed = {
        request: { ...sample.request, body: place(sample.request.body) },
        answer: answer(sample.answer),
      };
      return { ...rest, sample: agreed };
    }
    const { request, answers, ...rest } = delivery.exchange;
    const { primary, secondary, candidate } = answers;
    return {
      kind: delivery.kind,
      ...(delivery.kind === 'repeat' && { repeat: { of: delivery.of, findings: delivery.findings } }),
      ...(delivery.kind === 'difference' && delivery.sampled !== undefined && { sampled: delivery.sampled }),
      ...rest,
      request: { ...request, body: place(request.body) },
      answers: {
        primary: answer(primary),
        ...(secondary === undefined ? {} : { secondary: answer(secondary) }),
        candidate: answer(candidate),
      },
    };
  });
  const bytes = new ArrayBuffer(length);
  const view = new Uint8Array(bytes);
  let at = 0;
  for (const body of bodies) {
    view.set(body, at);
    at += body.length;
  }
  return { text: JSON.stringify(items), bytes };
}

/** The inverse of `pack`. Trusts its input: both ends are this program. Bodies are views into `bytes`. */
export function unpack({ text, bytes }: Packed): Delivery[] {
  const bodyAt = (body: Placed): Body =>
    body.kind === 'cut' ? body : { kind: 'whole', bytes: new Uint8Array(bytes, body.at, body.length) };
  const answer = (a: PlacedAnswer): Answer => (a.kind === 'failure' ? a : { ...a, body: bodyAt(a.body) });
  const agreedOf = ({ request, answer: agreed }: NonNullable<PlacedAgreement['sample']>): Agreed => ({
    request: { ...request, body: bodyAt(request.body) },
    answer: answer(agreed),
  });
  const items = JSON.parse(text) as readonly (PlacedAgreement | PlacedExchange)[];
  return items.map((item): Delivery => {
    if (item.kind === 'agreement') {
      // JSON has no undefined: the secondary that a two-role run lacks comes as null.
      const [primary, secondary, candidate] = item.ms;
      const { sample, ...rest } = item;
      return {
        ...rest,
        ms: [primary, secondary ?? undefined, candidate],
        ...(sample === undefined ? {} : { sample: agreedOf(sample) }),
      };
    }
    const { kind: _, sampled, repeat, request, answers, ...rest } = item;
    const { primary, secondary, candidate } = answers;
    const exchange: Exchange = {
      ...rest,
      request: { ...request, body: bodyAt(request.body) },
      answers: {
        primary: answer(primary),
        ...(secondary === undefined ? {} : { secondary: answer(secondary) }),
        candidate: answer(candidate),
      },
    };
    if (repeat !== undefined) return { kind: 'repeat', exchange, ...repeat };
    return { kind: 'difference', ...(sampled === undefined ? {} : { sampled }), exchange };
  });
}
