import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { withApi } from '../support/api.ts';
import { inFolder } from '../support/folder.ts';

const page = { accept: 'text/html,application/xhtml+xml' };

const withBuiltSite = (work: (url: string) => Promise<void>) =>
  inFolder(async (ui) => {
    await mkdir(`${ui}/assets`);
    await writeFile(`${ui}/index.html`, '<!doctype html><title>Dashboard</title>');
    await writeFile(`${ui}/assets/main-4f3a.js`, 'export {};');
    await withApi(({ url }) => work(url), { ui });
  });

describe('the built dashboard', () => {
  test('is served at the root and at every address of its router', () =>
    withBuiltSite(async (url) => {
      for (const path of ['/', '/runs/live/findings/aaaaaaaaaaaa', '/runs/x?class=noise']) {
        const response = await fetch(url + path, { headers: page });
        assert.equal(response.status, 200, path);
        assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
        assert.equal(response.headers.get('cache-control'), 'no-cache');
        assert.match(await response.text(), /Dashboard/);
      }
    }));

  test('has assets that browsers keep for good', () =>
    withBuiltSite(async (url) => {
      const response = await fetch(`${url}/assets/main-4f3a.js`);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /javascript/);
      assert.match(response.headers.get('cache-control') ?? '', /immutable/);
    }));

  test('does not stand in for what a script or an API client asks for', () =>
    withBuiltSite(async (url) => {
      const asked: readonly [path: string, headers: Record<string, string>][] = [
        ['/assets/gone.js', {}],
        ['/assets/gone.js', { accept: '*/*' }],
        ['/runs/live', { accept: 'application/json' }],
        ['/api/v1/nothing', page],
        ['/api', page],
      ];
      for (const [path, headers] of asked) {
        const response = await fetch(url + path, { headers });
        assert.equal(response.status, 404, path);
        assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/, path);
      }
    }));

  test('does not lead out of its folder', () =>
    withBuiltSite(async (url) => {
      for (const path of ['/..%2f..%2fetc%2fpasswd', '/assets/..%2f..%2f..%2fetc/passwd']) {
        const response = await fetch(url + path);
        assert.ok(response.status >= 400, `${path}: ${response.status}`);
      }
    }));
});

test('without a build a page says how to make one, and the API answers all the same', () =>
  withApi(async ({ url }) => {
    const response = await fetch(`${url}/runs/live`, { headers: page });
    assert.equal(response.status, 503);
    assert.match(await response.text(), /npm run build/);
    assert.equal((await fetch(`${url}/api/v1/runs`)).status, 200);
  }));
