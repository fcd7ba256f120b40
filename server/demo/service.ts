/** A small real shop: Fastify over its own SQLite file. The demo runs three of it and compares them. */
import { setTimeout as wait } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Random, seededRandom, shuffled } from './random.ts';
import { openShop, type Shop, type Slice } from './shop.ts';
import { type Behaviour, reportDelayMs, type Version, versions } from './versions.ts';

export interface DemoServiceOptions {
  readonly version: Version;
  /** Of this copy's noise. Two copies with one seed would be noisy in step. */
  readonly seed: number;
  readonly databasePath: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface DemoService {
  readonly url: string;
  close(): Promise<void>;
}

interface Shared {
  readonly app: FastifyInstance;
  readonly shop: Shop;
  readonly behaviour: Behaviour;
  readonly random: Random;
}

interface Paged {
  readonly page?: string;
  readonly size?: string;
}

interface ById {
  Params: { readonly id: string };
}

/** Rejects when the port is taken or the database cannot be opened. */
export async function startDemoService(options: DemoServiceOptions): Promise<DemoService> {
  const random = seededRandom(options.seed);
  const shop = openShop(options.databasePath);
  const app = Fastify({ genReqId: () => requestId(random), forceCloseConnections: true });
  app.addHook('onClose', () => {
    shop.close();
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  const shared: Shared = { app, shop, behaviour: versions[options.version], random };
  app.get('/health', () => 'ok');
  productRoutes(shared);
  orderRoutes(shared);
  customerRoutes(shared);
  searchRoute(shared);
  reportRoute(shared);
  try {
    const url = await app.listen({ host: '127.0.0.1', port: options.port });
    return { url, close: () => app.close() };
  } catch (cause) {
    await app.close();
    throw cause;
  }
}

function productRoutes({ app, shop, behaviour, random }: Shared): void {
  app.get<{ Querystring: Paged }>('/products', ({ query }) => ({
    generatedAt: now(),
    ...shop.products(sliceOf(query)),
  }));
  app.get<ById>('/products/:id', (request, reply) => {
    const product = shop.product(Number(request.params.id));
    if (product === undefined) return notFound(reply);
    return {
      ...product,
      // Kept in a set, listed in whatever order it has.
      tags: shuffled(random, product.tags),
      // From a cache that each copy refreshes on its own.
      stock: random() < behaviour.lowStock ? 'low' : 'in',
      // Estimated from a sample of the reviews.
      score: Math.round((product.score + (random() - 0.5) / 50) * 1e6) / 1e6,
    };
  });
}

function orderRoutes({ app, shop, behaviour }: Shared): void {
  app.get<{ Querystring: Paged & { readonly currency?: string } }>('/orders', ({ id, query }) => ({
    generatedAt: now(),
    requestId: id,
    ...shop.orders(query.currency, sliceOf(query)),
  }));
  app.get<ById>('/orders/:id', (request, reply) => {
    const order = shop.order(Number(request.params.id));
    if (order === undefined) return notFound(reply);
    const { deliveryDate: _, carrier: __, ...shown } = order;
    return {
      ...shown,
      requestId: request.id,
      lines: order.lines.map((line) => ({ ...line, quantity: behaviour.quantity(line.quantity) })),
      total: behaviour.orderTotal(order),
    };
  });
  app.get<ById>('/orders/:id/delivery', (request, reply) => {
    const delivery = shop.delivery(Number(request.params.id));
    if (delivery === undefined) return notFound(reply);
    return { ...delivery, deliveryDate: behaviour.deliveryDate(delivery.deliveryDate) };
  });
  const body = {
    type: 'object',
    required: ['customerId', 'lines'],
    properties: { customerId: { type: 'integer' }, lines: { type: 'array', minItems: 1 } },
  };
  app.post('/orders', { schema: { body } }, ({ id, body: order }, reply) => {
    shop.receive(order);
    return reply.code(202).send({ accepted: true, requestId: id });
  });
}

function customerRoutes({ app, shop, behaviour }: Shared): void {
  const signedIn = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.headers.authorization?.startsWith('Bearer ')) return undefined;
    return reply.code(401).send({ error: 'sign in first' });
  };
  app.get<{ Querystring: Paged }>('/customers', { onRequest: signedIn }, ({ query }) => ({
    generatedAt: now(),
    ...shop.customers(sliceOf(query)),
  }));
  app.get<ById>('/customers/:id', { onRequest: signedIn }, (request, reply) => {
    const customer = shop.customer(Number(request.params.id));
    return customer === undefined ? notFound(reply) : behaviour.customer(customer);
  });
}

function searchRoute({ app, shop, behaviour }: Shared): void {
  // A search that fails shows an empty page of results: the shop's pages expect that shape whatever happens.
  const errorHandler = (_: unknown, __: FastifyRequest, reply: FastifyReply): unknown =>
    reply.code(500).send({ generatedAt: now(), total: 0, items: [] });
  app.get<{ Querystring: Paged & { readonly q?: string } }>('/search', { errorHandler }, ({ query }) => ({
    generatedAt: now(),
    ...shop.search(behaviour.searchWords(query.q ?? ''), sliceOf(query)),
  }));
}

function reportRoute({ app, shop, behaviour, random }: Shared): void {
  app.get<{ Querystring: { readonly month?: string } }>('/reports/sales', async ({ query }) => {
    // It waits rather than computes: three copies and the comparison share the machine.
    await wait(reportDelayMs(random, behaviour));
    const month = query.month ?? '2026-02';
    return { generatedAt: now(), month, rows: shop.sales(month) };
  });
}

function sliceOf({ page, size }: Paged): Slice {
  const limit = Math.min(50, Math.max(1, Number.parseInt(size ?? '', 10) || 10));
  return { limit, offset: limit * (Math.max(1, Number.parseInt(page ?? '', 10) || 1) - 1) };
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'not found' });
}

function requestId(random: Random): string {
  const half = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return half() + half();
}

const now = (): string => new Date().toISOString();
