import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startThree } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';

/** Orders by id: the one asked for, and two that are other ones every time. */
const shop =
  (total: (id: number) => number): RequestListener =>
  (request, response) => {
    const id = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
    const order = (n: number) => [100_000 + Math.floor(Math.random() * 900_000), { total: n, currency: 'EUR' }];
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ orders: Object.fromEntries([[id, { total: total(id), currency: 'EUR' }], order(1), order(2)]) }),
    );
  };

test('check reports a regression inside a map with random keys as one finding, and fails', async () => {
  const three = await startThree(
    shop((id) => id * 10),
    shop((id) => id * 10 + (id % 4 === 0 ? 1 : 0)),
  );
  try {
    await inFolder(async (folder) => {
      const out = join(folder, 'out.json');
      const traffic = await writeTraffic(folder, orderLines(160));
      const flags = [...three.flags, '--traffic', traffic, '--report', `json=${out}`, '--db', join(folder, 't.db')];
      const { code } = await triptych('check', ...flags);
      const report = JSON.parse(await readFile(out, 'utf8')) as Report;
      assert.deepEqual([report.verdict, code], ['fail', 1]);
      const bodies = report.findings.filter(({ field }) => field.startsWith('body'));
      const [regression, ...noise] = bodies;
      assert.equal(regression?.field, 'body.orders.{}.total');
      assert.deepEqual([regression.class, regression.counts.candidate], ['regression', 40]);
      assert.deepEqual(noise.map(({ field, aspect, class: kind }) => `${field} ${aspect} ${kind}`).sort(), [
        'body.orders.{} extra noise',
        'body.orders.{} missing noise',
      ]);
      assert.equal(report.diffRate.value, 40 / 160);

      const again = await triptych('report', '--db', join(folder, 't.db'));
      assert.equal(again.code, 1);
      assert.match(again.stdout, /body\.orders\.\{\}\.total value/);
      assert.doesNotMatch(again.stdout, /orders\["/);
    });
  } finally {
    await three.close();
  }
});
