/** A recorded request, put to all three in random order and handed over for comparison: `check` has no caller to serve first. */
import type { Bus, Delivery } from '../bus/contract.ts';
import type { HeaderLine } from '../core/exchange.ts';
import { type Allowed, guard } from './guards.ts';
import { deliveryOf, type EndpointOf } from './handover.ts';
import { endToEnd } from './headers.ts';
import { askAll, type ShadowSettings } from './multicast.ts';
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

export interface Recording {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

/**
 * Returns the function that plays one request. It resolves when the request is answered by all, or was left out and
 * counted; it waits for room on the bus, so that nothing is dropped. A request with side effects is sent to nobody: sent to
 * the primary alone it would make the old copies differ for every request that follows.
 */
export function createAsker(parts: AskerParts): (request: Recording) => Promise<void> {
  const { targets, bus, settings } = parts;
  const held = { bytes: 0 };
  return async ({ method, target, headers: recorded, body }) => {
    const skip =
      guard(method, target, recorded, parts.allowed) ?? (body.length > settings.requestCap ? 'tooLarge' : undefined);
    if (skip !== undefined) {
      bus.skip(skip);
      return;
    }
    const headers = withHost(endToEnd(recorded), targets.primary.url.host);
    const request = { exchange: parts.nextId(), method, target, headers, body };
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
