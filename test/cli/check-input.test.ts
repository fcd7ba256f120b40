import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { type Ended, triptych } from '../support/program.ts';
import { flagsFor, startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';
import { deadUrl, sayJson } from '../support/upstream.ts';

let three: Three;
before(async () => {
  three = await startThree(sayJson({ fine: true }), sayJson({ fine: true }));
});
after(() => three.close());

/** Checks a file of these bytes and says how it ended, with the name of the file left out of what it said. */
function checkFile(bytes: string | Uint8Array): Promise<Ended & { readonly report: Report | undefined }> {
  return inFolder(async (folder) => {
    const [traffic, out] = [join(folder, 'traffic'), join(folder, 'out.json')];
    await writeFile(traffic, bytes);
    const flags = [...three.flags, '--traffic', traffic, '--min-exchanges', '1', '--report', `json=${out}`];
    const ended = await triptych('check', ...flags);
    const text = await readFile(out, 'utf8').catch(() => undefined);
    const report = text === undefined ? undefined : (JSON.parse(text) as Report);
    return { ...ended, stderr: ended.stderr.replaceAll(`${folder}/`, ''), report };
  });
}

describe('traffic that cannot be read at all ends with 3 before anybody is asked', { concurrency: 4 }, () => {
  const table: readonly (readonly [name: string, bytes: string | Uint8Array, said: RegExp])[] = [
    ['an empty file', '', /^triptych: traffic: the file is empty\n$/],
    ['an empty gzip file', gzipSync(''), /^triptych: traffic: the file is empty\n$/],
    [
      'a file of an unknown format',
      'MZ\u0000binary',
      /^triptych: traffic: the format is none of GoReplay, JSON lines, Apache or nginx access log; the file begins with "MZ/,
    ],
  ];
  for (const [name, bytes, said] of table) {
    test(name, async () => {
      const { code, stdout, stderr } = await checkFile(bytes);
      assert.match(stderr, said);
      assert.equal(code, 3);
      assert.equal(stdout, '');
    });
  }

  test('a file that is not there, and a folder', async () => {
    const [missing, folder] = await Promise.all([
      triptych('check', ...three.flags, '--traffic', '/no/such.jsonl'),
      triptych('check', ...three.flags, '--traffic', '/'),
    ]);
    assert.equal(missing.stderr, 'triptych: /no/such.jsonl: there is no such file\n');
    assert.equal(folder.stderr, 'triptych: /: this is a directory, not a file\n');
    assert.deepEqual([missing.code, folder.code], [3, 3]);
    assert.equal(three.primary.requests.filter(({ url }) => url === '/').length, 0);
  });
});

describe('what of the traffic cannot be read is named, counted and left out; the rest is replayed', {
  concurrency: 4,
}, () => {
  test('three bad lines among thirty', async () => {
    const lines = orderLines(30);
    lines[4] = '{"method":"GET"';
    lines[11] = '{"method":"GET"}';
    lines[29] = '{"method":"GET","path":"/a","headers":"none"}';
    const { code, stderr, report } = await checkFile(lines.join('\n'));
    const said = stderr.split('\n');
    assert.equal(said[0], 'triptych: traffic: 3 of 30 entries could not be read and were left out:');
    assert.match(said[1] ?? '', /^ {2}line 5: not JSON: /);
    assert.match(said[2] ?? '', /^ {2}line 12: path: /);
    assert.match(said[3] ?? '', /^ {2}line 30: headers: /);
    assert.equal(report?.exchanges.received, 27);
    assert.equal(report?.exchanges.compared, 27);
    assert.equal(code, 0);
  });

  test('hundreds of bad lines: the first ten and how many more', async () => {
    const { stderr, report } = await checkFile(
      [...orderLines(2), ...Array.from({ length: 300 }, () => '?')].join('\n'),
    );
    const said = stderr.trimEnd().split('\n');
    assert.equal(said.length, 12);
    assert.match(said[0] ?? '', /300 of 302 entries/);
    assert.equal(said.at(-1), '  and 290 more');
    assert.equal(report?.exchanges.received, 2);
  });

  test('a gzip file that was cut off', async () => {
    const whole = gzipSync(orderLines(5000).join('\n'));
    const { stderr, report } = await checkFile(whole.subarray(0, whole.length / 2));
    assert.match(
      stderr,
      /could not be read and were left out:\n(?: {2}line \d+: .*\n)? {2}end of file: the gzip file is truncated\n/,
    );
    const received = report?.exchanges.received ?? 0;
    assert.ok(received > 100 && received < 5000, `${received} replayed`);
    assert.equal(report?.exchanges.compared, received);
  });

  test('a line of a request that cannot be sent', async () => {
    const { stderr, report } = await checkFile([...orderLines(2), '{"method":"G ET","path":"/a"}'].join('\n'));
    assert.match(stderr, /1 of 3 entries.*\n {2}line 3: /);
    assert.equal(report?.exchanges.received, 2);
  });
});

describe('a target that is not there at the start is named, with 4', { concurrency: 4 }, () => {
  for (const [at, role] of (['primary', 'secondary', 'candidate'] as const).entries()) {
    test(role, () =>
      inFolder(async (folder) => {
        const traffic = await writeTraffic(folder, ['{"method":"GET","path":"/never-asked"}']);
        const dead = await deadUrl();
        const urls = [three.primary.url, three.secondary.url, three.candidate.url];
        const [primary = '', secondary = '', candidate = ''] = urls.with(at, dead);
        const { code, stdout, stderr } = await triptych(
          'check',
          ...flagsFor(primary, secondary, candidate),
          '--traffic',
          traffic,
        );
        assert.equal(
          stderr,
          `triptych: the ${role} ${dead}/ cannot be reached: connect ECONNREFUSED ${new URL(dead).host}.\n`,
        );
        assert.equal(code, 4);
        assert.equal(stdout, '');
        for (const { requests } of [three.primary, three.secondary, three.candidate]) {
          assert.ok(requests.every(({ url }) => url !== '/never-asked'));
        }
      }),
    );
  }

  test('all of them, a line each', () =>
    inFolder(async (folder) => {
      const traffic = await writeTraffic(folder, orderLines(1));
      const [a, b] = [await deadUrl(), 'http://no-such-host.invalid'];
      const { code, stderr } = await triptych('check', ...flagsFor(a, b, a), '--traffic', traffic);
      assert.match(
        stderr,
        /^triptych: the primary .*\ntriptych: the secondary http:\/\/no-such-host\.invalid\/ .*\ntriptych: the candidate .*\n$/,
      );
      assert.equal(code, 4);
    }));
});
