import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { htmlReport } from '../../server/core/gate/html.ts';
import type { Report } from '../../server/core/gate/model.ts';
import type { Shown } from '../../server/core/gate/shown.ts';
import { planted } from '../core/gate/hostile.ts';
import { launchBrowser, withPage } from '../support/browser.ts';
import { inFolder } from '../support/folder.ts';

const evil = '</code><img src="http://127.0.0.1:9/x.png" onerror="document.title=1"><script>document.title=1</script>';

const report: Report = {
  ...planted(),
  findings: planted().findings.map((finding) => ({
    ...finding,
    endpoint: `GET /${evil}`,
    field: `body.${'x'.repeat(300)}${evil}`,
  })),
};
const request = { method: 'GET', target: `/${evil}`, headers: [], body: { kind: 'text', text: evil } } as const;
const values = { primary: 'old', secondary: 'old', candidate: evil.repeat(3) };
const shown: Shown = { examples: new Map([['a', { exchange: 'e1', request, values }]]), targets: {}, strict: false };

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`the HTML report runs and fetches nothing, is accessible and fits ${width} pixels, ${colorScheme}`, () =>
      inFolder(async (folder) => {
        const path = join(folder, 'report.html');
        await writeFile(path, htmlReport(report, shown));
        const options = { colorScheme, viewport: { width, height: 800 } };
        await withPage(
          browser,
          pathToFileURL(path).href,
          async ({ page, complaints }) => {
            await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
            assert.match(await page.title(), /^Fail · orders 1\.5\.0 · Triptych$/);
            assert.ok(await page.getByText(evil).first().isVisible());
            assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
            assert.deepEqual(complaints, []);
            await page.evaluate(axe.source);
            const violations = await page.evaluate(
              `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(', ')))`,
            );
            assert.deepEqual(violations, []);
          },
          options,
        );
      }));
  }
}
