import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readGor } from '../../server/traffic/gor.ts';
import { all, cutAt, fixture, malformed, request } from './reading.ts';

const read = (text: string | Buffer, cap?: number) => all(readGor(cutAt(Buffer.from(text)), cap));
const meta = '1 8e091765ae902fef8a2b7d9d 1000000\n';
const end = '\n🐵🙈🙉\n';

test('a GoReplay file gives its requests in order and leaves its answers out', async () => {
  const bytes = fixture('shop.gor');
  const host = ['Host', 'shop.example'] as const;
  assert.deepEqual(await read(bytes), [
    request('GET', '/orders/7?x=1', {
      headers: [host, ['Accept', 'application/json']],
      at: Number('1439818823587396305') / 1e6,
    }),
    request('POST', '/upload', {
      headers: [host, ['content-length', '9']],
      body: Buffer.from([0x00, 0xff, 0x0d, 0x0a, 0x1f, 0x8b, 0xf0, 0x9f, 0x0a]),
      at: 1439818824000,
    }),
    request('PUT', '/notes/1', {
      headers: [
        ['Content-Length', '24'],
        ['X-After', '1'],
      ],
      body: 'Wikipedia in \r\n\r\nchunks.',
      at: 1439818825000,
    }),
    request('GET', '/a?b', {
      headers: [
        ['Host', 'other.example:8080'],
        ['X-Folded', 'one two'],
        ['Cookie', 'a=1'],
        ['cookie', 'b=2'],
      ],
      at: 1439818826000,
    }),
    malformed(`record 7 (byte ${bytes.indexOf('1 not-enough')})`, '"1 not-enough" is not TYPE ID TIMESTAMP'),
    malformed(`record 8 (byte ${bytes.indexOf('1 8e091765ae902fef8a2b7da0')})`, 'the target "/a b" contains a space'),
    request('DELETE', '/orders/8', { headers: [host], at: 1439818828000 }),
  ]);
});

test('a body owns its memory, so that it can be handed to another thread', async () => {
  for (const item of await read(fixture('shop.gor'))) {
    if (item.kind === 'request') assert.equal(item.body.byteLength, item.body.buffer.byteLength);
  }
});

describe('a record that holds no request that can be sent says why', () => {
  const post = `${meta}POST / HTTP/1.1\r\n`;
  const table: readonly (readonly [what: string, record: string, reason: string])[] = [
    ['body cut off', `${post}Content-Length: 10\r\n\r\nabc`, 'the body is cut off: 3 of 10 bytes'],
    [
      'body too long',
      `${post}Content-Length: 1\r\n\r\nabc`,
      'the body goes on for 2 bytes after the 1 of its Content-Length',
    ],
    ['two lengths', `${post}Content-Length: 1, 2\r\n\r\nabc`, 'the Content-Length "1, 2" is not a number'],
    ['chunk cut off', `${post}Transfer-Encoding: chunked\r\n\r\nA\r\nabc`, 'the chunked body is cut off'],
    ['no last chunk', `${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`, 'the chunked body is cut off'],
    [
      'chunk too long',
      `${post}Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n`,
      'a chunk is longer than its size says',
    ],
    [
      'chunk size',
      `${post}Transfer-Encoding: chunked\r\n\r\n{"a":1}\n`,
      'the chunk size "{"a":1}" is not a hexadecimal number',
    ],
    [
      'more after the last chunk',
      `${post}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nabc`,
      'the body goes on for 3 bytes after its last chunk',
    ],
    ['coding', `${post}Transfer-Encoding: gzip, chunked\r\n\r\n`, 'the transfer coding "gzip, chunked" is not known'],
    ['headers cut off', `${post}Host: a`, 'the headers are cut off'],
    ['no colon', `${post}Host\r\n\r\n`, 'the header line "Host" has no colon'],
    ['space before the colon', `${post}Host : a\r\n\r\n`, 'the header name "Host " is not a token'],
    ['lone CR', `${post}X-A: a\rb\r\n\r\n`, 'the header X-A contains a line break'],
    ['control character', `${post}X-A: a\x1bb\r\n\r\n`, 'the header X-A contains the character "\\x1b"'],
    ['two hosts', `${post}Host: a\r\nhost: b\r\n\r\n`, 'there are 2 Host headers'],
    ['tunnel', `${meta}CONNECT a:1 HTTP/1.1\r\n\r\n`, 'CONNECT opens a tunnel and cannot be replayed'],
    ['asterisk', `${meta}OPTIONS * HTTP/1.1\r\n\r\n`, 'the target "*" is not a path'],
    ['no host in the target', `${meta}GET http:///a HTTP/1.1\r\n\r\n`, 'the target "http:///a" names no host'],
    ['method', `${meta}G(T / HTTP/1.1\r\n\r\n`, 'the method "G(T" is not a token'],
    ['not HTTP', `${meta}hello\r\n\r\n`, 'the request line "hello" is not METHOD TARGET HTTP/x.y'],
    ['unknown type', '4 8e091765 1\nGET / HTTP/1.1\r\n\r\n', '"4 8e091765 1" is not TYPE ID TIMESTAMP'],
  ];
  for (const [what, record, reason] of table) {
    test(what, async () => {
      const good = request('GET', '/', { at: 1 });
      const items = await read(`${record}${end}${meta}GET / HTTP/1.1\r\n\r\n${end}`);
      assert.deepEqual(items, [malformed('record 1 (byte 0)', reason), good]);
    });
  }
});

test('a file that ends within a separator still gives its last request', async () => {
  const record = `${meta}POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc`;
  const cuts = Buffer.from(end);
  for (let length = 0; length <= cuts.length; length++) {
    const items = await read(Buffer.concat([Buffer.from(record), cuts.subarray(0, length)]));
    assert.deepEqual(items, [request('POST', '/', { headers: [['Content-Length', '3']], body: 'abc', at: 1 })]);
  }
});

test('a record that is cut off is malformed at every byte before its end, and what came before is kept', async () => {
  const first = `${meta}GET / HTTP/1.1\r\n\r\n${end}`;
  const second = `${meta}POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc`;
  for (let length = 1; length < second.length; length++) {
    const [kept, cut, ...none] = await read(first + second.slice(0, length));
    assert.deepEqual(kept, request('GET', '/', { at: 1 }));
    assert.equal(cut?.kind, 'malformed', second.slice(0, length));
    assert.deepEqual(none, []);
  }
});

test('a record above the cap is malformed and never held whole, and an answer above it is just left out', async () => {
  const big = `${meta}POST / HTTP/1.1\r\n\r\n${'x'.repeat(500)}`;
  const answer = `2 8e091765 1 1\nHTTP/1.1 200 OK\r\n\r\n${'x'.repeat(500)}`;
  assert.deepEqual(await read([big, answer, `${meta}GET / HTTP/1.1\r\n\r\n`].join(end), 100), [
    malformed('record 1 (byte 0)', `${big.length} bytes are more than the 100 that are read of one request`),
    request('GET', '/', { at: 1 }),
  ]);
});
