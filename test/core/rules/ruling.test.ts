import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Answer } from '../../../server/core/exchange.ts';
import { failed, headed, json, raw, status, typed } from '../answers.ts';
import { type Circumstances, compared, ruleSet } from './governed.ts';

/** The secondary answers as the primary does unless it is given. Findings without a case are the candidate's. */
type Example = readonly [
  says: string,
  rule: unknown,
  primary: Answer,
  candidate: Answer,
  found: readonly string[],
  hits: readonly string[],
  more?: Circumstances & { readonly secondary?: Answer },
];

const at = (seconds: number) => json({ at: `2026-01-01T00:00:0${seconds}Z` });
const list = (...items: readonly unknown[]) => json({ items });
const text = (body: string) => typed('text/plain', body);
const named = (name: string, value: unknown) => json({ [name]: value });

const ignore: readonly Example[] = [
  ['the field', 'ignore body.at', json({ at: 1 }), json({ at: 2 }), [], ['body.at value']],
  ['no field that only begins like it', 'ignore body.at', json({ att: 1 }), json({ att: 2 }), ['body.att value'], []],
  ['what is below it', 'ignore body.m', json({ m: { a: [1] } }), json({ m: { a: [2] } }), [], ['body.m.a[] value']],
  ['its absence', 'ignore body.at', json({ at: 1 }), json({}), [], ['body.at missing']],
  ['its appearance', 'ignore body.at', json({}), json({ at: 1 }), [], ['body.at extra']],
  ['only the aspects named', 'ignore body.at value', json({ at: 1 }), json({ at: '1' }), ['body.at type'], []],
  ['a whole body', 'ignore body', text('a'), text('b'), [], ['body value']],
  ['but not the status', 'ignore body', json(1), status(404, 1), ['status value'], []],
  [
    'a header in any case',
    'ignore headers.ETag',
    headed(['etag', 'a']),
    headed(['ETag', 'b']),
    [],
    ['headers.etag value'],
  ],
  ['a failure', 'ignore failure', json(1), failed('reset'), [], ['failure failure']],
  ['order', 'ignore body.items order', list(1, 2, 3), list(3, 1, 2), [], ['body.items order']],
  [
    'inside of a string',
    'ignore body.p<json>.a',
    json({ p: '{"a":1,"b":1}' }),
    json({ p: '{"a":2,"b":2}' }),
    ['body.p<json>.b value'],
    ['body.p<json>.a value'],
  ],
  [
    'noise too',
    'ignore body.at',
    json({ at: 1 }),
    json({ at: 3 }),
    [],
    ['body.at value'],
    { secondary: json({ at: 2 }) },
  ],
];

const tolerance: readonly Example[] = [
  ['what is near', 'tolerance body.n 1', json({ n: 1 }), json({ n: 2 }), [], ['body.n value']],
  ['not what is far', 'tolerance body.n 1', json({ n: 1 }), json({ n: 2.5 }), ['body.n value'], []],
  ['another type is no value', 'tolerance body.n 9', json({ n: 1 }), json({ n: '2' }), ['body.n type'], []],
  ['absence is no value', 'tolerance body.n 9', json({ n: 1 }), json({}), ['body.n missing'], []],
  [
    'every item by itself',
    'tolerance body.items[] 1',
    list(1, 10),
    list(2, 12),
    ['body.items[] value'],
    ['body.items[] value'],
  ],
  ['dates', 'tolerance body.at 5s', at(1), at(6), [], ['body.at value']],
  ['not dates further apart', 'tolerance body.at 5s', at(1), at(7), ['body.at value'], []],
  [
    'numbers of a header',
    'tolerance headers.x-n 1',
    headed(['x-n', '1']),
    headed(['x-n', '2']),
    [],
    ['headers.x-n value'],
  ],
  [
    'noise, and what goes beyond it shows',
    'tolerance body.n 1',
    json({ n: 10 }),
    json({ n: 20 }),
    ['body.n value candidate'],
    ['body.n value'],
    { secondary: json({ n: 11 }) },
  ],
];

