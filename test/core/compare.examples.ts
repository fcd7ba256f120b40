/** What counts as a difference, by example. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Answer } from '../../server/core/exchange.ts';
import { answer, cut, failed, headed, json, raw, status, trailed, typed } from './answers.ts';
import { declared, files, packed, stacked } from './examples/bytes.ts';
import { decoded } from './examples/encoded.ts';
import { written } from './examples/formats.ts';
import { headersByParts } from './examples/headers.ts';
import { likeness } from './examples/lists.ts';
import { maps } from './examples/maps.ts';
import { markup } from './examples/markup.ts';
import { eventStreams, forms, graphqlResults, lines, parts, tables } from './examples/records.ts';

/**
 * Primary and candidate, and what is found: `field aspect`, of which only the candidate differs. The secondary answers as the
 * primary does unless it is given; then each finding names its case too.
 */
export type Example = readonly [
  says: string,
  primary: Answer,
  candidate: Answer,
  found: readonly string[],
  secondary?: Answer,
];

const gzip = (text: string) => gzipSync(text);
const items = (...list: readonly unknown[]) => json({ items: list });
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ at: from + i, n: 'x' }));
const latin = Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe9, 0x22, 0x7d);
const png = (last: number) => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, last);

const values: readonly Example[] = [
  ['equal documents have no difference', json({ a: 1 }), json({ a: 1 }), []],
  ['a changed number', json({ total: 10 }), json({ total: 11 }), ['body.total value']],
  ['a changed text deep down', json({ a: { b: { c: 'x' } } }), json({ a: { b: { c: 'y' } } }), ['body.a.b.c value']],
  ['a changed truth', json({ ok: true }), json({ ok: false }), ['body.ok value']],
  ['two fields are two findings', json({ a: 1, b: 2 }), json({ a: 2, b: 3 }), ['body.a value', 'body.b value']],
  ['a number turned to text', json({ id: 7 }), json({ id: '7' }), ['body.id type']],
  ['null is a type of its own', json({ name: 'x' }), json({ name: null }), ['body.name type']],
  ['an object where a list was', json({ a: [1] }), json({ a: { 0: 1 } }), ['body.a type']],
  ['a whole document of another type', json({ a: 1 }), json([1]), ['body type']],
  ['a document that is one number', json(1), json(2), ['body value']],
  ['order of members means nothing', raw('{"a":1,"b":2}'), raw('{"b":2,"a":1}'), []],
  ['white space means nothing', raw('{"a":1}'), raw('{ "a" : 1 }\n'), []],
  ['a name that is no identifier', json({ 'odd.name': 1 }), json({ 'odd.name': 2 }), ['body["odd.name"] value']],
  [
    'names of one sign that is escaped',
    raw('{"a":0,"\\\\":1,"\\n":2}'),
    raw('{"a":0,"\\\\":1,"\\t":2}'),
    ['body["\\n"] missing', 'body["\\t"] extra'],
  ],
  ['an empty name', json({ '': 1 }), json({ '': 2 }), ['body[""] value']],
  ['a name with quotes', json({ 'a"b': 1 }), json({ 'a"b': 2 }), ['body["a\\"b"] value']],
];

const numbers: readonly Example[] = [
  ['1 and 1.0 are one number, written in two ways', raw('{"n":1}'), raw('{"n":1.0}'), ['body.n format']],
  ['so are 1e2 and 100', raw('[100]'), raw('[1e2]'), ['body[] format']],
  ['and 0 and -0', raw('[0]'), raw('[-0]'), ['body[] format']],
  ['2^53 and 2^53 + 1 differ', raw('{"n":9007199254740992}'), raw('{"n":9007199254740993}'), ['body.n value']],
  ['two huge numbers differ', raw('[1e400]'), raw('[1e401]'), ['body[] value']],
  ['a huge number is itself in other words', raw('[1e400]'), raw('[10.0e399]'), ['body[] format']],
  ['a long number stays a number', raw('[9007199254740993]'), raw('["9007199254740993"]'), ['body[] type']],
  ['long decimals differ', raw('[0.1000000000000000055]'), raw('[0.1]'), ['body[] value']],
  ['digits in a text are text', raw('["a, 9007199254740993"]'), raw('["a, 9007199254740992"]'), ['body[] value']],
];

