import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAccessLog } from '../../server/traffic/accesslog.ts';
import { all, cutAt, fixture, malformed, request } from './reading.ts';

const read = (text: string | Buffer, cap?: number) => all(readAccessLog(cutAt(Buffer.from(text)), cap));
const second = (s: number): number => Date.UTC(2015, 4, 17, 10, 5, s);

test("Apache's log gives its requests in order, and every line that is none with its number and reason", async () => {
  assert.deepEqual(await read(fixture('apache.log')), [
    request('GET', '/a?b=1', {
      headers: [
        ['Referer', 'http://ref.example/'],
        ['User-Agent', 'Mozilla/5.0 (X11)'],
      ],
      at: second(3),
    }),
    request('POST', '/search', {
      headers: [
        ['User-Agent', 'say "hi" \\ \xe4\t!'],
        ['Content-Length', '0'],
      ],
      at: second(3),
    }),
    malformed('line 3', 'the server logged no request line'),
    malformed('line 4', 'the request line is a TLS handshake'),
    malformed('line 5', 'the request line is empty'),
    request('GET', '/?q', { headers: [['Host', 'www.example:81']], at: second(7) }),
    malformed('line 7', 'the target "/one two" contains a space'),
    request('GET', '/old', { at: second(9) }),
    request('GET', '/common', { at: second(10) + 30 * 60_000 }),
    malformed('line 10', 'there is no month "Mai"'),
    malformed('line 11', 'the line ends within the user agent'),
    malformed('line 12', 'the target "*" is not a path'),
    malformed('line 13', 'the header User-Agent contains a line break'),
    malformed('line 14', 'the request is not followed by status and size'),
    malformed('line 15', '"some words" is not CLIENT - USER [TIME] "REQUEST" STATUS SIZE'),
    request('GET', '/caf\xc3\xa9', { at: second(16) }),
  ]);
});

test("nginx's escapes are undone and its extra fields are left alone", async () => {
  const at = Date.UTC(2025, 9, 10, 20, 55, 36);
  assert.deepEqual(await read(fixture('nginx.log')), [
    request('GET', '/q?s="a"&t=\\', { headers: [['User-Agent', 'curl/8.5 "quoted"']], at }),
    malformed('line 2', 'the request line is a TLS handshake'),
    malformed('line 3', 'the request line "\\x00" is not METHOD TARGET HTTP/x.y'),
  ]);
});

test('a line above the cap is malformed and the next one is read', async () => {
  const line = '::1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5';
  assert.deepEqual(await read(`${line} ${'x'.repeat(100)}\n${line}`, 100), [
    malformed('line 1', '160 bytes are more than the 100 that are read of one request'),
    request('GET', '/', { at: second(3) }),
  ]);
});
