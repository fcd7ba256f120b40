import assert from 'node:assert/strict';
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import Database from 'better-sqlite3';
import type { Report } from '../../server/core/gate/model.ts';
import { openStore } from '../../server/store/open.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { whileServing } from '../support/running.ts';
import { run } from '../support/seed.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';
import { deadUrl, sayJson, startUpstream } from '../support/upstream.ts';

let three: Three;
before(async () => {
  three = await startThree(sayJson({ total: 1 }), sayJson({ total: 2 }));
});
after(() => three.close());

/** A database with one run of `count` exchanges, all of them with a regression. */
async function checked(folder: string, count: number): Promise<{ readonly db: string; readonly report: Report }> {
  const [db, out] = [join(folder, 'run.db'), join(folder, 'out.json')];
  const traffic = await writeTraffic(folder, orderLines(count));
  await triptych('check', ...three.flags, '--traffic', traffic, '--db', db, '--report', `json=${out}`);
  return { db, report: JSON.parse(await readFile(out, 'utf8')) as Report };
}

describe('report', { concurrency: 4 }, () => {
  test('judges a kept run again and exits like check', () =>
    inFolder(async (folder) => {
      const { db, report } = await checked(folder, 120);
      const again = join(folder, 'again.json');
      const strict = await triptych('report', '--db', db, '--report', `json=${again}`);
      assert.equal(strict.code, 1);
      assert.match(strict.stdout, /^ FAIL /);
      assert.deepEqual(JSON.parse(await readFile(again, 'utf8')), report);
      const [loose, more] = await Promise.all([
        triptych('report', '--db', db, '--max-diff-rate', '100%'),
        triptych('report', '--db', db, '--max-diff-rate', '100%', '--min-exchanges', '1000'),
      ]);
      assert.equal(loose.code, 0);
      assert.equal(more.code, 2);
    }));

  test('finds a run by its id, the newest without one, and says when there is none of that id', () =>
    inFolder(async (folder) => {
      const { report: first } = await checked(folder, 3);
      const { db, report: second } = await checked(folder, 4);
      const received = async (...args: readonly string[]) =>
        /of (\d) exchanges|Compared +(\d)/
          .exec((await triptych('report', '--db', db, ...args)).stdout)
          ?.slice(1)
          .find(Boolean);
      assert.equal(await received('--run', first.run.id), '3');
      assert.equal(await received('--run', second.run.id), '4');
      assert.equal(await received(), '4');
      const none = await triptych('report', '--db', db, '--run', 'r0');
      assert.equal(none.stderr, `triptych: ${db} has no run r0; leave --run out for the newest.\n`);
      assert.equal(none.code, 3);
    }));

  test('asks a running serve', () =>
    inFolder(async (folder) => {
      await whileServing([...three.flags, '--db', join(folder, 't.db'), '--min-exchanges', '1'], async (serving) => {
        for (let id = 0; id < 20; id++) assert.equal((await fetch(`${serving.proxy}/orders/${id}`)).status, 200);
        const { run } = await serving.report(20);
        const out = join(folder, 'out.json');
        const strict = ['--max-diff-rate', '1', '--latency', 'p95=2x', '--thresholds', '{"*":{"min_exchanges":21}}'];
        const [live, loose, named, none, limited] = await Promise.all([
          triptych('report', '--from', serving.dashboard, '--report', `json=${out}`),
          triptych('report', '--from', `${serving.dashboard}/`, '--max-diff-rate', '100%'),
          triptych('report', '--from', serving.dashboard, '--run', run.id, '--min-exchanges', '21'),
          triptych('report', '--from', serving.dashboard, '--run', 'r0'),
          triptych('report', '--from', serving.dashboard, ...strict),
        ]);
        assert.equal(limited.code, 2);
        assert.match(limited.stdout, /p95 needs 100 timed answers of each, and there are 20: 80 more are needed/);
        assert.match(limited.stdout, /Only 20 exchanges were compared at GET \/orders\/\{id\}: 1 more is needed/);
        assert.deepEqual([live.code, loose.code, named.code, none.code], [1, 0, 1, 3]);
        assert.equal(none.stderr, `triptych: ${serving.dashboard}: There is no run r0.\n`);
        assert.equal((JSON.parse(await readFile(out, 'utf8')) as Report).exchanges.compared, 20);
      });
    }));

  test('says when a dashboard is not there, or is none', async (t) => {
    const other = await startUpstream(sayJson({ hello: 'world' }));
    t.after(() => other.close());
    const dead = await deadUrl();
    const [refused, foreign, nonsense] = await Promise.all([
      triptych('report', '--from', dead),
      triptych('report', '--from', other.url),
      triptych('report', '--from', 'localhost:8888'),
    ]);
    assert.equal(refused.stderr, `triptych: ${dead} cannot be reached: connect ECONNREFUSED ${new URL(dead).host}.\n`);
    assert.equal(refused.code, 4);
    assert.match(
      foreign.stderr,
      /is no dashboard of Triptych: it answered 200 to \/api\/v1\/runs\/live\/report and sent no report\.\n$/,
    );
    assert.equal(foreign.code, 3);
    assert.match(nonsense.stderr, /--from localhost:8888: expected a URL such as http:\/\/localhost:8888\./);
    assert.equal(nonsense.code, 3);
  });
});

