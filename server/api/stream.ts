/** GET /api/v1/events: changes as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Changes } from './changes.ts';
import { ApiError } from './errors.ts';
import { securityHeaders } from './security.ts';

const mostListeners = 256;
/** A listener that does not read has this much kept for it, then is let go; its browser connects again. */
const mostUnread = 64 * 1024;

/** `Last-Event-ID` needs no reading: whoever connects is told the present revision first, whatever was missed. */
export function serveEvents(app: FastifyInstance, changes: Changes): void {
  const streams = new Set<ServerResponse>();

  app.get('/api/v1/events', { exposeHeadRoute: false }, (_request, reply) => {
    if (streams.size >= mostListeners) throw new ApiError('tooManyListeners', `${mostListeners} listen already.`);
    reply.hijack();
    const stream = reply.raw;
    streams.add(stream);
    stream.writeHead(200, { ...securityHeaders, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    // Headers alone would wait for the first event.
    stream.flushHeaders();
    const write = (text: string) => {
      if (stream.writableLength > mostUnread) stream.destroy();
      else stream.write(text);
    };
    const stop = changes.listen({
      change: (event) => write(`id: ${event.revision}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`),
      heartbeat: () => write(': still here\n\n'),
    });
    stream.on('close', () => {
      stop();
      streams.delete(stream);
    });
  });

  app.addHook('preClose', async () => {
    changes.close();
    for (const stream of streams) stream.end();
  });
}
