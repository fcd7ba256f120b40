import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Page as ApiPage, ExchangeSummary, FindingList } from '../../server/api/contract.ts';
import { launchBrowser, withPage } from '../support/browser.ts';
import { type Running, startServing } from '../support/running.ts';
import { hostile, order, type Shops, startShops } from '../support/shop.ts';

let folder: string;
let shops: Shops;
let serving: Running;
let browser: Browser;
/** What closes what was opened, so that a start that fails half way leaves nothing behind. */
const opened: (() => Promise<unknown>)[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-dashboard-'));
  opened.push(() => rm(folder, { recursive: true }));
  shops = await startShops();
  opened.push(shops.close);
  browser = await launchBrowser();
  opened.push(() => browser.close());
  serving = await startServing([...shops.flags, '--db', join(folder, 'main.db')]);
  opened.push(serving.stop);
  await order(serving.proxy, 0, 150);
});

after(async () => {
  for (const close of opened.toReversed()) await close();
});

const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

async function planted(): Promise<{ readonly finding: string; readonly exchange: string }> {
  const api = `${serving.dashboard}/api/v1/runs/live`;
  const { items } = (await (await fetch(`${api}/findings`)).json()) as FindingList;
  const finding = items.find(({ field, aspect }) => field === 'body.total' && aspect === 'value') ?? assert.fail();
  const examples = await (await fetch(`${api}/exchanges?finding=${finding.id}`)).json();
  const [exchange] = (examples as ApiPage<ExchangeSummary>).items;
  return { finding: finding.id, exchange: exchange?.id ?? assert.fail('the finding has no example') };
}

