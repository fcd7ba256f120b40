/** Strings that are documents themselves: compared by their parts. */
import { json } from '../answers.ts';
import type { Example } from '../compare.examples.ts';

const holding = (payload: unknown) => json({ payload });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const inJson = (value: unknown) => holding(JSON.stringify(value));
const jwt = (header: unknown, claims: unknown, signature: string) =>
  holding(`${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}.${signature}`);
const levels = (depth: number, core: unknown): unknown =>
  depth === 0 ? core : { in: JSON.stringify(levels(depth - 1, core)) };

export const decoded: readonly Example[] = [
  ['JSON in a string', inJson({ name: 'a', n: 1 }), inJson({ name: 'b', n: 1 }), ['body.payload<json>.name value']],
  ['a field gone in it', inJson({ a: 1, b: 2 }), inJson({ a: 1 }), ['body.payload<json>.b missing']],
  ['another order in it', inJson([1, 2, 3]), inJson([3, 1, 2]), ['body.payload<json> order']],
  ['the same, written otherwise', holding('{"a":1}'), holding('{ "a": 1 }'), ['body.payload format']],
  ['only one of them JSON', inJson({ a: 1 }), holding('gone'), ['body.payload value', 'body.payload format']],
  ['almost JSON is text', holding('{"a":1}'), holding('{"a":2'), ['body.payload value']],
  [
    'two JSON documents in one string are text',
    holding('{"a":1} {"b":2}'),
    holding('{"a":1} {"b":3}'),
    ['body.payload value'],
  ],
  [
    'noise in it',
    inJson({ a: 1, t: 1 }),
    inJson({ a: 2, t: 3 }),
    ['body.payload<json>.a value candidate', 'body.payload<json>.t shift primary', 'body.payload<json>.t value all'],
    inJson({ a: 1, t: 2 }),
  ],
  [
    'three levels down',
    holding(JSON.stringify(levels(2, { n: 1 }))),
    holding(JSON.stringify(levels(2, { n: 2 }))),
    ['body.payload<json>.in<json>.in<json>.n value'],
  ],
  [
    'and no further',
    holding(JSON.stringify(levels(3, { n: 1 }))),
    holding(JSON.stringify(levels(3, { n: 2 }))),
    ['body.payload<json>.in<json>.in<json>.in value'],
  ],
  [
    'base64 of JSON',
    holding(base64('{"sub":"7","n":1}')),
    holding(base64('{"sub":"8","n":1}')),
    ['body.payload<base64>.sub value'],
  ],
  [
    'base64 of text',
    holding(base64('name: Ada Lovelace')),
    holding(base64('name: Ada Byron')),
    ['body.payload<base64> value'],
  ],
  [
    'base64 without padding says the same',
    holding(base64('{"a":12}')),
    holding(base64url('{"a":12}')),
    ['body.payload format'],
  ],
  [
    'base64 of bytes is a value',
    holding(Buffer.from([255, 1, 2, 3, 250, 128, 9, 8, 7, 6, 5, 4]).toString('base64')),
    holding(Buffer.from([255, 1, 2, 3, 250, 128, 9, 8, 7, 6, 5, 5]).toString('base64')),
    ['body.payload value'],
  ],
  [
    'a claim of a JWT',
    jwt({ alg: 'RS256' }, { sub: 'ada', exp: 1 }, 'c2ln'),
    jwt({ alg: 'RS256' }, { sub: 'bob', exp: 1 }, 'b3RoZXI'),
    ['body.payload<jwt>.claims.sub value'],
  ],
  [
    'the algorithm of a JWT',
    jwt({ alg: 'RS256' }, { sub: 'ada' }, 'c2ln'),
    jwt({ alg: 'none' }, { sub: 'ada' }, ''),
    ['body.payload<jwt>.header.alg value'],
  ],
  [
    'the signature alone',
    jwt({ alg: 'RS256' }, { sub: 'ada' }, 'c2ln'),
    jwt({ alg: 'RS256' }, { sub: 'ada' }, 'b3RoZXI'),
    ['body.payload<jwt>.signature value'],
  ],
  [
    'a parameter of an address',
    holding('https://api.example/items?page=2&size=10'),
    holding('https://api.example/items?page=3&size=10'),
    ['body.payload<url>.query.page value'],
  ],
  [
    'a parameter gone',
    holding('/items?page=2&size=10'),
    holding('/items?page=2'),
    ['body.payload<url>.query.size missing'],
  ],
  [
    'scheme and host of an address',
    holding('http://old.example:80/a'),
    holding('https://new.example:80/a'),
    ['body.payload<url>.scheme value', 'body.payload<url>.host value'],
  ],
  [
    'its path',
    holding('https://a.example/v1/x#top'),
    holding('https://a.example/v2/x#top'),
    ['body.payload<url>.path value'],
  ],
  ['its port', holding('https://a.example/x'), holding('https://a.example:8443/x'), ['body.payload<url>.port extra']],
  [
    'a host in capitals is the same host',
    holding('https://A.example/x'),
    holding('https://a.example/x'),
    ['body.payload format'],
  ],
  [
    'a repeated parameter',
    holding('/items?tag=a&tag=b'),
    holding('/items?tag=a&tag=c'),
    ['body.payload<url>.query.tag[] value'],
  ],
  ['another escape of the same', holding('/items?q=a+b'), holding('/items?q=a%20b'), ['body.payload format']],
  [
    'an address that lost its host',
    holding('https://a.example/x?y=1'),
    holding('/x?y=1'),
    ['body.payload value', 'body.payload format'],
  ],
  [
    'JSON in a parameter',
    holding(`/items?filter=${encodeURIComponent('{"min":1}')}`),
    holding(`/items?filter=${encodeURIComponent('{"min":2}')}`),
    ['body.payload<url>.query.filter<json>.min value'],
  ],
  ['plain words stay words', holding('Orderhistory2'), holding('Orderhistory3'), ['body.payload value']],
  [
    'names of parameters are data',
    holding('/items?__proto__=1'),
    holding('/items?__proto__=2'),
    ['body.payload<url>.query.__proto__ value'],
  ],
];
