import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { reproductionsOf, type Targets } from '../../../server/core/gate/curl.ts';
import type { ExampleRequest } from '../../../server/core/gate/model.ts';
import { startUpstream, type Upstream } from '../../support/upstream.ts';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const request: ExampleRequest = { method: 'GET', target: '/orders/7?x=1', headers: [], body: { kind: 'empty' } };
const targets: Targets = { primary: 'http://old:9000/', candidate: 'http://new:9000/v2/' };

function commands(part: Partial<ExampleRequest>, to = targets): string[] {
  const example = { exchange: 'e1', request: { ...request, ...part }, values: {} };
  return reproductionsOf(example, to).map(({ words }) => words.join(' '));
}

describe('the command that asks once more', () => {
  test('goes to the candidate, and to the primary', () =>
    assert.deepEqual(commands({ target: '/orders/7' }), [
      'curl -i http://new:9000/v2/orders/7',
      'curl -i http://old:9000/orders/7',
    ]));

  test('names what is not known by variables that the shell does not leave out', () =>
    assert.deepEqual(
      commands(
        {
          target: '/orders?token=redacted:0123456789ab&x=1',
          headers: [
            ['Authorization', 'redacted:0123456789ab'],
            ['Referer', 'http://shop/?api_key=redacted:0123456789ab'],
            ['2fa', 'redacted:0123456789ab'],
          ],
        },
        {},
      )[0],
      `curl -i "\${CANDIDATE_URL:?}"'/orders?token='"\${TOKEN:?}"'&x=1' -H 'Authorization: '"\${AUTHORIZATION:?}"` +
        ` -H 'Referer: http://shop/?api_key='"\${API_KEY:?}" -H '2fa: '"\${X_2FA:?}"`,
    ));

  test('leaves out the Host that Triptych itself put in, and keeps that of the caller', () => {
    assert.doesNotMatch(commands({ headers: [['host', 'old:9000']] })[0] ?? '', /host/);
    assert.match(commands({ headers: [['host', 'shop.example']] })[0] ?? '', / -H 'host: shop\.example'$/);
  });

  test('of a body that was too long to keep asks for a file', () =>
    assert.match(
      commands({ method: 'POST', body: { kind: 'long', length: 9_000 } })[0] ?? '',
      /-H 'Content-Type:' --data-binary @"\$\{BODY_FILE:\?\}"$/,
    ));
});

describe('in a shell', () => {
  let upstream: Upstream;
  let heard: Heard | undefined;
  before(async () => {
    upstream = await startUpstream((incoming, response) => {
      void buffer(incoming).then((bytes) => {
        const { method, url, headers } = incoming;
        heard = { method, url, headers, body: bytes.toString('hex') };
        response.end();
      });
    });
  });
  after(() => upstream.close());

  async function ask(part: Partial<ExampleRequest>, env: Readonly<Record<string, string>> = {}): Promise<Heard> {
    heard = undefined;
    const [command = ''] = commands(part, { candidate: upstream.url });
    assert.match(command, /^\P{C}*$/u);
    await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl -sS --noproxy "*" ')], {
      env: { ...process.env, ...env },
    });
    return heard ?? assert.fail(`nothing was asked by ${command}`);
  }

  test('it sends the request as it was', async () => {
    const { method, url, headers, body } = await ask({
      method: 'PUT',
      target: `/a/../b[1]?q='$(id)'&z={x}`,
      headers: [
        ['x-quote', `it's "$HOME" \\ %s`],
        ['x-empty', ''],
        ['content-length', '99'],
        ['accept-encoding', 'gzip'],
      ],
      body: { kind: 'text', text: '@{"name":"O\'Brien"}\n' },
    });
    assert.equal(method, 'PUT');
    assert.equal(url, `/a/../b[1]?q='$(id)'&z={x}`);
    assert.equal(headers['x-quote'], `it's "$HOME" \\ %s`);
    assert.equal(headers['x-empty'], '');
    assert.equal(headers['accept-encoding'], 'gzip');
    assert.equal(headers['content-type'], undefined);
    assert.equal(Buffer.from(body, 'hex').toString(), '@{"name":"O\'Brien"}\n');
  });

  test('it sends any bytes', async () => {
    const hex = `2d${Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('hex')}`;
    assert.equal((await ask({ method: 'POST', body: { kind: 'octets', hex } })).body, hex);
  });

  test('it takes credentials from the environment, and refuses to go without', async () => {
    const part: Partial<ExampleRequest> = { headers: [['authorization', 'redacted:0123456789ab']] };
    assert.equal((await ask(part, { AUTHORIZATION: 'Bearer x' })).headers.authorization, 'Bearer x');
    await assert.rejects(ask(part), /AUTHORIZATION/);
  });

  test('it asks for HEAD without waiting for a body', async () => {
    assert.equal((await ask({ method: 'HEAD', target: '/x' })).method, 'HEAD');
  });

  test('whatever stands in header and body arrives, and nothing else runs', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom(...`'"\`$()\\;&|<>!#*~%@-=\n\t ab`) }),
        async (value, text) => {
          const header = [...value].filter((sign) => (sign.codePointAt(0) ?? 0) < 0x7f && sign >= ' ').join('');
          const body = `x${text}`;
          const got = await ask({
            method: 'POST',
            headers: [['x-value', header]],
            body: { kind: 'text', text: body },
          });
          assert.equal(got.headers['x-value'], header.trim());
          assert.equal(Buffer.from(got.body, 'hex').toString(), body);
        },
      ),
      { numRuns: 40 },
    ));
});
