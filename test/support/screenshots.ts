/** `npm run screenshots`: the demo's dashboard, light and dark, as the README shows it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const folder = fileURLToPath(new URL('../../ui/pictures/', import.meta.url));

const demo = spawn(process.execPath, [main, 'demo'], { stdio: ['ignore', 'pipe', 'inherit'] });
const dashboard = await new Promise<string>((resolve, reject) => {
  createInterface(demo.stdout).on('line', (line) => {
    // This line comes after the verdict, when everything is compared.
    const url = /^Dashboard: (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) resolve(url);
  });
  demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)));
});

/** Pictures by name: how to get there from the overview. */
const pictures: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  overview: async () => undefined,
  finding: (page) =>
    page
      .getByRole('link', { name: /body\.deliveryDate/ })
      .first()
      .click(),
  exchange: async (page) => {
    await page
      .getByRole('link', { name: /body\.total/ })
      .first()
      .click();
    await page
      .getByRole('link', { name: /GET \/orders\/\d+/ })
      .first()
      .click();
  },
};

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
    for (const [name, go] of Object.entries(pictures)) {
      const page = await context.newPage();
      await page.goto(`${dashboard}/runs/live`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await go(page);
      await page.waitForTimeout(800);
      await page.screenshot({ path: `${folder}${name}-${colorScheme}.png` });
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
  const exited = once(demo, 'exit');
  demo.kill('SIGINT');
  await exited;
}
