import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startServing, whileServing } from '../support/running.ts';
import { flagsFor, startThree } from '../support/three.ts';
import { until } from '../support/until.ts';
import { deadUrl, sayJson, startUpstream } from '../support/upstream.ts';

/** Whether nobody accepts connections there. */
function refuses(url: string): Promise<true | undefined> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
  });
}

describe('serve', { concurrency: 4 }, () => {
  test('prints two ready lines, and answers at both addresses by then', (t) =>
    inFolder(async (folder) => {
      const three = await startThree(sayJson({ a: 1 }), sayJson({ a: 1 }));
      t.after(() => three.close());
      const db = join(folder, 't.db');
      await whileServing([...three.flags, '--db', db], async ({ proxy, dashboard, stdout }) => {
        assert.equal(stdout(), `triptych: proxy ${proxy}\ntriptych: dashboard ${dashboard}\n`);
        assert.deepEqual(await (await fetch(`${proxy}/x`)).json(), { a: 1 });
        assert.equal((await fetch(`${dashboard}/readyz`)).status, 200);
      });
    }));

  test('lets a request under way finish when it is told to stop, counts it, and exits 0', (t) =>
    inFolder(async (folder) => {
      const asked = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const slow: RequestListener = async (_request, response) => {
        asked.resolve();
        response.write('first,');
        await release.promise;
        response.end('last');
      };
      const three = await startThree(slow, (_request, response) => response.end('first,last'));
      t.after(() => three.close());
      const db = join(folder, 't.db');
      const serving = await startServing([...three.flags, '--db', db]);
      t.after(serving.kill);
      const answer = fetch(`${serving.proxy}/slow`).then((response) => response.text());
      await asked.promise;
      serving.signal('SIGTERM');
      await until('the proxy to accept no more', () => refuses(serving.proxy));
      release.resolve();
      assert.equal(await answer, 'first,last');
      assert.equal(await serving.ended, 0);
      const { stdout } = await triptych('report', '--db', db, '--min-exchanges', '1');
      assert.match(stdout, /Compared +1$/m);
    }));

  test('names a port that is in use with 3, and leaves no empty run behind', (t) =>
    inFolder(async (folder) => {
      const other = createServer().listen(0, '127.0.0.1');
      t.after(() => other.close());
      await once(other, 'listening');
      const address = other.address();
      const taken = typeof address === 'object' ? address?.port : undefined;
      const dead = await deadUrl();
      const db = join(folder, 't.db');
      const flags = [...flagsFor(dead, dead, dead), '--db', db];
      const [proxy, dashboard, both] = await Promise.all([
        triptych('serve', ...flags, '--port', `${taken}`, '--dashboard-port', '0'),
        triptych('serve', ...flags, '--port', '0', '--dashboard-port', `${taken}`),
        triptych('serve', ...flags, '--port', '9', '--dashboard-port', '9'),
      ]);
      const what = 'is in use: stop what listens there, or choose another port.';
      assert.equal(proxy.stderr, `triptych: 127.0.0.1:${taken} (--port) ${what}\n`);
      assert.equal(dashboard.stderr, `triptych: 127.0.0.1:${taken} (--dashboard-port) ${what}\n`);
      assert.equal(both.stderr, 'triptych: --port and --dashboard-port are both 9: each needs one of its own.\n');
      assert.deepEqual([proxy.code, dashboard.code, both.code], [3, 3, 3]);
      assert.equal(existsSync(db), false);
    }));

  test('names an address that is not of this machine', async () => {
    const dead = await deadUrl();
    const { code, stderr } = await triptych(
      'serve',
      ...flagsFor(dead, dead, dead),
      '--host',
      '192.0.2.1',
      '--port',
      '0',
    );
    assert.equal(stderr, 'triptych: 192.0.2.1:0 (--port) is not an address of this machine: choose another --host.\n');
    assert.equal(code, 3);
  });

  for (const [at, role] of (['secondary', 'candidate'] as const).entries()) {
    test(`starts while the ${role} is dead: says so, shows it, and serves and compares on`, (t) =>
      inFolder(async (folder) => {
        const three = await startThree(sayJson({ a: 1 }), sayJson({ a: 1 }));
        t.after(() => three.close());
        const dead = await deadUrl();
        const shadows = [three.secondary.url, three.candidate.url].with(at, dead);
        const flags = flagsFor(three.primary.url, shadows[0] ?? '', shadows[1] ?? '');
        await whileServing([...flags, '--db', join(folder, 't.db')], async (serving) => {
          await until(
            'a word about it',
            () =>
              serving.stderr().includes(`the ${role} ${dead}/ cannot be reached yet: connect ECONNREFUSED`) ||
              undefined,
          );
          assert.deepEqual(await (await fetch(`${serving.proxy}/x`)).json(), { a: 1 });
          const { exchanges, endpoints } = await serving.report(1);
          assert.equal(exchanges.compared, 1);
          assert.deepEqual(endpoints[0]?.failures, { primary: 0, secondary: 0, candidate: 0, [role]: 1 });
          const shown = await until('the status of all three', async () => {
            const { targets } = await serving.status();
            return targets.every(({ health }) => health !== 'unknown') ? targets : undefined;
          });
          for (const { role: each, health } of shown) assert.equal(health, each === role ? 'down' : 'up', each);
        });
      }));
  }

  test('starts while the primary is dead: callers get 502 until it is there', (t) =>
    inFolder(async (folder) => {
      const three = await startThree(sayJson({ a: 1 }), sayJson({ a: 1 }));
      t.after(() => three.close());
      const dead = await deadUrl();
      const flags = flagsFor(dead, three.secondary.url, three.candidate.url);
      await whileServing([...flags, '--db', join(folder, 't.db')], async (serving) => {
        const response = await fetch(`${serving.proxy}/x`);
        assert.equal(response.status, 502);
        assert.match(await response.text(), /^The service did not answer: connect ECONNREFUSED/);
        assert.equal((await serving.report(1)).exchanges.compared, 1);
      });
    }));

  test('works without a secondary', (t) =>
    inFolder(async (folder) => {
      const [primary, candidate] = await Promise.all([
        startUpstream(sayJson({ a: 1 })),
        startUpstream(sayJson({ a: 2 })),
      ]);
      t.after(() => Promise.all([primary.close(), candidate.close()]));
      const flags = ['--primary', primary.url, '--candidate', candidate.url, '--db', join(folder, 't.db')];
      await whileServing(flags, async (serving) => {
        await fetch(`${serving.proxy}/x`);
        const { run, findings } = await serving.report(1);
        assert.deepEqual(run.roles, ['primary', 'candidate']);
        assert.deepEqual(
          findings.map(({ field, class: kind }) => [field, kind]),
          [['body.a', 'unexplained']],
        );
        const { targets, comparing } = await serving.status();
        assert.deepEqual(
          targets.map(({ role }) => role),
          ['primary', 'candidate'],
        );
        assert.equal(comparing, true);
      });
    }));
});
