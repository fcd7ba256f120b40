import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { launchBrowser, withPage } from '../support/browser.ts';
import { inFolder } from '../support/folder.ts';
import { whileServing } from '../support/running.ts';
import { startThree } from '../support/three.ts';

const shop =
  (total: number): RequestListener =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ total }));
  };

test('the page of an exchange sends its request again and says how often the difference came back, or why it may not', (t) =>
  inFolder(async (folder) => {
    const three = await startThree(shop(1), shop(2));
    t.after(() => three.close());
    const browser = await launchBrowser();
    t.after(() => browser.close());
    await whileServing([...three.flags, '--db', join(folder, 't.db')], async ({ proxy, dashboard, report }) => {
      await (await fetch(`${proxy}/orders/7`)).text();
      const plain = (await report(1)).findings[0]?.examples[0];
      await (await fetch(`${proxy}/orders/8`, { headers: { authorization: 'Bearer secret' } })).text();
      const secret = (await report(2)).findings[0]?.examples.find((id) => id !== plain);
      const at = (id: string | undefined) => `${dashboard}/runs/live/exchanges/${id}`;

      await withPage(browser, at(plain), async ({ page, complaints }) => {
        await page.getByRole('button', { name: 'Send again 10 times' }).click();
        await page.getByText('body.total value: 10 of 10 reproduce').waitFor();
        assert.deepEqual(complaints, []);
      });
      assert.equal(three.candidate.requests.length, 12);

      await withPage(browser, at(secret), async ({ page }) => {
        await page.getByRole('button', { name: 'Send again 10 times' }).click();
        await page.getByText('authorization was replaced before the request was stored').waitFor();
      });
    });
  }));
