/** A real browser, and pages that remember what they must not do. */
import assert from 'node:assert/strict';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

export async function launchBrowser(): Promise<Browser> {
  const executablePath =
    findChromium() ?? assert.fail('Chromium is missing: node test/support/chromium.ts installs it');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught errors, violations of the content security policy and requests to other origins, in order. */
  readonly complaints: readonly string[];
}

/** Opens `url` in a context of its own, runs `work`, closes. */
export async function withPage(
  browser: Browser,
  url: string,
  work: (watched: WatchedPage) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'data:' && origin !== new URL(url).origin) complaints.push(`outside request: ${request.url()}`);
    });
    await page.addInitScript({
      content: `document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));`,
    });
    await page.goto(url);
    await work({ page, complaints });
  } finally {
    await context.close();
  }
}