const presence: readonly Example[] = [
  ['a field gone', json({ a: 1, b: 2 }), json({ a: 1 }), ['body.b missing']],
  ['a field more', json({ a: 1 }), json({ a: 1, b: 2 }), ['body.b extra']],
  ['a missing parent is one finding', json({ a: { b: 1, c: { d: 2 } } }), json({}), ['body.a missing']],
  ['null is there', json({ a: null }), json({}), ['body.a missing']],
  ['the odd primary', json({ a: 1 }), json({}), ['body.a missing primary'], json({})],
  ['what the secondary lacks', json({ a: 1 }), json({ a: 1 }), ['body.a missing secondary'], json({})],
  ['what both add', json({}), json({ a: 1 }), ['body.a extra primary'], json({ a: 2 })],
  ['__proto__ is a name', raw('{"__proto__":{"a":1}}'), raw('{"__proto__":{"a":2}}'), ['body.__proto__.a value']],
  ['__proto__ may be gone', raw('{"__proto__":1}'), raw('{}'), ['body.__proto__ missing']],
  ['constructor is not inherited', raw('{}'), raw('{"constructor":1}'), ['body.constructor extra']],
  ['nor is toString', raw('{"toString":1}'), raw('{}'), ['body.toString missing']],
];

const lists: readonly Example[] = [
  ['one item more', items(1, 2), items(1, 2, 3), ['body.items[] extra']],
  ['one item less', items(1, 2, 3), items(1, 3), ['body.items[] missing']],
  ['a copy less is an item less', items(1, 1, 1), items(1, 1), ['body.items[] missing']],
  ['copies are consumed', items(1, 1, 1), items(1, 2, 3), ['body.items[] value']],
  ['another order', items(1, 2, 3), items(3, 1, 2), ['body.items order']],
  [
    'another order of objects',
    items({ a: 1 }, { a: 2 }, { b: 1 }),
    items({ b: 1 }, { a: 2 }, { a: 1 }),
    ['body.items order'],
  ],
  ['another price in place', items({ p: 1.5 }, { p: 2.5 }), items({ p: 1.5 }, { p: 9.5 }), ['body.items[].p value']],
  [
    'one item in front of many',
    json(numbered(0, 1_000)),
    json([{ at: -1, n: 'x' }, ...numbered(0, 1_000)]),
    ['body[] extra'],
  ],
  ['a copy in front is no other order', items('a', 'b'), items('b', 'a', 'b'), ['body.items[] extra']],
  [
    'a new order hides no value',
    items({ id: 1, p: 1 }, { id: 2, p: 2 }, { id: 3, p: 3 }),
    items({ id: 3, p: 3 }, { id: 1, p: 9 }, { id: 2, p: 2 }),
    ['body.items order', 'body.items[].p value'],
  ],
  [
    'nor where nothing tells items apart',
    items([1, 'a'], [2, 'b'], [3, 'c']),
    items([3, 'c'], [1, 'z'], [2, 'b']),
    ['body.items order', 'body.items[][] value'],
  ],
  [
    'an id replaced is another item',
    items({ id: 1, p: 1 }, { id: 2, p: 2 }),
    items({ id: 1, p: 1 }, { id: 9, p: 8 }),
    ['body.items[] missing', 'body.items[] extra'],
  ],
  [
    'an id turned to text finds its item',
    items({ id: 1 }, { id: 2 }),
    items({ id: '2' }, { id: '1' }),
    ['body.items order', 'body.items[].id type'],
  ],
  [
    'all ids new, and values still compared',
    items({ id: 11, p: 1 }, { id: 12, p: 1 }),
    items({ id: 21, p: 1 }, { id: 22, p: 5 }),
    ['body.items[].id value', 'body.items[].p value'],
  ],
  [
    'an item inserted before a changed one',
    items({ id: 1, p: 1 }, { id: 2, p: 2 }),
    items({ id: 7, p: 7 }, { id: 1, p: 1 }, { id: 2, p: 5 }),
    ['body.items[] extra', 'body.items[].p value'],
  ],
  ['lists in lists', json([[1, 2], [3]]), json([[1, 2], [4]]), ['body[][] value']],
  ['an emptied list', items(1, 2), items(), ['body.items[] missing']],
  ['an item of another type', items(1, 2, 3), items(1, '2', 3), ['body.items[] type']],
];

