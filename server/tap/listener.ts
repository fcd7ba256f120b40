/** The listener on the traffic port: Fastify owns the server's life, every request goes to the tap as it came. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import fastify from 'fastify';
import type { Bus } from '../bus/contract.ts';
import type { Tap } from './tap.ts';
import type { Target } from './targets.ts';
import { tunnel } from './tunnel.ts';

export interface Listener {
  readonly url: string;
  /** Stops accepting, lets the requests under way finish for ten seconds, closes the rest. */
  close(): Promise<void>;
}

/** How long callers may take to finish once the listener closes, in milliseconds: a stream may never end. */
const drainTime = 10_000;

/** @throws the listen error (EADDRINUSE and the like), as node gives it */
export async function listen(
  { tap, bus, primary }: { readonly tap: Tap; readonly bus: Bus; readonly primary: Target },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listener> {
  const targets = new WeakMap<IncomingMessage, string>();
  const tunnels = new Set<Socket>();
  const server = fastify({
    logger: false,
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    http: { maxHeaderSize: 262_144, requestTimeout: 0, joinDuplicateHeaders: false },
    // The router must not judge, decode or normalise what callers ask for: it sees one path, the tap sees the real one.
    rewriteUrl: (raw) => {
      targets.set(raw as IncomingMessage, originForm(raw.url ?? '/'));
      return '/';
    },
  });
  server.addHook('onRequest', (request, reply, _done) => {
    reply.hijack();
    tap.handle(request.raw, reply.raw, targets.get(request.raw) ?? '/');
  });
  server.server.on('upgrade', (request, caller, head) => {
    bus.skip('upgrade');
    const socket = tunnel(request, caller, head, primary, originForm(request.url ?? '/'));
    tunnels.add(socket);
    socket.on('close', () => tunnels.delete(socket));
  });
  await server.listen({ host, port });
  const address = server.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: async () => {
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
