/** A recorded request, put to all three in random order and handed over for comparison: `check` has no caller to serve first. */
import type { Bus, Delivery } from '../bus/contract.ts';
import type { HeaderLine, SkipReason } from '../core/exchange.ts';
import type { Again } from '../core/noise/confirm.ts';
import { type Allowed, guard } from './guards.ts';
import { deliveryOf, type EndpointOf } from './handover.ts';
import { endToEnd } from './headers.ts';
import { askAll, type Outgoing, type ShadowSettings } from './multicast.ts';
import type { Targets } from './targets.ts';

export interface AskerParts {
  readonly targets: Targets;
  readonly bus: Bus;
  readonly endpointOf: EndpointOf;
  readonly allowed: Allowed;
  readonly settings: ShadowSettings & { readonly requestCap: number };
  readonly now: () => number;
  readonly random: () => number;
  readonly nextId: () => string;
}

/** Recordings are short: every exchange tells what is usual at its endpoint. */
const everyOne = true;

interface Recording {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

export interface Asker {
  /**
   * Plays one request. Resolves when it is answered by all, or was left out and counted; it waits for room on the bus, so that
   * nothing is dropped. A request with side effects is sent to nobody: sent to the primary alone it would make the old copies
   * differ for every request that follows. Ids are given in the order of the calls, to what is left out too: `placeOf` one says
   * which request it was.
   */
  ask(request: Recording): Promise<void>;
  /** Plays the request of an exchange once more, for the findings that it showed. Resolves when it was answered by all. */
  askAgain(request: Recording, again: Again): Promise<void>;
}

export function createAsker(parts: AskerParts): Asker {
  const { targets, bus, settings } = parts;
  const held = { bytes: 0 };
  const outgoing = ({ headers, ...request }: Recording): Outgoing => ({
    ...request,
    exchange: parts.nextId(),
    headers: withHost(endToEnd(headers), targets.primary.url.host),
  });
  const skipOf = ({ method, target, headers, body }: Recording): SkipReason | undefined =>
    guard(method, target, headers, parts.allowed) ?? (body.length > settings.requestCap ? 'tooLarge' : undefined);

  const ask = async (recording: Recording): Promise<void> => {
    const request = outgoing(recording);
    const skip = skipOf(recording);
    if (skip !== undefined) {
      bus.skip(skip);
      return;
    }
    const at = parts.now();
    let delivery: Delivery;
    try {
      const { answers, release } = await askAll(targets, request, settings, held, parts.random);
      release();
      delivery = deliveryOf(parts.endpointOf, at, request, answers, everyOne);
    } catch (error) {
      // Whatever it was, the request was received: it must not vanish from the count.
      bus.skip('error');
      throw error;
    }
    await bus.put(delivery);
  };

  const askAgain = async (recording: Recording, again: Again): Promise<void> => {
    const request = outgoing(recording);
    const { exchange: id, method, target, headers, body } = request;
    const at = parts.now();
    const { answers, release } = await askAll(targets, request, settings, held, parts.random);
    release();
    const endpoint = parts.endpointOf(request);
    const asked = { method, target, headers, body: { kind: 'whole', bytes: body } as const };
    await bus.put({ kind: 'repeat', exchange: { id, at, endpoint, request: asked, answers }, ...again });
  };

  return { ask, askAgain };
}

/**
 * All three are sent the same Host: the recorded one, or else the primary's. With a Host each, a service that prints its own
 * address would differ in every answer.
 */
function withHost(headers: readonly HeaderLine[], host: string): readonly HeaderLine[] {
  // The length is that of the recording's body as it was; undici states the length of what it sends.
  const lines = headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  return lines.some(([name]) => name.toLowerCase() === 'host') ? lines : [['host', host], ...lines];
}
