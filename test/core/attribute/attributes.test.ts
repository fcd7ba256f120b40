import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { attributesOf, longestBody } from '../../../server/core/attribute/attributes.ts';
import { type Body, emptyBody, type HeaderLine, type Request, type Response } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';

const whole = (text: string | Uint8Array): Body => ({ kind: 'whole', bytes: Buffer.from(text) });
const json: readonly HeaderLine[] = [['Content-Type', 'application/json']];

function attributes(request: Partial<Request>, answer: Partial<Response> = {}, endpoint = 'GET /orders/{id}') {
  const asked: Request = { method: 'GET', target: '/orders/7', headers: [], body: emptyBody, ...request };
  const answered: Response = {
    kind: 'response',
    status: 200,
    headers: [],
    trailers: [],
    body: emptyBody,
    ms: 1,
    ...answer,
  };
  return Object.fromEntries(attributesOf({ endpoint, request: asked, answer: answered }, decoders));
}
const plain = { method: 'GET', 'path.id': '7', 'answer.status': '200' };

describe('attributes are', () => {
  test('the method, the data in the path, and the status', () => {
    assert.deepEqual(attributes({}), plain);
    const nested = attributes({ target: '/shops/de/orders/7?' }, {}, 'GET /shops/{country}/orders/{id}');
    assert.deepEqual([nested['path.country'], nested['path.id']], ['de', '7']);
    const twice = attributes({ target: '/a/1/b/2' }, {}, 'GET /a/{id}/b/{id}');
    assert.deepEqual([twice['path.id'], twice['path.id2']], ['1', '2']);
  });

  test('the parameters of the query, decoded, the first of each name', () => {
    const {
      'query.currency': currency,
      'query.q': q,
      'query.flag': flag,
    } = attributes({
      target: '/orders/7?currency=JPY&currency=EUR&q=50%25+wool&flag&broken=%E0%A4',
    });
    assert.deepEqual([currency, q, flag], ['JPY', '50% wool', '']);
  });

  test('headers, but none of the connection', () => {
    const headers: readonly HeaderLine[] = [
      ['Host', 'shop'],
      ['Accept-Language', 'ja'],
      ['Content-Length', '3'],
    ];
    const answerHeaders: readonly HeaderLine[] = [
      ['X-Cache', 'HIT'],
      ['Date', 'today'],
    ];
    assert.deepEqual(attributes({ headers }, { headers: answerHeaders }), {
      ...plain,
      'headers.accept-language': 'ja',
      'answer.headers.x-cache': 'HIT',
    });
  });

  test('members of the bodies that are single values, whatever the format and coding', () => {
    const form = attributes({
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: whole('kind=express&n=1'),
    });
    assert.equal(form['body.kind'], 'express');
    const answer = { id: 7, currency: 'JPY', paid: true, to: { country: 'jp' }, lines: [{ sku: 'a' }], none: null };
    const found = attributes(
      {},
      { headers: [...json, ['Content-Encoding', 'gzip']], body: whole(gzipSync(JSON.stringify(answer))) },
    );
    const inBody = Object.entries(found).filter(([name]) => name.startsWith('answer.body'));
    assert.deepEqual(Object.fromEntries(inBody), {
      'answer.body.id': '7',
      'answer.body.currency': 'JPY',
      'answer.body.paid': 'true',
      'answer.body.none': 'null',
      'answer.body.to.country': 'jp',
    });
  });

  test('how the primary failed', () => {
    const request: Request = { method: 'GET', target: '/', headers: [], body: emptyBody };
    const answer = { kind: 'failure', failure: 'timeout', detail: '', ms: 1 } as const;
    assert.deepEqual(attributesOf({ endpoint: 'GET /', request, answer }, decoders), [
      ['method', 'GET'],
      ['answer.failure', 'timeout'],
    ]);
  });
});

describe('there are none', () => {
  test('of what is called like a credential in a body', () => {
    const body = whole(JSON.stringify({ user: 'ann', password: 'p4', access_token: 't' }));
    assert.deepEqual(attributes({ headers: json, body }), {
      ...plain,
      'headers.content-type': 'application/json',
      'body.user': 'ann',
    });
  });

  test('of long bodies, long values, and text that no sentence can hold', () => {
    const long = whole(JSON.stringify({ kind: 'a', rest: 'x'.repeat(longestBody) }));
    assert.deepEqual(attributes({ body: long }), plain);
    assert.deepEqual(attributes({ target: `/orders/7?a=${'x'.repeat(65)}&b=%0A&c=%00&d=%E2%80%AE` }), plain);
    assert.deepEqual(attributes({}, { body: whole('{"a":"\\ud800"}') }), plain);
  });

  test('beyond 64, of which those of the request come first', () => {
    const query = Array.from({ length: 200 }, (_, i) => `q${i}=1`).join('&');
    const headers = Array.from({ length: 200 }, (_, i): HeaderLine => [`h${i}`, '1']);
    const found = Object.keys(attributes({ target: `/orders/7?${query}`, headers }));
    assert.equal(found.length, 64);
    assert.equal(found.at(-1)?.startsWith('headers.h'), true);
  });
});
