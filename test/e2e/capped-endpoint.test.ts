import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mostFindings } from '../../server/core/tally.ts';
import type { Store } from '../../server/store/contract.ts';
import { withApi } from '../support/api.ts';
import { launchBrowser, withPage } from '../support/browser.ts';
import { batch, endpointTally, findingTally, run } from '../support/seed.ts';

/** An endpoint with as many findings as are told apart, and more in nine exchanges. */
async function seed(store: Store): Promise<void> {
  const names = Array.from({ length: mostFindings }, (_, i) => `f${i}`);
  const counts = { candidate: 7, secondary: 2, primary: 0, all: 0 };
  await store.createRun(run('r1', 1_700_000_000_000));
  await store.commit(
    batch('r1', {
      endpoints: [endpointTally('GET /a', { compared: 90, differing: 90 }), endpointTally('GET /b', { compared: 5 })],
      findings: [
        ...names.map((name, i) => findingTally(name, i + 1, { field: `body.${name}` })),
        findingTally('rest', mostFindings + 1, { field: 'body', aspect: 'truncated', counts }),
      ],
    }),
  );
}

test('the page of endpoints says where not all fields are told apart, and in how many exchanges', async () => {
  const ui = fileURLToPath(import.meta.resolve('../../ui/dist'));
  const browser = await launchBrowser();
  try {
    await withApi(
      ({ url }) =>
        withPage(browser, `${url}/runs/live/endpoints`, async ({ page, complaints }) => {
          const capped = page.getByText('More fields differ than are told apart');
          await capped.waitFor();
          assert.match((await capped.textContent()) ?? '', /the rest, in 9 exchanges, counts as body truncated\.$/);
          assert.equal(await capped.count(), 1);
          assert.match((await page.getByRole('row').filter({ has: capped }).textContent()) ?? '', /^GET \/a/);
          assert.deepEqual(complaints, []);
        }),
      { seed, ui },
    );
  } finally {
    await browser.close();
  }
});
