import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { splitOutsideQuotes, unquoted } from '../../../server/core/lift/delimited.ts';
import { type HeaderPart, liftHeader } from '../../../server/core/lift/header.ts';

describe('a line is split outside quotes and addresses', () => {
  const table: readonly (readonly [text: string, separator: ',' | ';', parts: readonly string[]])[] = [
    ['', ',', ['']],
    ['a,b', ',', ['a', 'b']],
    [' a , b ,, c', ',', ['a', 'b', '', 'c']],
    ['a="x,y", b', ',', ['a="x,y"', 'b']],
    ['a="x\\",y", b', ',', ['a="x\\",y"', 'b']],
    ['a="never closed, b', ',', ['a="never closed, b']],
    ['<a,b>; x, <c>', ',', ['<a,b>; x', '<c>']],
    ['a < b, c', ',', ['a < b', 'c']],
    ['a;b="c;d"', ';', ['a', 'b="c;d"']],
    ['"\\', ',', ['"\\']],
  ];
  for (const [text, separator, parts] of table) {
    test(JSON.stringify(text), () => assert.deepEqual(splitOutsideQuotes(text, separator), parts));
  }

  test('a quoted string says what is in it', () => {
    assert.deepEqual(['"a"', 'a', '"a\\"b\\\\"', '"', '""'].map(unquoted), ['a', 'a', 'a"b\\', '"', '']);
  });
});

/** Parts as plain data: the items, or with parts below it an object of both. */
function plain({ items, parts }: HeaderPart): unknown {
  if (parts.size === 0) return items;
  const entries = [...parts].map(([name, list]) => [name, list.map(plain)]);
  return { ...(items.length > 0 ? { items } : {}), ...Object.fromEntries(entries) };
}

describe('a header by its own grammar', () => {
  const table: readonly (readonly [name: string, lines: readonly string[], expected: unknown])[] = [
    ['x-any', ['a, b'], ['a, b']],
    ['date', ['Sun, 06 Nov 1994 08:49:37 GMT'], ['Sun, 06 Nov 1994 08:49:37 GMT']],
    ['user-agent', ['a, b', 'c'], ['a, b', 'c']],
    ['vary', ['Accept, ,Origin', '*'], ['accept', 'origin', '*']],
    ['allow', ['GET,HEAD'], ['GET', 'HEAD']],
    ['via', ['1.1 a, 2 b', '1.0 c'], ['1.1 a', '2 b', '1.0 c']],
    ['content-type', ['Text/HTML; charset="UTF-8"; X=Y'], { items: ['text/html'], charset: [['utf-8']], x: [['Y']] }],
    ['content-type', ['text/html', 'text/css'], ['text/html', 'text/css']],
    [
      'cache-control',
      ['no-cache, max-age=5', 'private="a, b"'],
      { 'no-cache': [[true]], 'max-age': [['5']], private: [['a, b']] },
    ],
    [
      'set-cookie',
      ['a=b=c; Path=/; Secure', 'a=d', 'odd'],
      { a: [{ items: ['b=c'], path: [['/']], secure: [[true]] }, ['d']], '': [['odd']] },
    ],
    [
      'link',
      ['</a,b>; REL="next"; title="x; y"', 'broken'],
      { next: [{ items: ['/a,b'], title: [['x; y']] }], '': [['broken']] },
    ],
  ];
  for (const [name, lines, expected] of table) {
    test(`${name}: ${lines.join(' | ')}`, () => assert.deepEqual(plain(liftHeader(name, lines)), expected));
  }

  test('no line makes it throw', () => {
    const names = fc.constantFrom(
      'vary',
      'content-type',
      'set-cookie',
      'link',
      'cache-control',
      'content-security-policy',
      'x',
    );
    const line = fc.string({ unit: fc.constantFrom(...'a=;,"<>\\ \t') });
    fc.assert(fc.property(names, fc.array(line), (name, lines) => void liftHeader(name, lines)));
  });
});