const arrays: readonly Example[] = [
  ['unordered', 'unordered body.items', list(1, 2, 3), list(3, 1, 2), [], ['body.items order']],
  [
    'unordered, with another item',
    'unordered body.items',
    list(1, 2, 3),
    list(3, 1),
    ['body.items[] missing'],
    ['body.items order'],
  ],
  [
    'another list',
    'unordered body.items',
    json({ rows: [1, 2, 3] }),
    json({ rows: [3, 1, 2] }),
    ['body.rows order'],
    [],
  ],
  [
    'a key',
    'key body.items sku',
    list({ sku: 'a', id: 1 }, { sku: 'b', id: 2 }),
    list({ sku: 'a', id: 2 }, { sku: 'b', id: 1 }),
    ['body.items[].id value'],
    ['body.items value'],
  ],
  [
    'a key further down, one item each',
    'key body.items p.sku',
    list({ p: { sku: 1 }, n: 1 }),
    list({ p: { sku: 2 }, n: 1 }),
    ['body.items[] extra', 'body.items[] missing'],
    ['body.items value'],
  ],
  [
    'a key that is no key changes nothing',
    'key body.items kind',
    list({ kind: 'a', n: 1 }, { kind: 'a', n: 2 }),
    list({ kind: 'a', n: 1 }, { kind: 'a', n: 3 }),
    ['body.items[].n value'],
    [],
  ],
];

const shapes: readonly Example[] = [
  ['mask: what matches', 'mask body.u "t=\\\\w+"', named('u', 'a?t=1'), named('u', 'a?t=2'), [], ['body.u value']],
  ['mask: what is beside it', 'mask body.u "t=\\\\w+"', named('u', 'a?t=1'), named('u', 'b?t=2'), ['body.u value'], []],
  ['mask: its groups', 'mask body.u "(t)=\\\\w+"', named('u', 't=1'), named('u', 't=2'), [], ['body.u value']],
  ['mask: a group that differs', 'mask body.u "(.)=1"', named('u', 't=1'), named('u', 's=1'), ['body.u value'], []],
  ['mask: a text body', 'mask body "\\\\d+ ms"', text('in 5 ms'), text('in 17 ms'), [], ['body value']],
  [
    'mask: a text that holds a document is one text',
    'mask body.p "\\"a\\":\\\\d"',
    json({ p: '{"a":1}' }),
    json({ p: '{"a":2}' }),
    [],
    ['body.p value'],
  ],
  [
    'mask: a cookie line',
    'mask headers.set-cookie "sid=[^;]+"',
    headed(['set-cookie', 'sid=1; Path=/']),
    headed(['set-cookie', 'sid=2; Path=/']),
    [],
    ['headers.set-cookie value'],
  ],
  ['format: not the value', 'format body.id', named('id', 'abc'), named('id', 'xyz'), [], ['body.id value']],
  ['format: the type', 'format body.id', named('id', 'abc'), named('id', 7), ['body.id type'], []],
  ['format: presence', 'format body.id', named('id', 'abc'), json({}), ['body.id missing'], []],
  [
    'format: the format',
    'format body.at',
    named('at', '2026-01-01T00:00:00Z'),
    named('at', 'Thu, 01 Jan 2026 00:00:00 GMT'),
    ['body.at format'],
    ['body.at value'],
  ],
];

