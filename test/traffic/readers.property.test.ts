import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readAccessLog } from '../../server/traffic/accesslog.ts';
import { readGor } from '../../server/traffic/gor.ts';
import { readJsonLines } from '../../server/traffic/jsonl.ts';
import { all, cutAt, request } from './reading.ts';

const cuts = fc.array(fc.nat(), { maxLength: 12 });
const noise = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));

/** Bytes that get deep into a reader: fragments of its format in any order, with noise between them. */
const bytesFrom = (...fragments: readonly string[]) =>
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fragments).map((f) => Buffer.from(f)) }, noise))
    .map((parts) => Buffer.concat(parts));

const readers = [
  {
    name: 'GoReplay',
    read: readGor,
    bytes: bytesFrom(
      '\n🐵🙈🙉\n',
      '\n🐵',
      '1 8e091765 1000000\n',
      '2 8e091765 1 -1\r\n',
      'GET / HTTP/1.1\r\n',
      'Host: a\r\n',
      'Content-Length: 3\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '3\r\nabc\r\n',
      '0\r\n\r\n',
      'abc',
    ),
  },
  {
    name: 'JSON lines',
    read: readJsonLines,
    bytes: bytesFrom(
      '{"method":"GET","path":"/',
      '"}',
      '\n',
      '\r\n',
      '{"method":"PUT","path":"/","data":"AAA="',
      ',"ts":1',
      ',"headers":{"a":["b",1]}',
      ',"form":{"é":"☕"}',
      ',"args":{"__proto__":true}',
      '}',
      '\ufeff',
    ),
  },
  {
    name: 'access logs',
    read: readAccessLog,
    bytes: bytesFrom(
      '::1 - - [17/May/2015:10:05:03 +0000] "',
      'GET /a HTTP/1.1',
      '" 200 5',
      ' "-" "',
      '"',
      '\\',
      '\\x22',
      '\\"',
      '\n',
      '\r\n',
      '[',
    ),
  },
];

describe('whatever the bytes, a reader ends, and where they were cut into chunks changes nothing', () => {
  for (const { name, read, bytes } of readers) {
    test(name, async () => {
      await fc.assert(
        fc.asyncProperty(bytes, cuts, fc.constantFrom(10, 60, 1000), async (content, positions, cap) => {
          assert.deepEqual(await all(read(cutAt(content, positions), cap)), await all(read(cutAt(content), cap)));
        }),
        { numRuns: 300 },
      );
    });
  }
});

const emoji = Buffer.from('\n🐵🙈🙉\n');
const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

test('any body comes out of a GoReplay file byte for byte, whether it was sent by length or in chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 4 }), cuts, async (chunks, positions) => {
      const content = Buffer.concat(chunks);
      fc.pre(!content.includes(emoji));
      const meta = '1 8e091765 1000000\nPOST / HTTP/1.1\r\n';
      const byLength = [`${meta}Content-Length: ${content.length}\r\n\r\n`, content, emoji];
      const sizes = chunks
        .filter(({ length }) => length > 0)
        .flatMap((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']);
      const inChunks = [`${meta}Transfer-Encoding: chunked\r\n\r\n`, ...sizes, '0\r\n\r\n', emoji];
      const file = Buffer.concat([...byLength, ...inChunks].map((part) => Buffer.from(part)));
      const sent = request('POST', '/', { headers: [['Content-Length', `${content.length}`]], body: content, at: 1 });
      assert.deepEqual(await all(readGor(cutAt(file, positions))), [sent, sent]);
    }),
  );
});

test('any body, any form and any argument come out of JSON lines as they went in', async () => {
  const fields = fc.dictionary(
    fc.string({ unit: 'binary' }),
    fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }),
  );
  const pairs = (o: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(o).flatMap(([name, values]) => values.map((value) => [name, value]));
  await fc.assert(
    fc.asyncProperty(body, fields, async (data, args) => {
      const lines = [
        { method: 'PUT', path: '/', data: data.toString('base64'), args },
        { method: 'PUT', path: '/', form: args },
      ];
      const file = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
      const [first, second] = await all(readJsonLines(cutAt(file)));
      assert.ok(first?.kind === 'request' && second?.kind === 'request');
      assert.deepEqual(Buffer.from(first.body), data);
      assert.deepEqual([...new URLSearchParams(first.target.slice(2))], pairs(args));
      assert.deepEqual([...new URLSearchParams(Buffer.from(second.body).toString())], pairs(args));
    }),
  );
});
