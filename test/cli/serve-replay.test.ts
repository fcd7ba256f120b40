import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Problem, Replayed } from '../../server/api/contract.ts';
import { replayedView } from '../../server/api/schemas.ts';
import { inFolder } from '../support/folder.ts';
import { whileServing } from '../support/running.ts';
import { startThree } from '../support/three.ts';

let asked = 0;
const shop =
  (total: number): RequestListener =>
  (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ path: request.url, total, at: asked++ }));
  };

async function post<T>(url: string, body: unknown): Promise<{ readonly status: number; readonly json: T }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as T };
}

test('a stored request is sent again to the three of the running serve, and counted apart', (t) =>
  inFolder(async (folder) => {
    const three = await startThree(shop(1), shop(2));
    t.after(() => three.close());
    await whileServing([...three.flags, '--db', join(folder, 't.db')], async ({ proxy, dashboard, report }) => {
      await (await fetch(`${proxy}/orders/7`)).text();
      const before = await report(1);
      const total = before.findings.find(({ field }) => field === 'body.total');
      const exchange = `${dashboard}/api/v1/runs/live/exchanges/${total?.examples[0]}/replay`;
      const { status, json } = await post<Replayed>(exchange, { times: 3 });
      assert.equal(status, 200);
      assert.deepEqual(replayedView.parse(json), json);
      const [finding] = json.findings.filter(({ id }) => id === total?.id);
      const { tries, candidate, sentence } = finding ?? {};
      assert.deepEqual([json.times, tries, candidate, sentence], [3, 3, 3, '3 of 3 reproduce']);
      // What differs among all three is not a difference of the candidate alone.
      assert.ok(!json.findings.some(({ field }) => field === 'body.at'));
      for (const { requests } of [three.primary, three.secondary, three.candidate]) {
        assert.deepEqual(
          requests.map(({ url }) => url),
          Array(4).fill('/orders/7'),
        );
      }
      const after = await report(1);
      assert.equal(after.exchanges.received, 1);
      const confirmed = after.findings.find(({ id }) => id === total?.id);
      assert.deepEqual(confirmed?.confirmed, { tries: 3, candidate: 3, secondary: 0 });
      assert.match(confirmed?.sentence ?? '', /Sent again, it was reproduced 3 of 3 times\.$/);
      assert.equal((await post(exchange, { times: 0 })).status, 400);
    });
  }));

test('a request without its credentials is not sent again, nor one of a run that is over, and the answer says why', (t) =>
  inFolder(async (folder) => {
    const three = await startThree(shop(1), shop(2));
    t.after(() => three.close());
    const flags = [...three.flags, '--db', join(folder, 't.db')];
    const plain: { run: string; exchange: string } = { run: '', exchange: '' };
    await whileServing(flags, async ({ proxy, dashboard, report }) => {
      await (await fetch(`${proxy}/orders/7`)).text();
      const before = await report(1);
      plain.run = before.run.id;
      plain.exchange = before.findings.find(({ field }) => field === 'body.total')?.examples[0] ?? '';
      await (await fetch(`${proxy}/orders/8?token=secret`, { headers: { authorization: 'Bearer secret' } })).text();
      const { findings } = await report(2);
      const ids = findings.find(({ field }) => field === 'body.total')?.examples ?? [];
      const other = ids.find((id) => id !== plain.exchange);
      const { status, json } = await post<Problem>(`${dashboard}/api/v1/runs/live/exchanges/${other}/replay`, {});
      assert.equal(status, 409);
      assert.equal(json.title, 'The request cannot be sent again');
      assert.match(json.detail, /^authorization, token were replaced before the request was stored/);
      assert.equal(three.candidate.requests.length, 2);
    });
    await whileServing(flags, async ({ dashboard }) => {
      const { status, json } = await post<Problem>(
        `${dashboard}/api/v1/runs/${plain.run}/exchanges/${plain.exchange}/replay`,
        {},
      );
      assert.equal(status, 409);
      assert.match(json.detail, /^Run .* is over/);
      const missing = await post<Problem>(`${dashboard}/api/v1/runs/${plain.run}/exchanges/none/replay`, {});
      assert.equal(missing.status, 404);
    });
  }));
