import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { type Exchange, emptyBody, type HeaderLine, type Response } from '../../server/core/exchange.ts';
import { credentialHeaders, redactor } from '../../server/core/redact.ts';

const keyedHash = (text: string): string => hash('sha256', `key ${text}`);
const redact = redactor({ headers: ['X-Tenant-Key'], keyedHash });
const hidden = (text: string): string => `redacted:${keyedHash(text).slice(0, 12)}`;

function response(headers: readonly HeaderLine[]): Response {
  return { kind: 'response', status: 200, headers, trailers: headers, body: emptyBody, ms: 1 };
}

function exchange(
  target: string,
  headers: readonly HeaderLine[],
  answers: Partial<Exchange['answers']> = {},
): Exchange {
  const request = { method: 'GET', target, headers, body: emptyBody };
  return {
    id: 'e1',
    at: 1,
    endpoint: 'GET /',
    request,
    answers: { primary: response(headers), candidate: response(headers), ...answers },
  };
}

describe('credential headers are replaced in the request and in the headers and trailers of every answer', () => {
  for (const name of [...credentialHeaders, 'Authorization', 'SET-COOKIE', 'x-tenant-key']) {
    test(name, () => {
      const lines: HeaderLine[] = [[name, 'Bearer s3cret']];
      const done = redact(exchange('/', lines, { secondary: response(lines) }));
      const expected = [[name, hidden('Bearer s3cret')]];
      assert.deepEqual(done.request.headers, expected);
      for (const answer of Object.values(done.answers)) {
        assert.ok(answer.kind === 'response');
        assert.deepEqual(answer.headers, expected);
        assert.deepEqual(answer.trailers, expected);
      }
      assert.ok(!JSON.stringify(done).includes('s3cret'));
    });
  }
});

test('equal secrets stay equal and different ones different', () => {
  const [first, second, third] = redact(
    exchange('/', [
      ['cookie', 'a=1'],
      ['Cookie', 'a=1'],
      ['cookie', 'a=2'],
    ]),
  ).request.headers;
  assert.equal(first?.[1], second?.[1]);
  assert.notEqual(first?.[1], third?.[1]);
  assert.match(String(first?.[1]), /^redacted:[0-9a-f]{12}$/);
});

test('other headers, failures and a run without secondary stay as they are', () => {
  const failure = { kind: 'failure', failure: 'refused', detail: 'connect ECONNREFUSED', ms: 2 } as const;
  const plain = exchange('/orders?id=1', [['accept', 'text/html']], { candidate: failure });
  assert.deepEqual(redact(plain), plain);
  assert.ok(!('secondary' in redact(plain).answers));
});

describe('credentials in the query are replaced, everything else keeps its spelling', () => {
  const table: readonly [target: string, expected: string][] = [
    ['/a?access_token=abc&x=%20y', `/a?access_token=${hidden('abc')}&x=%20y`],
    ['/a?x=1&API-KEY=abc', `/a?x=1&API-KEY=${hidden('abc')}`],
    ['/a?token=a=b', `/a?token=${hidden('a=b')}`],
    ['/a?password=', `/a?password=${hidden('')}`],
    ['/a?access%5Ftoken=abc', `/a?access%5Ftoken=${hidden('abc')}`],
    ['/a?x=1;secret=abc', `/a?x=1;secret=${hidden('abc')}`],
    ['/f?X-Amz-Signature=abc&X-Amz-Date=1', `/f?X-Amz-Signature=${hidden('abc')}&X-Amz-Date=1`],
    ['/a?%zz=1&sig=abc', `/a?%zz=1&sig=${hidden('abc')}`],
    ['/token=abc', '/token=abc'],
    ['/a?tokens=3&secretary=Ann&token', '/a?tokens=3&secretary=Ann&token'],
    ['/a', '/a'],
  ];
  for (const [target, expected] of table) {
    test(target, () => assert.equal(redact(exchange(target, [])).request.target, expected));
  }
});

test('an address in an answer loses its credentials too', () => {
  const done = redact(exchange('/', [['Location', 'https://app.example/#access_token=abc&state=7']]));
  assert.ok(done.answers.primary.kind === 'response');
  assert.deepEqual(done.answers.primary.headers, [
    ['Location', `https://app.example/#access_token=${hidden('abc')}&state=7`],
  ]);
});
