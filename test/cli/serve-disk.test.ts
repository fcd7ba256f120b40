import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startServing } from '../support/running.ts';
import { startThree } from '../support/three.ts';
import { until } from '../support/until.ts';

/** Never the same, and it does not compress: every exchange is a sample that takes room in the database. */
const noise: RequestListener = (_request, response) => response.end(randomBytes(20_000));

test('when the disk is full every caller is still served, comparisons count as lost, and readyz says why', (t) =>
  inFolder(async (folder) => {
    const three = await startThree(noise, noise);
    t.after(() => three.close());
    const db = join(folder, 't.db');
    // 600 blocks, of 512 or 1024 bytes by shell: a disk that is full after a few samples.
    const serving = await startServing([...three.flags, '--db', db], 600);
    t.after(serving.kill);
    let asked = 0;
    const ask = async (): Promise<void> => {
      const response = await fetch(`${serving.proxy}/noise`);
      assert.equal(response.status, 200);
      assert.equal((await response.arrayBuffer()).byteLength, 20_000);
      asked++;
    };
    const said = await until('readyz to answer 503', async () => {
      await ask();
      const response = await fetch(`${serving.dashboard}/readyz`);
      return response.status === 503 ? response.json() : undefined;
    });
    assert.match(JSON.stringify(said), /t\.db/);
    const report = await until('a comparison that counts as lost', async () => {
      await ask();
      const live = await serving.report(0);
      return (live.exchanges.notCompared.storeLost ?? 0) > 0 ? live : undefined;
    });
    assert.ok(report.exchanges.received <= asked);
    await ask();
    const { comparing, problems } = await serving.status();
    assert.equal(comparing, false);
    assert.equal(problems.length, 1);
    serving.signal('SIGTERM');
    assert.equal(await serving.ended, 0);
    const { stdout } = await triptych('report', '--db', db);
    const total = / of (\d+) exchanges$/m.exec(stdout)?.[1];
    assert.equal(Number(total), asked, `all requests are accounted for:\n${stdout}`);
    assert.match(stdout, /\d+ could not be stored$/m);
  }));
