import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ReportFinding } from '../../server/core/gate/model.ts';
import { rawExchange } from '../support/raw-http.ts';
import { type Running, startServing } from '../support/running.ts';
import { startThree, type Three } from '../support/three.ts';
import { until } from '../support/until.ts';

interface Said {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const json = { 'content-type': 'application/json' };
const nested = (value: number): string => `${'['.repeat(10_000)}${value}${']'.repeat(10_000)}`;

/** By path: what the old copies say and what the new version says. */
const says: Readonly<Record<string, readonly [old: Said, fresh: Said]>> = {
  '/text-as-json': [
    { headers: json, body: '{"total": 1}' },
    { headers: json, body: '<html>Oops</html>' },
  ],
  '/image-as-text': [
    { headers: { 'content-type': 'text/plain' }, body: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]) },
    { headers: { 'content-type': 'text/plain' }, body: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 2]) },
  ],
  '/plain-as-gzip': [
    { headers: { ...json, 'content-encoding': 'gzip' }, body: '{"total": 1}' },
    { headers: { ...json, 'content-encoding': 'gzip' }, body: '{"total": 2}' },
  ],
  '/no-such-charset': [
    { headers: { 'content-type': 'text/plain; charset=klingon' }, body: 'a' },
    { headers: { 'content-type': 'text/plain; charset=klingon' }, body: 'b' },
  ],
  '/not-utf-8': [
    { headers: json, body: new Uint8Array([0x22, 0xc3, 0x28, 0xff, 0x22]) },
    { headers: json, body: new Uint8Array([0x22, 0xc3, 0x29, 0xff, 0x22]) },
  ],
  '/nested': [
    { headers: json, body: nested(1) },
    { headers: json, body: nested(2) },
  ],
  '/proto': [
    { headers: json, body: '{"__proto__":{"admin":false},"constructor":{"prototype":1},"toString":"a"}' },
    { headers: json, body: '{"__proto__":{"admin":true},"constructor":{"prototype":2},"toString":"b"}' },
  ],
  '/bomb': [
    { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(`"${'a'.repeat(32 * 1024 ** 2)}"`) },
    { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(`"${'b'.repeat(32 * 1024 ** 2)}"`) },
  ],
};

const service =
  (version: 0 | 1): RequestListener =>
  (request, response) => {
    const said = says[request.url ?? '']?.[version];
    if (said !== undefined) {
      response.writeHead(200, { ...said.headers, 'content-length': Buffer.byteLength(said.body) });
      return response.end(said.body);
    }
    // Everything else is an answer without end, for the caller; the shadows have theirs.
    response.write('more and more');
    if (request.headers['x-triptych-role'] !== undefined) response.end();
  };

describe('serve goes on comparing and answers byte for byte', () => {
  let three: Three;
  let serving: Running;
  let received = 0;
  /** Undone in the end, the latest first, also when the start itself fails. */
  const undo: (() => Promise<unknown>)[] = [];
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'triptych-'));
    undo.unshift(() => rm(folder, { recursive: true }));
    three = await startThree(service(0), service(1));
    undo.unshift(three.close);
    const flags = [...three.flags, '--db', join(folder, 't.db'), '--allow', 'POST /*'];
    serving = await startServing(flags);
    undo.unshift(serving.kill);
  });
  after(async () => {
    for (const step of undo) await step();
  });

  /** Asks for the path, and resolves to what was found in it once it is compared. */
  async function compared(path: string): Promise<readonly ReportFinding[]> {
    const answer = await rawExchange(serving.proxy, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    const body = Buffer.from(says[path]?.[0].body ?? '');
    assert.ok(answer.subarray(-body.length).equals(body), 'the caller has what the primary said');
    received++;
    const report = await serving.report(received);
    assert.equal(report.exchanges.notCompared.error, 0);
    const endpoint = report.endpoints.find((each) => each.endpoint === `GET ${path}`);
    assert.equal(endpoint?.compared, 1);
    return report.findings.filter((each) => each.endpoint === `GET ${path}` && each.aspect !== 'latency');
  }

  const namesOf = (findings: readonly ReportFinding[]) =>
    findings.map(({ field, aspect }) => `${field} ${aspect}`).sort();

  /** Whoever looks at the example sees it: showing must survive what comparing survived. */
  async function shown([finding]: readonly ReportFinding[]): Promise<void> {
    const response = await fetch(`${serving.dashboard}/api/v1/runs/live/exchanges/${finding?.examples[0]}`);
    assert.equal(response.status, 200, await response.text());
  }

  test('a page that says it is JSON', async () => {
    const findings = await compared('/text-as-json');
    assert.ok(namesOf(findings).includes('body type'), String(namesOf(findings)));
    await shown(findings);
  });

  test('an image that says it is text', async () => {
    const findings = await compared('/image-as-text');
    assert.deepEqual(namesOf(findings), ['body value']);
    await shown(findings);
  });

  test('a plain body that says it is gzip', async () => {
    const findings = await compared('/plain-as-gzip');
    assert.deepEqual(namesOf(findings), ['body.total value']);
    await shown(findings);
  });

  test('a charset that nobody knows', async () => {
    const findings = await compared('/no-such-charset');
    assert.deepEqual(namesOf(findings), ['body value']);
    await shown(findings);
  });

  test('invalid UTF-8', async () => {
    const findings = await compared('/not-utf-8');
    assert.equal(findings.length, 1);
    await shown(findings);
  });

  test('10 000 levels of nesting', async () => {
    const findings = await compared('/nested');
    assert.equal(findings.length, 1);
    await shown(findings);
  });

  test('keys with a meaning in JavaScript are data', async () => {
    const findings = await compared('/proto');
    assert.deepEqual(namesOf(findings), [
      'body.__proto__.admin value',
      'body.constructor.prototype value',
      'body.toString value',
    ]);
    await shown(findings);
  });

  test('a body that unpacks to a thousand times its size', async () => {
    const findings = await compared('/bomb');
    assert.ok(findings.length > 0);
    await shown(findings);
  });

  /** Sends the bytes, waits until `begun`, and hangs up; the exchange must count as incomplete. */
  async function hangUp(bytes: string, begun: (socket: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> {
    const before = (await serving.report(received)).exchanges.notCompared.incomplete ?? 0;
    const socket = connect(Number(new URL(serving.proxy).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    await begun(socket);
    socket.destroy();
    received++;
    const { exchanges } = await serving.report(received);
    assert.equal(exchanges.notCompared.incomplete, before + 1);
  }

  test('a caller that hangs up amid the answer', () =>
    hangUp('GET /endless HTTP/1.1\r\nHost: a\r\n\r\n', (socket) => once(socket, 'data')));

  test('a caller that hangs up amid his upload', () =>
    hangUp('POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\npart', () =>
      until('the upload to reach the primary', () => three.primary.requests.find(({ url }) => url === '/upload')),
    ));

  test('what is no HTTP at all gets 400', async () => {
    const answer = await rawExchange(serving.proxy, 'hello\r\n\r\n');
    assert.match(answer.toString(), /^HTTP\/1\.1 400 /);
    assert.equal((await fetch(`${serving.dashboard}/readyz`)).status, 200);
  });

  test('and after all that it ends in order when it is told to', async () => {
    serving.signal('SIGTERM');
    assert.equal(await serving.ended, 0);
  });
});
