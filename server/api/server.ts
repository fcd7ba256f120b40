/** The dashboard's HTTP server: the route table, live events, probes, and the built pages. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { pino } from 'pino';
import type { Thresholds } from '../core/gate/model.ts';
import type { Decoders } from '../core/lift/decoders.ts';
import type { Store } from '../store/contract.ts';
import { changesOf } from './changes.ts';
import type { Status } from './contract.ts';
import { ApiError, problemOf, problemType } from './errors.ts';
import { openApiDocument } from './openapi.ts';
import { serveProbes } from './probes.ts';
import { reportsFrom } from './reports.ts';
import type { Sources } from './route.ts';
import { routes } from './routes.ts';
import { isServedHost, securityHeaders } from './security.ts';
import { serveSite } from './site.ts';
import { serveEvents } from './stream.ts';

export interface ApiOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Only read; closing it is the caller's. */
  readonly store: Store;
  readonly thresholds: Thresholds;
  readonly decoders: Decoders;
  /** Asked at every request that shows it. */
  readonly status: () => Status;
  /** Folder of the built dashboard; by default where the build puts it. */
  readonly ui?: string;
  /** Hears of faults. By default they go to standard error. */
  readonly log?: FastifyBaseLogger;
}

export interface Api {
  readonly url: string;
  /** Ends live streams, lets requests under way finish. */
  close(): Promise<void>;
}

const builtUi = fileURLToPath(new URL('../../ui/dist', import.meta.url));

/** Resolves once connections are accepted. Throws node's error with its `code` where the port cannot be had. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { host, port, store, thresholds, decoders, status, ui = builtUi } = options;
  const log = options.log ?? pino({ name: 'triptych', level: 'warn', base: null }, pino.destination(2));
  const { version } = status();
  const sources: Sources = { store, decoders, status, reportOf: reportsFrom(store, thresholds, version) };

  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A name of an endpoint or finding may be long; Fastify answers 404 beyond 100 characters by default.
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (error, _request, reply) => refuse(reply, error),
  });
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    if (!isServedHost(request.headers.host, host)) {
      throw new ApiError(
        'foreignHost',
        `This dashboard answers to localhost and 127.0.0.1, not to ${request.headers.host}.`,
      );
    }
  });
  serveTable(app, sources, version);
  serveProbes(app, sources);
  serveEvents(
    app,
    changesOf(store, (error) => log.error(error, 'the database cannot be watched')),
  );
  await serveSite(app, ui);
  await app.listen({ host, port });
  return { url: urlOf(app, host), close: () => app.close() };
}

function serveTable(app: FastifyInstance, sources: Sources, version: string): void {
  for (const { path, respond } of routes) {
    app.get(path, async (request, reply) => {
      const answer = await respond(sources, { params: request.params, query: request.query });
      return sendJson(reply, request.headers['if-none-match'], answer);
    });
  }
  const document = openApiDocument(routes, version);
  app.get('/api/v1/openapi.json', (request, reply) => sendJson(reply, request.headers['if-none-match'], document));
}

/** A dashboard asks for much that has not changed: it is judged once and sent once. */
function sendJson(reply: FastifyReply, known: string | undefined, value: unknown): FastifyReply {
  const text = JSON.stringify(value);
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  reply.headers({ etag: tag, 'cache-control': 'no-cache' });
  if (known === tag) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const document = problemOf(error);
  if (document.status >= 500) reply.log.error(error);
  return reply
    .code(document.status)
    .headers({ ...securityHeaders, 'cache-control': 'no-store' })
    .type(problemType)
    .send(JSON.stringify(document));
}

function urlOf(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('a server that listens on TCP has a port');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
