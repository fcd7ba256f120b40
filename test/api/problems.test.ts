import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Database from 'better-sqlite3';
import type { Problem } from '../../server/api/contract.ts';
import { problemDocument } from '../../server/api/schemas.ts';
import { seedRuns, withApi } from '../support/api.ts';

async function problemAt(url: string, init: RequestInit = {}): Promise<Problem> {
  const response = await fetch(url, init);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  const document = problemDocument.parse(await response.json());
  assert.equal(document.status, response.status);
  return document;
}

describe('what cannot be answered is told as a problem document', () => {
  const table: readonly [path: string, status: number, detail: RegExp][] = [
    ['/api', 404, /GET \/api\b/],
    ['/api/v1/nothing', 404, /GET \/api\/v1\/nothing/],
    ['/api/v1/runs/none', 404, /no run none/],
    ['/api/v1/runs/none/report', 404, /no run none/],
    ['/api/v1/runs/none/exchanges', 404, /no run none/],
    ['/api/v1/runs/none/exchanges/e1', 404, /no run none/],
    ['/api/v1/runs/live/exchanges/none', 404, /keeps no exchange none/],
    ['/api/v1/runs/live/findings/none', 404, /no finding none/],
    ['/api/v1/runs?limit=0', 400, /limit/],
    ['/api/v1/runs?limit=101', 400, /limit/],
    ['/api/v1/runs?limit=ten', 400, /limit/],
    ['/api/v1/runs?limit=1&limit=2', 400, /limit/],
    ['/api/v1/runs?size=3', 400, /size/],
    ['/api/v1/runs?cursor=nonsense', 400, /cursor/],
    ['/api/v1/runs/live/exchanges?cursor=nonsense', 400, /cursor/],
    ['/api/v1/runs/live/findings?class=bad', 400, /class/],
    ['/api/v1/runs/live/report?alpha=2', 400, /alpha/],
    ['/api/v1/runs/%zz', 400, /./],
    ['/nothing.js', 404, /nothing\.js/],
  ];
  for (const [path, status, detail] of table) {
    test(path, () =>
      withApi(
        async ({ url }) => {
          const problem = await problemAt(url + path);
          assert.equal(problem.status, status);
          assert.match(problem.detail, detail);
        },
        { seed: seedRuns },
      ),
    );
  }

  test('a method that no route has', () =>
    withApi(async ({ url }) => {
      assert.equal((await problemAt(`${url}/api/v1/runs`, { method: 'DELETE' })).status, 404);
    }));

  test('no run yet', () =>
    withApi(async ({ url }) => {
      assert.match((await problemAt(`${url}/api/v1/runs/live`)).detail, /no run yet/);
    }));

  test('a damaged database', () =>
    withApi(
      async ({ url, folder }) => {
        const damage = new Database(`${folder}/t.db`);
        damage.exec("update exchanges set content = x'0100'");
        damage.close();
        const problem = await problemAt(`${url}/api/v1/runs/live/exchanges/e1`);
        assert.equal(problem.status, 503);
        assert.match(problem.detail, /t\.db is damaged/);
      },
      { seed: seedRuns },
    ));

  test('a fault of our own keeps its details to the log', () =>
    withApi(
      async ({ url }) => {
        const problem = await problemAt(`${url}/api/v1/status`);
        assert.equal(problem.status, 500);
        assert.ok(!JSON.stringify(problem).includes('secret detail'));
      },
      { status: failingStatus() },
    ));
});

/** Works once, for the start. */
function failingStatus() {
  let started = false;
  return () => {
    if (started) throw new Error('secret detail');
    started = true;
    return { version: '1', proxy: null, targets: [], comparing: false, problems: [] };
  };
}