const threeWays: readonly Example[] = [
  ['noise in the secondary alone', json({ a: 1 }), json({ a: 1 }), ['body.a value secondary'], json({ a: 2 })],
  ['all three differ', json({ a: 1 }), json({ a: 3 }), ['body.a shift primary', 'body.a value all'], json({ a: 2 })],
  ['the primary alone differs', json({ a: 1 }), json({ a: 2 }), ['body.a value primary'], json({ a: 2 })],
  [
    'items fold before the case is taken',
    json([
      { id: 1, v: 1 },
      { id: 2, v: 1 },
    ]),
    json([
      { id: 1, v: 1 },
      { id: 2, v: 2 },
    ]),
    ['body[].v value all'],
    json([
      { id: 1, v: 2 },
      { id: 2, v: 1 },
    ]),
  ],
  [
    'noise of order hides no value',
    json([
      { id: 1, v: 1 },
      { id: 2, v: 2 },
    ]),
    json([
      { id: 1, v: 7 },
      { id: 2, v: 2 },
    ]),
    ['body order secondary', 'body[].v value candidate'],
    json([
      { id: 2, v: 2 },
      { id: 1, v: 1 },
    ]),
  ],
  ['both in one other order', json([1, 2, 3]), json([3, 2, 1]), ['body order primary'], json([3, 2, 1])],
  ['each in another order', json([1, 2, 3]), json([3, 2, 1]), ['body order all'], json([2, 3, 1])],
  ['both with one item more', json([1]), json([1, 2]), ['body[] extra primary'], json([1, 2])],
  ['each with another item more', json([1]), json([1, 3]), ['body[] extra all'], json([1, 2])],
  [
    'where values differ, another type is another value too',
    json({ a: 1 }),
    json({ a: 2 }),
    ['body.a type secondary', 'body.a value all'],
    json({ a: '1' }),
  ],
];

const outcomes: readonly Example[] = [
  ['another status', status(200, {}), status(201, {}), ['status value']],
  ['an error page instead has one cause', status(200, { a: 1, b: 2 }), status(500, { error: 'x' }), ['status value']],
  [
    'a status of one class still compares bodies',
    status(404, { e: 1 }),
    status(410, { e: 2 }),
    ['status value', 'body.e value'],
  ],
  ['noise in the status', status(200, 1), status(200, 1), ['status value secondary'], status(503, 2)],
  ['a candidate that failed', json(1), failed('timeout'), ['failure failure']],
  ['failing alike', failed('reset'), failed('reset'), []],
  ['failing in another way', failed('reset'), failed('timeout'), ['failure failure']],
  ['a primary that failed', failed('reset'), json(1), ['failure failure primary'], json(2)],
  [
    'noise is not blamed on the candidate while the secondary is away',
    json({ a: 1 }),
    json({ a: 2 }),
    ['failure failure secondary'],
    failed('refused'),
  ],
  [
    'noise is not blamed on the candidate while the secondary has an error page',
    json({ a: 1 }),
    json({ a: 2 }),
    ['status value secondary'],
    status(503, { error: 'busy' }),
  ],
  [
    'noise is not blamed on the candidate where the secondary lacks the field',
    json({ a: 1 }),
    json({ a: 2 }),
    ['body.a missing secondary'],
    json({}),
  ],
  [
    'nor on the secondary where the candidate lacks it',
    json({ a: 1, b: { c: 1 } }),
    json({ b: 'c' }),
    ['body.a missing candidate', 'body.b type candidate'],
    json({ a: 2, b: { c: 2 } }),
  ],
];

const headers: readonly Example[] = [
  ['another header', headed(['ETag', '"a"']), headed(['etag', '"b"']), ['headers.etag value']],
  ['a header gone', headed(['X-A', '1']), headed(), ['headers.x-a missing']],
  ['a header more', headed(), headed(['X-A', '1']), ['headers.x-a extra']],
  ['order of headers means nothing', headed(['A', '1'], ['B', '2']), headed(['B', '2'], ['A', '1']), []],
  [
    'order of one header does',
    headed(['Via', '1'], ['Via', '2']),
    headed(['Via', '2'], ['Via', '1']),
    ['headers.via order'],
  ],
  ['commas are not looked into', headed(['X-A', 'a, b']), headed(['X-A', 'a,b']), ['headers.x-a value']],
  ['dates pass', headed(['Date', 'Mon'], ['Age', '1']), headed(['Date', 'Tue'], ['Age', '2']), []],
  ['but have to be there', headed(['Date', 'Mon']), headed(), ['headers.date missing']],
  ['connections are no answers', headed(['Connection', 'X-A'], ['X-A', '1'], ['Keep-Alive', '5']), headed(), []],
  ['framing is no answer', headed(['Content-Length', '4']), headed(['Transfer-Encoding', 'chunked']), []],
  [
    'the length that HEAD names is',
    answer(200, [['Content-Length', '9']], ''),
    answer(200, [['Content-Length', '8']], ''),
    ['headers.content-length value'],
  ],
  ['trailers', trailed(['X-Sum', '1']), trailed(['X-Sum', '2']), ['trailers.x-sum value']],
];

