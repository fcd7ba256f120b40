import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJsonLines } from '../../server/traffic/jsonl.ts';
import { all, cutAt, fixture, malformed, request } from './reading.ts';

const read = (text: string | Buffer, cap?: number) => all(readJsonLines(cutAt(Buffer.from(text)), cap));

test('JSON lines give their requests in order, and every line that is none with its number and what was expected', async () => {
  const form = 'user=%C3%A4nne&role=a&role=b';
  assert.deepEqual(await read(fixture('shop.jsonl')), [
    request('GET', '/orders/7?x=1&y=2&tag=a&tag=b+c', {
      headers: [
        ['accept', 'application/json'],
        ['content-length', '0'],
      ],
      at: Date.UTC(2015, 4, 17, 8, 5, 3, 250),
    }),
    request('POST', '/login', {
      headers: [
        ['x-many', '1'],
        ['x-many', '2'],
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['Content-Length', String(form.length)],
      ],
      body: form,
      at: 1431857103500,
    }),
    request('PUT', '/blob', { headers: [['Content-Length', '4']], body: Buffer.from([0x00, 0xff, 0x80, 0x0a]) }),
    request('GET', '/caf%C3%A9/%E2%98%95', {
      headers: [
        ['__proto__', 'data'],
        ['x-name', '\xe2\x98\x95'],
      ],
    }),
    malformed('line 6', `not JSON: Unexpected token 'o', "not json" is not valid JSON`),
    malformed('line 7', 'path: expected a string'),
    malformed('line 8', 'ts: expected seconds since the epoch, not milliseconds'),
    malformed('line 9', 'the header a contains a line break'),
    malformed('line 10', 'form and data are both given: which is the body?'),
    malformed(
      'line 11',
      'headers: expected an object of strings or arrays of strings; args: b: expected a string or an array of strings',
    ),
    malformed('line 12', 'expected an object with method and path'),
    malformed('line 13', 'the method "G T" is not a token'),
    malformed('line 14', 'the target "x" is not a path'),
    malformed('line 15', 'data: expected base64'),
    request('POST', '/last', { headers: [['Content-Length', '0']] }),
  ]);
});

test('times are RFC 3339 or seconds since the epoch', async () => {
  const table: readonly (readonly [ts: string | number, at: number | 'malformed'])[] = [
    [0, 0],
    [1.5, 1500],
    ['1431857103.25', 1431857103250],
    ['2015-05-17T10:05:03Z', 1431857103000],
    ['2015-05-17t10:05:03.5z', 1431857103500],
    ['2015-05-17 10:05:03-01:30', 1431862503000],
    ['2015-05-17T10:05:03', 'malformed'],
    ['2015-13-17T10:05:03Z', 'malformed'],
    ['yesterday', 'malformed'],
    ['', 'malformed'],
    [-1, 'malformed'],
  ];
  for (const [ts, at] of table) {
    const [item] = await read(JSON.stringify({ method: 'GET', path: '/', ts }));
    assert.equal(item?.kind === 'request' ? item.at : item?.kind, at, String(ts));
  }
});

test('a byte order mark, CRLF line ends and blank lines are no trouble', async () => {
  const line = '{"method":"GET","path":"/"}';
  assert.deepEqual(await read(`\ufeff${line}\r\n\r\n \t\r\n${line}\r\n`), [request('GET', '/'), request('GET', '/')]);
});

test('bytes that are not UTF-8 are malformed, not replaced', async () => {
  const line = Buffer.from('{"method":"GET","path":"/\xff"}', 'latin1');
  assert.deepEqual(await read(line), [malformed('line 1', 'not UTF-8')]);
});

test('a path with half of a surrogate pair is malformed', async () => {
  assert.deepEqual(await read('{"method":"GET","path":"/\\ud800"}'), [
    malformed('line 1', 'path: expected well-formed Unicode'),
  ]);
});

test('ten thousand levels of nesting in an unknown key are no trouble', async () => {
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  assert.deepEqual(await read(`{"method":"GET","path":"/","deep":${deep}}`), [request('GET', '/')]);
});

test('a line above the cap is malformed and the next one is read', async () => {
  const line = '{"method":"GET","path":"/"}';
  assert.deepEqual(await read(`${' '.repeat(100)}${line}\n${line}`, 100), [
    malformed('line 1', '127 bytes are more than the 100 that are read of one request'),
    request('GET', '/'),
  ]);
});
