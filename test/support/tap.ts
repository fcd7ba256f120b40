/** A tap before three upstreams, with everything it hands over collected at the other end of a real bus. */
import { MessageChannel } from 'node:worker_threads';
import pino from 'pino';
import type { Delivery } from '../../server/bus/contract.ts';
import { InProcessBus, receive } from '../../server/bus/inprocess.ts';
import { endpointNamer } from '../../server/core/endpoint/name.ts';
import type { Exchange, SkipReason } from '../../server/core/exchange.ts';
import { allowedBy } from '../../server/tap/guards.ts';
import { HealthBoard } from '../../server/tap/health.ts';
import { exchangeIds } from '../../server/tap/ids.ts';
import { listen } from '../../server/tap/listener.ts';
import { createTap, type TapSettings } from '../../server/tap/tap.ts';
import { closeTargets, openTarget } from '../../server/tap/targets.ts';

export interface TestTap {
  readonly url: string;
  readonly health: HealthBoard;
  /** Everything handed over once the exchanges under way are done. */
  settled(): Promise<{
    readonly deliveries: readonly Delivery[];
    readonly exchanges: readonly Exchange[];
    readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  }>;
  close(): Promise<void>;
}

const defaults: TapSettings = {
  requestCap: 1024 ** 2,
  responseCap: 4 * 1024 ** 2,
  timeout: 5000,
  hostHeader: 'same',
  inFlight: 1000,
  memory: 256 * 1024 ** 2,
};

export async function startTap(
  urls: { readonly primary: string; readonly secondary?: string; readonly candidate: string },
  settings: Partial<TapSettings> & { readonly grace?: number } = {},
  allow: readonly string[] = [],
): Promise<TestTap> {
  const targets = {
    primary: openTarget('primary', urls.primary, 0),
    secondary:
      urls.secondary === undefined ? undefined : openTarget('secondary', urls.secondary, settings.timeout ?? 5000),
    candidate: openTarget('candidate', urls.candidate, settings.timeout ?? 5000),
  };
  const bus = new InProcessBus();
  const { port1, port2 } = new MessageChannel();
  const deliveries: Delivery[] = [];
  const skipped: Partial<Record<SkipReason, number>> = {};
  receive(port2, {
    take: async (taken, skips) => {
      deliveries.push(...taken);
      for (const [reason, n] of Object.entries(skips)) {
        skipped[reason as SkipReason] = (skipped[reason as SkipReason] ?? 0) + n;
      }
    },
    flush: async () => undefined,
  });
  bus.connect(port1);
  const health = new HealthBoard();
  const tap = createTap({
    targets,
    bus,
    endpointOf: endpointNamer([]),
    allowed: allowedBy(allow),
    settings: { ...defaults, ...settings },
    now: () => 0,
    random: Math.random,
    nextId: exchangeIds(),
    log: pino({ level: 'silent' }),
    observed: (role, answer) => health.answered(role, answer),
  });
  const listener = await listen(
    { tap, bus, primary: targets.primary, hostHeader: 'same' },
    { host: '127.0.0.1', port: 0, grace: settings.grace ?? 0 },
  );
  return {
    url: listener.url,
    health,
    settled: async () => {
      await tap.idle();
      await bus.drain();
      const exchanges = deliveries.flatMap((d) => (d.kind === 'difference' ? [d.exchange] : []));
      return { deliveries, exchanges, skipped };
    },
    close: async () => {
      await listener.close();
      await tap.idle();
      await closeTargets(targets);
      port1.close();
    },
  };
}
