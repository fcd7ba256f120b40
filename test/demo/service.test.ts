import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { latencyCase } from '../../server/core/noise/latency.ts';
import { startDemoInstance } from '../../server/demo/instance.ts';
import { planted } from '../../server/demo/planted.ts';
import { seededRandom } from '../../server/demo/random.ts';
import type { DemoService } from '../../server/demo/service.ts';
import { reportDelayMs, versions } from '../../server/demo/versions.ts';

interface Asked {
  readonly status: number;
  readonly requestId: string | null;
  readonly body: Record<string, unknown>;
}

const headers = { authorization: 'Bearer test' };
const yenOrder = '/orders/5';
const euroOrder = '/orders/2';
const reportSeed = 5;
let folder: string;
let first: DemoService;
let second: DemoService;
let newer: DemoService;

async function ask(service: DemoService, path: string): Promise<Asked> {
  const response = await fetch(service.url + path, { headers });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, requestId: response.headers.get('x-request-id'), body };
}

const start = (version: 'old' | 'new', seed: number): Promise<DemoService> =>
  startDemoInstance({ version, seed, databasePath: join(folder, `${seed}.db`), port: 0 });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-demo-'));
  [first, second, newer] = await Promise.all([start('old', 1), start('old', 2), start('new', 3)]);
});

after(async () => {
  await Promise.all([first, second, newer].map((service) => service.close()));
  await rm(folder, { recursive: true });
});

describe('what all copies have in common', () => {
  const paths = ['/orders?currency=JPY&page=3', '/products?page=2&size=50', '/customers?page=9', '/search?q=wool'];
  for (const path of paths) {
    test(`${path} lists the same rows`, async () => {
      const [a, b, c] = await Promise.all([first, second, newer].map((service) => ask(service, path)));
      assert.ok(Array.isArray(a?.body.items) && a.body.items.length > 0);
      assert.deepEqual(b?.body.items, a.body.items);
      assert.deepEqual(c?.body.items, a.body.items);
    });
  }

  test('a percent sign in a search stands for itself, and finds nothing', async () => {
    const { status, body } = await ask(first, '/search?q=%25');
    assert.equal(status, 200);
    assert.deepEqual([body.total, body.items], [0, []]);
  });

  test('an order that was posted is in no list, so copies that did not receive it still agree', async () => {
    const total = (await ask(first, '/orders')).body.total;
    const posted = await fetch(`${first.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customerId: 1, lines: [{ productId: 1, quantity: 1 }] }),
    });
    assert.equal(posted.status, 202);
    await posted.arrayBuffer();
    assert.equal((await ask(first, '/orders')).body.total, total);
  });

  test('an order without lines is refused', async () => {
    const posted = await fetch(`${first.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"customerId":1,"lines":[]}',
    });
    assert.equal(posted.status, 400);
    await posted.arrayBuffer();
  });

  for (const path of ['/orders/99999', '/orders/x/delivery', '/products/0', '/customers/none']) {
    test(`${path} is not found`, async () => {
      assert.equal((await ask(first, path)).status, 404);
      assert.equal((await ask(newer, path)).status, 404);
    });
  }

  test('customers are shown to nobody who has not signed in', async () => {
    const response = await fetch(`${first.url}/customers/4`);
    assert.equal(response.status, 401);
    await response.arrayBuffer();
  });
});

describe('noise between the two old copies', () => {
  const product = '/products/7';
  const noisy: readonly (readonly [what: string, path: string, of: (asked: Asked) => unknown])[] = [
    ['the request id header', '/orders', ({ requestId }) => requestId],
    ['the request id field', euroOrder, ({ body }) => body.requestId],
    ['the order of tags', product, ({ body }) => body.tags],
    ['the score', product, ({ body }) => body.score],
  ];
  for (const [what, path, of] of noisy) {
    test(`${what} differs`, async () => {
      const [a, b] = await Promise.all([ask(first, path), ask(second, path)]);
      assert.notEqual(of(a), undefined);
      assert.notDeepEqual(of(a), of(b));
    });
  }

  test('the time of an answer is the time it was made', async () => {
    const began = Date.now();
    const { body } = await ask(first, '/orders');
    const at = Date.parse(String(body.generatedAt));
    assert.ok(at >= began && at <= Date.now());
  });

  test('the tags are the same ones, whatever their order', async () => {
    const [a, b] = await Promise.all([ask(first, product), ask(second, product)]);
    assert.deepEqual((a.body.tags as string[]).toSorted(), (b.body.tags as string[]).toSorted());
  });

  test('stock is low in a fifth of the answers of both', async () => {
    for (const service of [first, second]) {
      const share = await lowStockShare(service, 400);
      assert.ok(share > 0.14 && share < 0.26, `${share}`);
    }
  });
});

async function lowStockShare(service: DemoService, answers: number): Promise<number> {
  let low = 0;
  for (let i = 0; i < answers; i += 1) {
    const { stock } = (await ask(service, '/products/1')).body;
    assert.ok(stock === 'low' || stock === 'in');
    if (stock === 'low') low += 1;
  }
  return low / answers;
}

