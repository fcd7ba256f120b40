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
import type { AskAgain, Sources } from './route.ts';
import { routes } from './routes.ts';
import { isOwnRequest, isServedHost, securityHeaders } from './security.ts';
import { serveSite } from './site.ts';
import { serveEvents } from './stream.ts';

export interface ApiOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Only read; closing it is the caller's. */
  readonly store: Store;
  /** Opens the same database for writing, for what can be changed while it runs. Called once; the server closes it. */
  readonly openWriter: () => Promise<Store>;
  readonly thresholds: Thresholds;
  readonly decoders: Decoders;
  /** Asked at every request that shows it. */
  readonly status: () => Status;
  /** By default nothing runs here that could. */
  readonly askAgain?: AskAgain;
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
  const { host, port, store, openWriter, thresholds, decoders, status, ui = builtUi } = options;
  const log = options.log ?? pino({ name: 'triptych', level: 'warn', base: null }, pino.destination(2));
  const { version } = status();
  const writer = openedOnce(openWriter);
  const reportOf = reportsFrom(store, thresholds, version);
  const { askAgain = noTap } = options;
  const sources: Sources = { store, writer: writer.open, decoders, status, reportOf, askAgain };

  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A name of an endpoint or finding may be long; Fastify answers 404 beyond 100 characters by default.
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (error, _request, reply) => refuse(reply, error),
  });
  // A form of any other page can send plain text, and nothing here takes it.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    if (!isOwnRequest(request.method, request.headers)) {
      throw new ApiError('foreignOrigin', 'Only pages of this dashboard may change something, and programs.');
    }
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
  return {
    url: urlOf(app, host),
    close: async () => {
      await app.close();
      await writer.close();
    },
  };
}

const noTap: AskAgain = async () => 'No proxy runs here whose three targets could be asked.';

/** Most dashboards never write: a database that cannot be written is no trouble before that. */
function openedOnce(open: () => Promise<Store>): { readonly open: () => Promise<Store>; close(): Promise<void> } {
  let opened: Promise<Store> | undefined;
  return {
    open: () => {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    close: async () => (await opened)?.close(),
  };
}

function serveTable(app: FastifyInstance, sources: Sources, version: string): void {
  for (const { method, path, status, respond } of routes) {
    app[method](path, async (request, reply) => {
      const { params, query, body } = request;
      const answer = await respond(sources, { params, query, body });
      reply.code(status);
      return sendJson(reply, method === 'get' ? request.headers['if-none-match'] : undefined, answer);
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
