import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { everyExchange } from '../../server/core/tally.ts';
import type { Store } from '../../server/store/contract.ts';
import { withApi } from '../support/api.ts';
import { launchBrowser, withPage } from '../support/browser.ts';
import { batch, endpointTally, findingTally, run } from '../support/seed.ts';

const row = (finding: string | null, attribute: string, value: string | null, n: number) => ({
  endpoint: 'GET /a',
  finding,
  attribute,
  value,
  n,
  sampled: n,
});

/** A regression of yen alone. */
async function seed(store: Store): Promise<void> {
  await store.createRun(run('r1', 1_700_000_000_000));
  const counts = { candidate: 40, secondary: 0, primary: 0, all: 0 };
  await store.commit(
    batch('r1', {
      endpoints: [endpointTally('GET /a', { compared: 200, differing: 40 })],
      findings: [findingTally('f1', 1, { counts })],
      attributes: [
        row(null, everyExchange, null, 200),
        row(null, 'query.currency', 'JPY', 44),
        row('f1', everyExchange, null, 40),
        row('f1', 'query.currency', 'JPY', 40),
      ],
    }),
  );
}

test('the page of a finding says what its requests have in common', async () => {
  const ui = fileURLToPath(import.meta.resolve('../../ui/dist'));
  const browser = await launchBrowser();
  try {
    await withApi(
      ({ url }) =>
        withPage(browser, `${url}/runs/live/findings/f1`, async ({ page, complaints }) => {
          const common = page.getByRole('list', { name: 'Its requests have in common' });
          await common.waitFor();
          const text = ((await common.textContent()) ?? '').replaceAll(/\s/g, ' ');
          assert.equal(text, 'query.currency=JPY 100 % of them, 2.5 % of the rest');
          await page.getByText('Only with query currency=JPY.').waitFor();
          assert.deepEqual(complaints, []);
        }),
      { seed, ui },
    );
  } finally {
    await browser.close();
  }
});