describe('a database that cannot be used is named with what to do, by every command, with 3', {
  concurrency: 4,
}, () => {
  /** The sentence of the store, and the file as it was before. */
  const refused = async (db: string, said: RegExp, readable = false): Promise<void> => {
    const reported = readable ? [] : [triptych('report', '--db', db)];
    const opened = triptych('serve', ...three.flags, '--port', '0', '--dashboard-port', '0', '--db', db);
    for (const { code, stdout, stderr } of await Promise.all([opened, ...reported])) {
      assert.match(stderr, said);
      assert.ok(stderr.startsWith(`triptych: ${db} `) || stderr.includes(db), stderr);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
      assert.equal(code, 3);
      assert.equal(stdout, '');
    }
  };
  const created = async (folder: string): Promise<string> => {
    const db = join(folder, 't.db');
    const store = await openStore(db);
    await store.createRun(run('r1', 1));
    await store.close();
    return db;
  };

  test('in a folder that is missing', () =>
    refused(join(tmpdir(), 'no-such-folder', 't.db'), /The folder of .* does not exist/));

  test('corrupt', () =>
    inFolder(async (folder) => {
      const db = join(folder, 't.db');
      await writeFile(db, 'GET /orders/7 HTTP/1.1\n'.repeat(100));
      const before = await readFile(db);
      await refused(db, /is damaged or not an SQLite database: restore it/);
      assert.deepEqual(await readFile(db), before);
    }));

  test('of a newer version', () =>
    inFolder(async (folder) => {
      const db = await created(folder);
      const future = new Database(db);
      future.exec("insert into kysely_migration values ('999-holograms', '2099-01-01T00:00:00.000Z')");
      future.close();
      await refused(db, /was written by a newer version of Triptych/);
    }));

  test('locked by another writer, which does not keep report from reading', () =>
    inFolder(async (folder) => {
      const db = await created(folder);
      const other = new Database(db);
      other.exec('begin immediate');
      try {
        await refused(db, /is locked: another process is writing to it/, true);
        const { code, stdout } = await triptych('report', '--db', db);
        assert.match(stdout, /^ INCONCLUSIVE /);
        assert.equal(code, 2);
      } finally {
        other.close();
      }
    }));

  test('read-only', () =>
    inFolder(async (folder) => {
      // No permission binds root, but nobody can create a file in /proc.
      if (process.geteuid?.() === 0) return refused('/proc/t.db', /\/proc\/t\.db cannot be written/, true);
      const db = await created(folder);
      await chmod(db, 0o444);
      await refused(db, /cannot be written: this user needs write permission/, true);
    }));

  test('missing, when it is to be read; another program’s stays as it was', () =>
    inFolder(async (folder) => {
      const none = await triptych('report', '--db', join(folder, 'none.db'));
      assert.equal(
        none.stderr,
        `triptych: ${join(folder, 'none.db')} does not exist: nothing was recorded there yet.\n`,
      );
      assert.equal(none.code, 3);
      const db = join(folder, 'other.db');
      const other = new Database(db);
      other.exec('create table customers (id integer primary key)');
      other.close();
      await copyFile(db, `${db}.before`);
      await refused(db, /is the database of another program and was left as it is/);
      assert.deepEqual(await readFile(db), await readFile(`${db}.before`));
    }));
});