const bodies: readonly Example[] = [
  ['text is one value', typed('text/plain', '12 Main St'), typed('text/plain', '12 Main St.'), ['body value']],
  ['a text that starts like a number is text', typed('text/plain', '12'), typed('text/plain', '12.0'), ['body value']],
  ['JSON without its type is JSON', answer(200, [], '{"a":1}'), answer(200, [], '{"a": 2}'), ['body.a value']],
  ['so it is under another type', typed('text/html', '[1]'), typed('text/html', '[2]'), ['body[] value']],
  [
    'JSON by suffix',
    typed('application/problem+json; charset=utf-8', '"a"'),
    typed('application/problem+json', '1'),
    ['headers.content-type.charset missing', 'body type'],
  ],
  ['a type that lies', json({ a: 1 }), raw('<html>'), ['body type']],
  ['two that lie alike', raw('oops'), raw('oops!'), ['body value']],
  ['almost JSON is text', raw('{"a":1}'), raw('{"a":1},'), ['body type']],
  ['no body', json({ a: 1 }), typed('application/json', ''), ['body missing']],
  ['a body where none was', typed('application/json', ''), json({ a: 1 }), ['body extra']],
  ['binary bytes', typed('image/png', png(1)), typed('image/png', png(2)), ['body value']],
  [
    'more binary bytes',
    typed('image/png', png(1)),
    typed('image/png', Uint8Array.of(...png(1), 0)),
    ['body value', 'body length'],
  ],
  ['invalid UTF-8 is binary', json({ a: 'é' }), typed('application/json', latin), ['body type']],
  [
    'unless another charset says so',
    json({ a: 'é' }),
    typed('application/json; charset=latin1', latin),
    ['headers.content-type.charset extra'],
  ],
  ['a byte order mark is no difference', raw('{"a":1}'), raw('\ufeff{"a":1}'), []],
  [
    'UTF-16 by its mark',
    raw('{"a":1}'),
    typed('application/json', new Uint8Array(Buffer.from('\ufeff{"a":2}', 'utf16le'))),
    ['body.a value'],
  ],
  ['one over the cap', json(1), cut(9_000_000, 'aa'), ['body value', 'body length']],
  ['two over the cap', cut(9_000_000, 'aa'), cut(9_000_000, 'bb'), ['body value']],
  ['two over the cap that are equal', cut(9_000_000, 'aa'), cut(9_000_000, 'aa'), []],
];

const coded = (coding: string, body: Uint8Array) =>
  answer(
    200,
    [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', coding],
    ],
    body,
  );

const codings: readonly Example[] = [
  ['gzip is looked into', coded('gzip', gzip('{"a":1}')), coded('gzip', gzip('{"a":2}')), ['body.a value']],
  [
    'another coding of the same',
    coded('gzip', gzip('{"a":1}')),
    coded('br', brotliCompressSync('{"a":1}')),
    ['headers.content-encoding value'],
  ],
  [
    'codings in a row',
    coded('gzip, br', brotliCompressSync(gzip('[1]'))),
    coded('gzip, br', brotliCompressSync(gzip('[2]'))),
    ['body[] value'],
  ],
  ['a coding that lies', coded('gzip', gzip('{"a":1}')), coded('gzip', Buffer.from('{"a":1}')), ['body format']],
  [
    'what it holds is compared still',
    coded('gzip', gzip('{"a":1}')),
    coded('gzip', Buffer.from('{"a":2}')),
    ['body format', 'body.a value'],
  ],
  [
    'both may lie alike',
    coded('gzip', Buffer.from('{"a":1}')),
    coded('gzip', Buffer.from('{"a":2}')),
    ['body.a value'],
  ],
  ['a coding nobody knows', coded('rot13', Buffer.from('[1]')), coded('rot13', Buffer.from('[2]')), ['body[] value']],
  [
    'a coding cut short is binary',
    coded('gzip', gzip('{"a":1}')),
    coded('gzip', gzip('{"a":1}').subarray(0, 20)),
    ['body type'],
  ],
  [
    'past the cap it is a length and a hash',
    coded('gzip', gzip('[1]')),
    coded('gzip', gzip(' '.repeat(5_000_000))),
    ['body value', 'body length'],
  ],
];

export const examples: Readonly<Record<string, readonly Example[]>> = {
  values,
  numbers,
  presence,
  lists,
  'lists by likeness': likeness,
  formats: written,
  'encoded strings': decoded,
  'headers by parts': headersByParts,
  'maps with data as keys': maps,
  'three ways': threeWays,
  outcomes,
  headers,
  bodies,
  codings,
  'codings in a row': stacked,
  'declared and real types': declared,
  'XML and HTML': markup,
  'JSON lines': lines,
  'server-sent events': eventStreams,
  forms,
  'multipart bodies': parts,
  tables,
  'GraphQL results': graphqlResults,
  'MessagePack and CBOR': packed,
  files,
};
