/** The listener on the traffic port: Fastify owns the server's life, every request goes to the tap as it came. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import fastify from 'fastify';
import type { Bus } from '../bus/contract.ts';
import type { ShadowSettings } from './multicast.ts';
import type { Tap } from './tap.ts';
import type { Target } from './targets.ts';
import { tunnel } from './tunnel.ts';

export interface Listener {
  readonly url: string;
  /** Stops accepting, lets the requests under way finish for ten seconds, closes the rest. */
  close(): Promise<void>;
}

/** How long open connections may still bring a request once the listener closes, in milliseconds: the default of `grace`. */
const lastRequests = 500;

/** How long callers may take to finish once the listener closes, in milliseconds: a stream may never end. */
const drainTime = 10_000;

export interface ListenerParts {
  readonly tap: Tap;
  readonly bus: Bus;
  readonly primary: Target;
  readonly hostHeader: ShadowSettings['hostHeader'];
}

/** @throws the listen error (EADDRINUSE and the like), as node gives it */
export async function listen(
  { tap, bus, primary, hostHeader }: ListenerParts,
  { host, port, grace = lastRequests }: { readonly host: string; readonly port: number; readonly grace?: number },
): Promise<Listener> {
  const targets = new WeakMap<IncomingMessage, string>();
  const tunnels = new Set<Duplex>();
  const server = fastify({
    logger: false,
    forceCloseConnections: 'idle',
    // While it closes, callers on open connections are still answered, and told that it was the last time.
    return503OnClosing: false,
    requestTimeout: 0,
    http: {
      maxHeaderSize: 262_144,
      requestTimeout: 0,
      joinDuplicateHeaders: false,
      // h2c would take the whole connection away from the tap; a server is free to ignore the offer (RFC 9110 section 7.8).
      shouldUpgradeCallback: ({ headers }) => !/^\s*h2c\b/i.test(headers.upgrade ?? ''),
    },
    // The router must not judge, decode or normalise what callers ask for: it sees one path, the tap sees the real one.
    rewriteUrl: (raw) => {
      targets.set(raw as IncomingMessage, originForm(raw.url ?? '/'));
      return '/';
    },
  });
  let closing = false;
  server.addHook('onRequest', (request, reply, _done) => {
    reply.hijack();
    if (closing) reply.raw.shouldKeepAlive = false;
    tap.handle(request.raw, reply.raw, targets.get(request.raw) ?? '/');
  });
  server.server.on('upgrade', (request, caller, head) => {
    bus.skip('upgrade');
    tunnel(request, caller, head, primary, originForm(request.url ?? '/'), hostHeader);
    tunnels.add(caller);
    caller.on('close', () => tunnels.delete(caller));
  });
  await server.listen({ host, port });
  const address = server.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: async () => {
      closing = true;
      // Callers with a request on the wire learn from its answer that the connection ends. To close theirs at once would
      // look to them like a crash.
      await new Promise((resolve) => setTimeout(resolve, grace));
      for (const socket of tunnels) socket.destroy();
      // node closes the connections that are idle now; one that becomes idle later would be kept for its next request.
      const idle = setInterval(() => server.server.closeIdleConnections(), 50);
      const rest = setTimeout(() => server.server.closeAllConnections(), drainTime);
      await server.close();
      clearInterval(idle);
      clearTimeout(rest);
    },
  };
}

/** Absolute-form targets (RFC 9112 section 3.2.2) reach a reverse proxy too: the primary gets their path and query. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(target)?.[1];
  if (rest === undefined) return '/';
  return rest.startsWith('/') ? rest : `/${rest}`;
}