const expected: readonly Example[] = [
  ['a value', 'expect body.v value 2', named('v', 1), named('v', 2), [], ['body.v value']],
  ['another value', 'expect body.v value 2', named('v', 1), named('v', 3), ['body.v value'], []],
  ['a value of another type', 'expect body.v value "2"', named('v', 1), named('v', '2'), [], ['body.v type']],
  [
    'the text of a value is another value',
    'expect body.v value "2"',
    named('v', 1),
    named('v', 2),
    ['body.v value'],
    [],
  ],
  ['a value where there was none', 'expect body.v value 2', json({}), named('v', 2), [], ['body.v extra']],
  ['but not its absence', 'expect body.v value 2', named('v', 2), json({}), ['body.v missing'], []],
  ['a status', 'expect status value 201', json(1), status(201, 1), [], ['status value']],
  ['a pattern', 'expect body.v pattern "^v2"', named('v', 'v1'), named('v', 'v2.1'), [], ['body.v value']],
  ['another pattern', 'expect body.v pattern "^v2"', named('v', 'v1'), named('v', 'v12'), ['body.v value'], []],
  [
    'a mapping',
    'expect body.items[] mapping {"open":"OPEN","1":2}',
    list('open', 1, 'x'),
    list('OPEN', 2, 'x'),
    [],
    ['body.items[] value'],
  ],
  [
    'a mapping to another value',
    'expect body.s mapping {"open":"OPEN"}',
    named('s', 'open'),
    named('s', 'Open'),
    ['body.s value'],
    [],
  ],
  [
    'a mapping of another value',
    'expect body.s mapping {"open":"OPEN"}',
    named('s', 'shut'),
    named('s', 'OPEN'),
    ['body.s value'],
    [],
  ],
  [
    'inherited names map nothing',
    'expect body.s mapping {"a":"b"}',
    named('s', 'toString'),
    named('s', 'b'),
    ['body.s value'],
    [],
  ],
  ['a rename', 'expect body.a rename b', named('a', 1), named('b', 1), [], ['body.a missing']],
  [
    'a rename with another value',
    'expect body.a rename b',
    named('a', 1),
    named('b', 2),
    ['body.a value'],
    ['body.a missing'],
  ],
  ['a rename that did not happen', 'expect body.a rename b', named('a', 1), named('a', 2), ['body.a value'], []],
  [
    'a name that was there before',
    'expect body.a rename b',
    json({ a: 1, b: 1 }),
    named('b', 1),
    ['body.a missing'],
    [],
  ],
  [
    'a rename in items',
    'expect body.items[].a rename b',
    list({ id: 1, a: 1 }, { id: 2, a: 2 }),
    list({ id: 1, b: 1 }, { id: 2, b: 3 }),
    ['body.items[].a value'],
    ['body.items[].a missing'],
  ],
  [
    'a rename to an odd name',
    'expect body.a rename __proto__',
    named('a', 1),
    typed('application/json', '{"__proto__":1}'),
    [],
    ['body.a missing'],
  ],
  [
    'an object',
    'expect body.address value {"city":"X","n":1}',
    json({ address: { city: 'Y', street: 'S' } }),
    json({ address: { n: 1.0, city: 'X' } }),
    [],
    ['body.address value'],
  ],
  [
    'another object',
    'expect body.address value {"city":"X"}',
    json({ address: { city: 'Y' } }),
    json({ address: { city: 'X', street: 'S' } }),
    ['body.address.city value', 'body.address.street extra'],
    [],
  ],
  [
    'an object in items, where a condition holds',
    'expect body.items[].of value {"n":2} when body.items[].id is 1',
    list({ id: 1, of: { n: 1 } }, { id: 2, of: { n: 1 } }),
    list({ id: 1, of: { n: 2 } }, { id: 2, of: { n: 2 } }),
    ['body.items[].of.n value'],
    ['body.items[].of value'],
  ],
  ['a list', 'expect body.items value [1,{"a":[]}]', list(3, 4, 5), list(1, { a: [] }), [], ['body.items value']],
  [
    'a list of another order',
    'expect body.items value [1,2]',
    list(3),
    list(2, 1),
    ['body.items[] extra', 'body.items[] value'],
    [],
  ],
  [
    'an object that the candidate had before',
    'expect body.v value {"a":1}',
    named('v', { a: 1 }),
    json({ v: { a: 1 }, w: 1 }),
    ['body.w extra'],
    [],
  ],
  [
    'an object leaves the noise of the old copies to the secondary',
    'expect body.v value {"a":9}',
    named('v', { a: 1 }),
    named('v', { a: 9 }),
    ['body.v.a value secondary'],
    ['body.v value'],
    { secondary: named('v', { a: 2 }) },
  ],
  [
    'a move to another object',
    'expect body.a.name rename body.b.title',
    json({ a: { name: 'x', n: 1 } }),
    json({ a: { n: 1 }, b: { title: 'x' } }),
    [],
    ['body.a.name missing'],
  ],
  [
    'a move out of an object that is gone then',
    'expect body.a.b.name rename body.title',
    json({ a: { b: { name: 'x' } } }),
    json({ title: 'y' }),
    ['body.a.b.name value'],
    ['body.a.b.name missing'],
  ],
  [
    'a move within items, out of the way of others',
    'expect body.items[].name rename body.items[].of.title',
    list({ id: 1, name: 'x', of: { n: 1 } }, { id: 2, name: 'y', of: { n: 1 } }),
    list({ id: 1, of: { n: 2, title: 'x' } }, { id: 2, of: { n: 1, title: 'z' } }),
    ['body.items[].name value', 'body.items[].of.n value'],
    ['body.items[].name missing'],
  ],
  [
    'no move into what is no object',
    'expect body.a.name rename body.title',
    json({ a: { name: 'x' } }),
    json({ a: null, title: 'x' }),
    ['body.a type', 'body.title extra'],
    [],
  ],
  [
    'a header by another name',
    'expect headers.X-A rename X-B',
    headed(['x-a', '1']),
    headed(['X-B', '1']),
    [],
    ['headers.x-a missing'],
  ],
  [
    'is about the candidate alone',
    'expect body.v value 2',
    named('v', 1),
    named('v', 1),
    ['body.v value secondary'],
    [],
    { secondary: named('v', 2) },
  ],
  [
    'leaves the noise of the old copies to the secondary',
    'expect body.v mapping {"1":"one"}',
    named('v', '1'),
    named('v', 'one'),
    ['body.v value secondary'],
    ['body.v format', 'body.v value'],
    { secondary: named('v', '2') },
  ],
];

