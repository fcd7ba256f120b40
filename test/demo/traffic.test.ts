import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { exchangesNeeded } from '../../server/core/noise/forecast.ts';
import { demoTrafficFile } from '../../server/demo/instance.ts';
import { planted } from '../../server/demo/planted.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { startDemoService } from '../../server/demo/service.ts';
import { openShop } from '../../server/demo/shop.ts';
import { type TrafficLine, visitShop } from '../support/demo-customers.ts';

const lines = gunzipSync(await readFile(demoTrafficFile))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as TrafficLine);

const askedAt = (endpoint: string): TrafficLine[] =>
  lines.filter(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/\d+/g, '{id}')}` === endpoint);

/** The requests to which the new version answers differently, for the changes that need a certain input. */
const certainInput: Readonly<Record<string, (line: TrafficLine) => boolean>> = {
  'GET /search status': ({ path }) => path.includes('%25'),
  'GET /customers/{id} body.phone': ({ headers }) => headers.authorization !== undefined,
};

describe('the recorded traffic of the demo', () => {
  test('is a few thousand requests of many kinds, in the order of their time', () => {
    assert.ok(lines.length > 3000 && lines.length < 5000, `${lines.length}`);
    assert.deepEqual(new Set(lines.map(({ method }) => method)), new Set(['GET', 'HEAD', 'POST']));
    assert.ok(lines.some(({ headers }) => headers.cookie !== undefined));
    assert.ok(lines.some(({ data }) => data !== undefined));
    const times = lines.map(({ ts }) => Date.parse(ts));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
  });

  for (const { endpoint, field, change, rates } of planted) {
    if (rates !== undefined) continue;
    test(`asks at least 40 times where ${change}`, async () => {
      const hit = certainInput[`${endpoint} ${field}`] ?? (() => true);
      const hits = field === 'body.total' ? await yenOrders() : askedAt(endpoint).filter(hit);
      assert.ok(hits.length >= 40, `${hits.length}`);
    });
  }

  test('asks far too little to decide the changes that hide in noise', () => {
    for (const { endpoint, rates } of planted) {
      if (rates === undefined) continue;
      const [rateCandidateOnly, rateSecondaryOnly] = [rates.candidate, rates.secondary];
      const needed = exchangesNeeded({ rateCandidateOnly, rateSecondaryOnly, rank: 5, alpha: 0.05 }) ?? 0;
      assert.ok(askedAt(endpoint).length < needed / 3, `${endpoint}: ${askedAt(endpoint).length} of ${needed}`);
    }
  });

  test('is what the simulated customers send: the same seed sends the same again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'triptych-customers-'));
    const shop = await startDemoService({ version: 'old', seed: 1, databasePath: join(folder, 'shop.db'), port: 0 });
    try {
      const once = await visitShop(shop.url, seededRandom(7), 0.02);
      assert.ok(once.length > 20);
      assert.deepEqual(await visitShop(shop.url, seededRandom(7), 0.02), once);
    } finally {
      await shop.close();
      await rm(folder, { recursive: true });
    }
  });
});

async function yenOrders(): Promise<TrafficLine[]> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-yen-'));
  const shop = openShop(join(folder, 'shop.db'));
  try {
    return askedAt('GET /orders/{id}').filter(({ path }) => shop.order(Number(path.slice(8)))?.currency === 'JPY');
  } finally {
    shop.close();
    await rm(folder, { recursive: true });
  }
}
