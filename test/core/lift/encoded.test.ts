import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Decoded, decodeText } from '../../../server/core/lift/encoded.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a string is looked into', () => {
  const table: readonly (readonly [text: string, mark: Decoded['mark'], value: unknown])[] = [
    ['{"a":1}', 'json', { a: 1 }],
    [' [1, 2]\n', 'json', [1, 2]],
    [base64('{"a":1}'), 'base64', { a: 1 }],
    [base64('[1]'), 'base64', [1]],
    [base64url('{"a":"??>"}'), 'base64', { a: '??>' }],
    [base64('grüße aus Köln'), 'base64', 'grüße aus Köln'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.', 'jwt', { header: { alg: 'none' }, claims: { sub: '7' } }],
    ['https://a.example', 'url', { scheme: 'https', host: 'a.example', path: '' }],
    [
      'HTTPS://u:p@A.example:1/x/?a=1&a=2&b&c=%C3%A9+d#top',
      'url',
      {
        scheme: 'https',
        user: 'u:p',
        host: 'a.example',
        port: '1',
        path: '/x/',
        query: { a: ['1', '2'], b: '', c: 'é d' },
        fragment: 'top',
      },
    ],
    ['https://[::1]:8080/x', 'url', { scheme: 'https', host: '[::1]', port: '8080', path: '/x' }],
    ['/x?a=%zz', 'url', { path: '/x', query: { a: '%zz' } }],
  ];
  for (const [text, mark, value] of table) {
    test(`${mark}: ${text}`, () => {
      const decoded = decodeText(text, { left: 1_000_000 });
      assert.equal(decoded?.mark, mark);
      assert.deepEqual(decoded?.value, value);
    });
  }
});

describe('a string is a string', () => {
  const plain = [
    '',
    'a',
    'hello',
    'Orderhistory',
    '12345678',
    'deadbeefdeadbeef',
    '{"a":1',
    '[draft]',
    'a:b',
    '/orders/7',
  ];
  const near = ['eyJ.eyJ.x', 'eyes', 'Wxyz', 'https:// x', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'TheQuickBrownFox'];
  for (const text of [...plain, ...near]) {
    test(JSON.stringify(text), () => assert.equal(decodeText(text, { left: 1_000_000 }), undefined));
  }
});

test('whatever the string, looking into it never throws', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'eyJ{}[]"=+/-_.:?&#%aZ09\\') });
  const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('base64'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        letters,
        bytes,
        letters.map((text) => `https://${text}`),
      ),
      (text) => {
        decodeText(text, { left: 1_000_000 });
      },
    ),
    { numRuns: 2_000 },
  );
});

test('random ids are hardly ever taken for base64 of something', () => {
  const ids = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  let taken = 0;
  fc.assert(
    fc.property(ids, (id) => {
      if (decodeText(id, { left: 1_000_000 }) !== undefined) taken++;
    }),
    { numRuns: 1_000, seed: 7 },
  );
  assert.ok(taken < 20, String(taken));
});