test('the overview gives the verdict and names the planted regression', async () => {
  await withPage(browser, serving.dashboard, async ({ page, complaints }) => {
    await page.getByRole('heading', { level: 1, name: 'Fail' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/runs/live');
    await page.getByRole('link', { name: 'body.total value' }).waitFor();
    await seen(page, 'Received');
    assert.match(await page.title(), /^Fail · .* · Triptych$/);
    assert.deepEqual(complaints, []);
  });
});

test('from the endpoint to its finding to an exchange, and a reload keeps the view', async () => {
  await withPage(browser, `${serving.dashboard}/runs/live/endpoints`, async ({ page, complaints }) => {
    await page.getByRole('link', { name: 'GET /orders/{id}' }).click();
    await page.getByRole('link', { name: /^Regression/ }).click();
    await page.getByRole('link', { name: 'body.total value' }).click();
    await seen(page, 'Who is the odd one out');
    await seen(page, 'Only the candidate differs');
    await page
      .getByRole('region', { name: /^Examples/ })
      .getByRole('link')
      .first()
      .click();
    const total = page.getByRole('row', { name: /^total/ });
    await total.getByText('candidate alone').waitFor();
    await page.getByRole('link', { name: 'Only differences' }).click();
    await page.getByRole('row', { name: /^id/ }).waitFor({ state: 'detached' });
    const address = page.url();
    await page.reload();
    await total.getByText('candidate alone').waitFor();
    assert.equal(page.url(), address);
    assert.equal(await page.getByRole('row', { name: /^id/ }).count(), 0);
    await page.getByRole('link', { name: 'Back to the finding' }).click();
    await seen(page, 'Who is the odd one out');
    assert.deepEqual(complaints, []);
  });
});

test('what a service answers is text: it does not run, and what is invisible in it is named', async () => {
  const { exchange } = await planted();
  await withPage(browser, `${serving.dashboard}/runs/live/exchanges/${exchange}`, async ({ page, complaints }) => {
    await page.getByRole('button', { name: /alike/ }).last().click();
    await page.getByRole('button', { name: 'customer' }).click();
    await page.getByRole('button', { name: /alike/ }).last().click();
    const note = await page.getByRole('row', { name: /^note/ }).textContent();
    assert.ok(note?.includes(hostile.replace('\u202e', 'U+202E')), note ?? '');
    assert.equal(await page.locator('main img').count(), 0);
    assert.deepEqual(complaints, []);
  });
});

test('a comparison shows without a reload', async () => {
  await withPage(browser, serving.dashboard, async ({ page, complaints }) => {
    const received = page.getByText(/^of \d+ exchanges received$/);
    const [before] = /\d+/.exec((await received.textContent()) ?? '') ?? assert.fail();
    await page.evaluate('window.loadedOnce = true');
    await order(serving.proxy, 150, 160);
    await seen(page, `of ${Number(before) + 10} exchanges received`);
    assert.equal(await page.evaluate('window.loadedOnce'), true);
    assert.deepEqual(complaints, []);
  });
});

test('before the first request it says what to send, and shows the first comparison by itself', async () => {
  const fresh = await startServing([...shops.flags, '--db', join(folder, 'fresh.db')]);
  try {
    await withPage(browser, fresh.dashboard, async ({ page, complaints }) => {
      await seen(page, 'Waiting for traffic');
      await seen(page, `curl -i '${fresh.proxy}/'`);
      await order(fresh.proxy, 0, 1);
      await seen(page, 'Look at this first');
      assert.deepEqual(complaints, []);
    });
  } finally {
    await fresh.stop();
  }
});

test('when the server goes away it says so, and keeps what it has instead of showing nothing', async () => {
  const short = await startServing([...shops.flags, '--db', join(folder, 'short.db')]);
  await order(short.proxy, 0, 5);
  await withPage(browser, short.dashboard, async ({ page }) => {
    await seen(page, 'Look at this first');
    await short.stop();
    await seen(page, 'Stream lost');
    await seen(page, /Could not be refreshed/);
    await seen(page, 'Look at this first');
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await seen(page, 'Could not load the endpoints');
    await seen(page, 'The server cannot be reached');
  });
});

test('what does not exist is said, not shown as empty', async () => {
  const missing: readonly [path: string, words: string][] = [
    ['/runs/none', 'No such run'],
    ['/runs/live/findings/000000000000', 'No such finding in this run'],
    ['/runs/live/exchanges/none', 'This exchange is not kept'],
    ['/nowhere', 'There is no such page'],
    ['/runs/live/findings?class=accepted', 'No finding matches the filter'],
  ];
  for (const [path, words] of missing) {
    await withPage(browser, serving.dashboard + path, ({ page }) => seen(page, words));
  }
});

test('the theme is kept', async () => {
  await withPage(browser, serving.dashboard, async ({ page, complaints }) => {
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.reload();
    assert.equal(await page.getByRole('radio', { name: 'Dark' }).isChecked(), true);
    assert.equal(await page.evaluate('getComputedStyle(document.documentElement).colorScheme'), 'dark');
    assert.deepEqual(complaints, []);
  });
});

describe('every page', () => {
  const paths: readonly [
    name: string,
    path: (ids: Awaited<ReturnType<typeof planted>>) => string,
    words: string | RegExp,
  ][] = [
    ['runs', () => '/runs', 'Diff rate'],
    ['overview', () => '/runs/live', 'Look at this first'],
    ['endpoints', () => '/runs/live/endpoints', 'p99 latency'],
    ['findings', () => '/runs/live/findings', 'Only the candidate differs'],
    ['finding', ({ finding }) => `/runs/live/findings/${finding}`, 'Second opinion'],
    ['exchange', ({ exchange }) => `/runs/live/exchanges/${exchange}`, 'Status and headers'],
    ['raw exchange', ({ exchange }) => `/runs/live/exchanges/${exchange}?view=raw`, 'HTTP 200'],
    ['missing', () => '/nowhere', 'There is no such page'],
  ];

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has no accessibility violation in ${colorScheme}`, async () => {
      const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
      const ids = await planted();
      for (const [name, path, words] of paths) {
        const work = async ({ page }: { readonly page: Page }) => {
          await seen(page, words);
          await page.evaluate(axe);
          const found = await page.evaluate(
            `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`,
          );
          assert.deepEqual(found, [], name);
        };
        // The tool is put into the page from outside, which the policy would rightly forbid.
        await withPage(browser, serving.dashboard + path(ids), work, { colorScheme, bypassCSP: true });
      }
    });
  }

  test('that a link from chat opens fits a phone 320 px wide', async () => {
    const ids = await planted();
    for (const [name, path, words] of paths) {
      if (name !== 'overview' && name !== 'finding') continue;
      const work = async ({ page }: { readonly page: Page }) => {
        await seen(page, words);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, name);
      };
      await withPage(browser, serving.dashboard + path(ids), work, { viewport: { width: 320, height: 640 } });
    }
  });

  test('loads at most 190 KB of script for the first view, compressed', async () => {
    await withPage(browser, serving.dashboard, async ({ page }) => {
      const scripts: Promise<Buffer>[] = [];
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response.body());
      });
      await page.reload();
      await seen(page, 'Look at this first');
      const size = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
      assert.ok(size > 10_000 && size <= 190_000, `${size} bytes`);
    });
  });
});