const yen = (price: number, currency: string) => ({ id: currency, price, currency });
const scoped = 'ignore body.n on GET /orders/*';
const scopes: readonly Example[] = [
  ['another endpoint', scoped, named('n', 1), named('n', 2), ['body.n value'], [], { endpoint: 'GET /items' }],
  ['its endpoint', scoped, named('n', 1), named('n', 2), [], ['body.n value'], { endpoint: 'GET /orders/{id}' }],
  ['another method', scoped, named('n', 1), named('n', 2), ['body.n value'], [], { endpoint: 'POST /orders/{id}' }],
  [
    'any method',
    'ignore body.n on /orders/:id',
    named('n', 1),
    named('n', 2),
    [],
    ['body.n value'],
    { endpoint: 'PUT /orders/{id}' },
  ],
  [
    'the end of an endpoint',
    'ignore body.n on GET */lines',
    named('n', 1),
    named('n', 2),
    [],
    ['body.n value'],
    { endpoint: 'GET /o/{id}/lines' },
  ],
  [
    'a star is no text twice',
    'ignore body.n on GET /a*a',
    named('n', 1),
    named('n', 2),
    ['body.n value'],
    [],
    { endpoint: 'GET /a' },
  ],
  ['its status', 'ignore body.n status 404', status(404, { n: 1 }), status(404, { n: 2 }), [], ['body.n value']],
  [
    'its class of status',
    'ignore body.n status 4xx',
    status(404, { n: 1 }),
    status(404, { n: 2 }),
    [],
    ['body.n value'],
  ],
  ['another status', 'ignore body.n status 5xx', status(404, { n: 1 }), status(404, { n: 2 }), ['body.n value'], []],
  [
    'a condition on another field',
    'ignore body.n when body.c is JPY',
    json({ n: 1, c: 'JPY' }),
    json({ n: 2, c: 'JPY' }),
    [],
    ['body.n value'],
  ],
  [
    'the condition is not met',
    'ignore body.n when body.c is JPY',
    json({ n: 1, c: 'USD' }),
    json({ n: 2, c: 'USD' }),
    ['body.n value'],
    [],
  ],
  [
    'its type counts',
    'ignore body.n when body.c is 1',
    json({ n: 1, c: '1' }),
    json({ n: 2, c: '1' }),
    ['body.n value'],
    [],
  ],
  [
    'the value that was expected, however it is written',
    'expect body.s value 12.5',
    raw('{"s":1}'),
    raw('{"s":12.50}'),
    [],
    ['body.s format', 'body.s value'],
  ],
  [
    'a number is the same however it is written',
    'ignore body.n when body.p is 12.5',
    raw('{"n":1,"p":12.50}'),
    raw('{"n":2,"p":12.50}'),
    [],
    ['body.n value'],
  ],
  [
    'the condition is of the same item',
    'ignore body.items[].price when body.items[].currency is JPY',
    list(yen(1, 'JPY'), yen(1, 'USD')),
    list(yen(2, 'JPY'), yen(1, 'USD')),
    [],
    ['body.items[].price value'],
  ],
  [
    'and of no other item',
    'ignore body.items[].price when body.items[].currency is JPY',
    list(yen(1, 'JPY'), yen(1, 'USD')),
    list(yen(1, 'JPY'), yen(2, 'USD')),
    ['body.items[].price value'],
    [],
  ],
  [
    'of another list any item will do',
    'ignore body.n when body.tags[] is x',
    json({ n: 1, tags: ['w', 'x'] }),
    json({ n: 2, tags: ['w', 'x'] }),
    [],
    ['body.n value'],
  ],
  [
    'a condition on a header',
    'ignore headers.etag when headers.X-Kind is a',
    headed(['etag', '1'], ['x-kind', 'a']),
    headed(['etag', '2'], ['x-kind', 'a']),
    [],
    ['headers.etag value'],
  ],
  [
    'a condition on the body for a header',
    'ignore headers.content-language when body.c is JPY',
    {
      ...json({ c: 'JPY' }),
      headers: [
        ['content-type', 'application/json'],
        ['content-language', 'a'],
      ],
    },
    {
      ...json({ c: 'JPY' }),
      headers: [
        ['content-type', 'application/json'],
        ['content-language', 'b'],
      ],
    },
    [],
    ['headers.content-language value'],
  ],
  [
    'the condition is read in the answer of the role',
    'ignore body.n role candidate when body.c is JPY',
    json({ n: 1, c: 'USD' }),
    json({ n: 2, c: 'JPY' }),
    ['body.c value'],
    ['body.n value'],
  ],
  [
    'a role: only its comparisons',
    'ignore body.n role secondary',
    named('n', 1),
    named('n', 3),
    ['body.n value candidate'],
    ['body.n value'],
    { secondary: named('n', 2) },
  ],
  [
    'the last day',
    'ignore body.n until 2026-01-31',
    named('n', 1),
    named('n', 2),
    [],
    ['body.n value'],
    { at: Date.UTC(2026, 0, 31, 23, 59, 59, 999) },
  ],
  [
    'the day after',
    'ignore body.n until 2026-01-31',
    named('n', 1),
    named('n', 2),
    ['body.n value'],
    [],
    { at: Date.UTC(2026, 1, 1) },
  ],
  [
    'the moment before',
    'ignore body.n until 2026-01-31T12:00:00Z',
    named('n', 1),
    named('n', 2),
    [],
    ['body.n value'],
    { at: Date.UTC(2026, 0, 31, 11, 59, 59) },
  ],
  [
    'the moment itself',
    'ignore body.n until 2026-01-31T12:00:00Z',
    named('n', 1),
    named('n', 2),
    ['body.n value'],
    [],
    { at: Date.UTC(2026, 0, 31, 12) },
  ],
];

