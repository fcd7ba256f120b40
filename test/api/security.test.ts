import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import { isServedHost } from '../../server/api/security.ts';
import { withApi } from '../support/api.ts';

test('every answer forbids foreign and inline scripts, frames, sniffing and referrers', () =>
  withApi(async ({ url }) => {
    for (const path of ['/', '/api/v1/runs', '/api/v1/nothing', '/healthz', '/metrics']) {
      const { headers } = await fetch(url + path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'self'/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.ok(!policy.includes('unsafe'), path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.equal(headers.get('access-control-allow-origin'), null, path);
    }
  }));

function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/api/v1/runs`, { headers: { host } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
}

test('a name that was made to point here is refused', () =>
  withApi(async ({ url }) => {
    assert.equal(await statusFor(url, 'evil.example'), 421);
    assert.equal(await statusFor(url, 'localhost.evil.example:8888'), 421);
    assert.equal(await statusFor(url, new URL(url).host), 200);
    assert.equal(await statusFor(url, 'localhost'), 200);
  }));

describe('which names are served', () => {
  const table: readonly [bound: string, header: string | undefined, served: boolean][] = [
    ['127.0.0.1', 'localhost:8888', true],
    ['127.0.0.1', 'LOCALHOST', true],
    ['127.0.0.1', '127.0.0.1:8888', true],
    ['127.0.0.1', '[::1]:8888', true],
    ['::1', '[::1]', true],
    ['localhost', '127.0.0.1', true],
    ['127.0.0.1', undefined, false],
    ['127.0.0.1', '', false],
    ['127.0.0.1', '127.0.0.1.evil.example', false],
    ['127.0.0.1', 'evil.example:8888', false],
    ['0.0.0.0', 'triptych.example', true],
    ['10.0.0.5', 'triptych.example:80', true],
  ];
  for (const [bound, header, served] of table) {
    test(`bound to ${bound}, asked as ${header}: ${served}`, () => assert.equal(isServedHost(header, bound), served));
  }
});