describe('what is planted in the new version', () => {
  const shown: Readonly<Record<string, (old: DemoService) => Promise<void>>> = {
    'GET /orders/{id} body.total': async (old) => {
      const [a, b] = [await ask(old, yenOrder), await ask(newer, yenOrder)];
      assert.equal(a.body.currency, 'JPY');
      assert.equal(b.body.total, Math.round(Number(a.body.total) / 100) * 100);
      assert.notEqual(b.body.total, a.body.total);
      const [c, d] = [await ask(old, euroOrder), await ask(newer, euroOrder)];
      assert.notEqual(c.body.currency, 'JPY');
      assert.equal(d.body.total, c.body.total);
    },
    'GET /orders/{id} body.lines[].quantity': async (old) => {
      const quantities = async (service: DemoService): Promise<unknown[]> =>
        ((await ask(service, euroOrder)).body.lines as { quantity: unknown }[]).map(({ quantity }) => quantity);
      const before = await quantities(old);
      assert.ok(before.length > 0 && before.every((quantity) => typeof quantity === 'number'));
      assert.deepEqual(await quantities(newer), before.map(String));
    },
    'GET /orders/{id}/delivery body.deliveryDate': async (old) => {
      const [a, b] = [await ask(old, '/orders/3/delivery'), await ask(newer, '/orders/3/delivery')];
      const [year, month, day] = String(a.body.deliveryDate).split('-');
      assert.match(String(a.body.deliveryDate), /^\d{4}-\d\d-\d\d$/);
      assert.equal(b.body.deliveryDate, `${day}.${month}.${year}`);
    },
    'GET /customers/{id} body.phone': async (old) => {
      const { phone, ...rest } = (await ask(old, '/customers/4')).body;
      assert.equal(typeof phone, 'string');
      assert.deepEqual((await ask(newer, '/customers/4')).body, rest);
    },
    'GET /search status': async (old) => {
      const [a, b] = [await ask(old, '/search?q=50%25%20off'), await ask(newer, '/search?q=50%25%20off')];
      assert.deepEqual([a.status, b.status], [200, 500]);
      const { generatedAt: _, ...page } = a.body;
      const { generatedAt: __, ...failed } = b.body;
      assert.deepEqual(failed, page, 'the body keeps its shape, so the status is the only finding');
    },
    'GET /products/{id} body.stock': async (old) => {
      const share = await lowStockShare(newer, 400);
      assert.ok(share > 0.2 && share < 0.32, `${share}`);
      const [p, q] = [versions.old.lowStock, versions.new.lowStock];
      const rates = planted.find(({ field }) => field === 'body.stock')?.rates;
      assert.ok(Math.abs((1 - p) ** 2 * q + p ** 2 * (1 - q) - (rates?.candidate ?? 0)) < 0.0005);
      assert.ok(Math.abs(p * (1 - p) - (rates?.secondary ?? 0)) < 0.0005);
      assert.equal((await ask(old, '/products/1')).status, 200);
    },
    'GET /reports/sales latency': async () => {
      const times = (version: 'old' | 'new', seed: number): number[] => {
        const random = seededRandom(seed);
        return Array.from({ length: 20_000 }, () => reportDelayMs(random, versions[version]));
      };
      assert.deepEqual(
        times('new', 9),
        times('old', 9).map((ms) => 1.3 * ms),
      );
      const [secondary, candidate] = [times('old', 10), times('new', 11)];
      const rates = planted.find(({ field }) => field === 'latency')?.rates;
      for (const slower of ['candidate', 'secondary'] as const) {
        const cases = candidate.filter((ms, i) => latencyCase(secondary[i] ?? 0, ms) === slower);
        const share = cases.length / candidate.length;
        assert.ok(Math.abs(share - (rates?.[slower] ?? 0)) < 0.01, `${slower}: ${share}`);
      }
    },
  };

  for (const { endpoint, field, change } of planted) {
    test(`${endpoint}: ${change}`, async () => {
      const show = shown[`${endpoint} ${field}`];
      assert.ok(show, 'every planted change has a proof');
      await show(first);
    });
  }

  test('a report waits as long as its copy drew', async () => {
    const service = await start('new', reportSeed);
    try {
      const random = seededRandom(reportSeed);
      // The request id takes two draws before the delay takes its own.
      random();
      random();
      const drawn = reportDelayMs(random, versions.new);
      const began = performance.now();
      const { status, body } = await ask(service, '/reports/sales?month=2026-01');
      assert.ok(performance.now() - began >= drawn - 2, `${drawn} ms`);
      assert.equal(status, 200);
      assert.equal((body.rows as unknown[]).length, 4);
    } finally {
      await service.close();
    }
  });
});

describe('starting a copy', () => {
  test('rejects when its port is taken', async () => {
    const port = Number(new URL(first.url).port);
    const taken = startDemoInstance({ version: 'old', seed: 8, databasePath: join(folder, '8.db'), port });
    await assert.rejects(taken, { code: 'EADDRINUSE' });
  });

  test('rejects when its database is none', async () => {
    const databasePath = join(folder, 'text.db');
    await writeFile(
      databasePath,
      'this is not a database, only a text that is long enough to be looked at as one'.repeat(9),
    );
    await assert.rejects(startDemoInstance({ version: 'old', seed: 8, databasePath, port: 0 }), /not a database/);
  });

  test('finds its rows again in a database that it filled before', async () => {
    const before = await start('old', 6);
    const list = (await ask(before, '/orders')).body.items;
    await before.close();
    const again = await start('old', 6);
    assert.deepEqual((await ask(again, '/orders')).body.items, list);
    await again.close();
  });
});
