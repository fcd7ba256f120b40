import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readAccessLog } from '../../server/traffic/accesslog.ts';
import { TrafficError } from '../../server/traffic/errors.ts';
import { readGor } from '../../server/traffic/gor.ts';
import { readJsonLines } from '../../server/traffic/jsonl.ts';
import { readTraffic } from '../../server/traffic/read.ts';
import { all, cutAt, fixture, fixturePath, malformed } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'triptych-traffic-'));
after(() => rmSync(folder, { recursive: true }));

/** A file whose name says nothing about what is in it. */
function file(bytes: string | Uint8Array): string {
  const path = join(folder, 'traffic');
  writeFileSync(path, bytes);
  return path;
}

const fixtures = [
  { name: 'shop.gor', read: readGor },
  { name: 'shop.jsonl', read: readJsonLines },
  { name: 'apache.log', read: readAccessLog },
  { name: 'nginx.log', read: readAccessLog },
];

describe('a file is recognised by its content', () => {
  for (const { name, read } of fixtures) {
    test(name, async () => {
      const expected = await all(read(cutAt(fixture(name))));
      assert.deepEqual(await all(readTraffic(fixturePath(name))), expected);
      assert.deepEqual(await all(readTraffic(file(gzipSync(fixture(name))))), expected, 'gzipped');
    });
  }

  test('although its first lines are malformed', async () => {
    const log = '::1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5\n';
    const line = '{"method":"GET","path":"/"}\n';
    const record = '\n🐵🙈🙉\n1 8e091765 1\nGET / HTTP/1.1\r\n\r\n';
    for (const good of [log, line, record]) {
      const items = await all(readTraffic(file(`what is this?\n${good}`)));
      assert.deepEqual(
        items.map(({ kind }) => kind),
        ['malformed', 'request'],
        good,
      );
    }
  });

  test('gzip members one after the other, as an appending recorder writes them', async () => {
    const line = gzipSync('{"method":"GET","path":"/"}\n');
    assert.equal((await all(readTraffic(file(Buffer.concat([line, line, line]))))).length, 3);
  });
});

describe('a file of which nothing can be read is refused in one sentence that names it', () => {
  const refused = (path: string, sentence: string) =>
    assert.rejects(
      all(readTraffic(path)),
      (error) => error instanceof TrafficError && error.message === `${path}: ${sentence}`,
    );
  const known = 'the format is none of GoReplay, JSON lines, Apache or nginx access log';

  test('missing', () => refused(join(folder, 'missing'), 'there is no such file'));
  test('a directory', () => refused(folder, 'this is a directory, not a file'));
  test('empty', () => refused(file(''), 'the file is empty'));
  test('an empty file gzipped', () => refused(file(gzipSync('')), 'the file is empty'));
  test('a gzip file cut off in its header', () =>
    refused(file(gzipSync('{}').subarray(0, 6)), 'the gzip file is truncated'));
  test('unknown', () => refused(file('\x7fELF\x02\x01'), `${known}; the file begins with "\\x7fELF\\x02\\x01"`));
  test('unknown and long', () =>
    refused(file('word '.repeat(50_000)), `${known}; the file begins with "${'word '.repeat(8)}…"`));
  test('a JSON document over many lines', () =>
    refused(file('{\n  "log": {}\n}\n'), `${known}; the file begins with "{\\x0a  "log": {}\\x0a}\\x0a"`));
});

describe('a damaged gzip file gives what can be read, then says so', () => {
  const bytes = gzipSync(Array.from({ length: 5000 }, (_, i) => `{"method":"GET","path":"/${i * 7919}"}\n`).join(''));

  test('truncated', async () => {
    const items = await all(readTraffic(file(bytes.subarray(0, bytes.length / 2))));
    assert.ok(items.filter(({ kind }) => kind === 'request').length > 1000);
    assert.deepEqual(items.at(-1), malformed('end of file', 'the gzip file is truncated'));
  });

  test('truncated by its last byte: every request is kept', async () => {
    const items = await all(readTraffic(file(bytes.subarray(0, -1))));
    assert.equal(items.filter(({ kind }) => kind === 'request').length, 5000);
    assert.deepEqual(items.at(-1), malformed('end of file', 'the gzip file is truncated'));
    assert.equal(items.length, 5001);
  });

  test('with a wrong checksum', async () => {
    const wrong = Buffer.from(bytes);
    wrong.writeUInt32LE(~wrong.readUInt32LE(bytes.length - 8) >>> 0, bytes.length - 8);
    const items = await all(readTraffic(file(wrong)));
    assert.ok(items.filter(({ kind }) => kind === 'request').length > 4000);
    assert.deepEqual(items.at(-1), malformed('end of file', 'the gzip file is damaged: incorrect data check'));
  });

  test('anywhere and in any way', async () => {
    const edit = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255), length: fc.integer({ min: 2 }) });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, value, length }) => {
        const broken = Buffer.from(bytes.subarray(0, length % (bytes.length + 1)));
        if (at < broken.length) broken[at] = value;
        const path = file(broken);
        await all(readTraffic(path)).catch((error: unknown) => assert.ok(error instanceof TrafficError, String(error)));
      }),
      { numRuns: 60 },
    );
  });
});