const topics: Readonly<Record<string, readonly Example[]>> = { ignore, tolerance, arrays, shapes, expected, scopes };

for (const [topic, rows] of Object.entries(topics)) {
  describe(`under a rule: ${topic}`, () => {
    for (const [says, rule, primary, candidate, found, hits, { secondary, ...circumstances } = {}] of rows) {
      test(`${says}: ${rule}`, () => {
        const answers = { primary, secondary: secondary ?? primary, candidate };
        const seen = compared(ruleSet([rule]), answers, circumstances);
        const wanted = secondary ? found : found.map((each) => `${each} candidate`);
        assert.deepEqual(seen.found, [...wanted].sort());
        assert.deepEqual(seen.hits, hits.map((each) => `0 ${each}`).sort());
      });
    }
  });
}

describe('several rules', () => {
  const answers = { primary: json({ a: 1, b: 1, c: 1 }), candidate: json({ a: 2, b: 2, c: 2 }) };

  test('act each on its own, the first one that matches has the hit', () => {
    const seen = compared(ruleSet(['tolerance body.a 1', 'ignore body.b', 'ignore body.a']), answers);
    assert.deepEqual(seen, { found: ['body.c value candidate'], hits: ['0 body.a value', '1 body.b value'] });
  });

  test('that hold nowhere here have no ruling', () => {
    const rules = ruleSet(['ignore body.a on GET /b', 'ignore body.b until 2026-01-01']);
    assert.equal(rules.over({ endpoint: 'GET /a', at: Date.UTC(2026, 5, 1) }), undefined);
  });

  test('latency is ignored where a rule says so', () => {
    const rules = ruleSet(['ignore latency on GET /slow']);
    const ruling = rules.over({ endpoint: 'GET /slow', at: 0 });
    assert.equal(ruling?.allows('latency', 'latency', 'candidate'), false);
    assert.deepEqual(ruling?.hits, [{ rule: '0', field: 'latency', aspect: 'latency' }]);
    assert.equal(rules.over({ endpoint: 'GET /', at: 0 }), undefined);
  });
});

test('of two rules that want one member the first has it', () => {
  const rules = ruleSet(['expect body.a rename body.of.c', 'expect body.b rename body.of.c']);
  const [primary, candidate] = [json({ a: 1, b: 1 }), json({ of: { c: 1 } })];
  assert.deepEqual(compared(rules, { primary, secondary: primary, candidate }), {
    found: ['body.b missing candidate'],
    hits: ['0 body.a missing'],
  });
});
