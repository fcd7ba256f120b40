import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { rawExchange } from '../support/raw-http.ts';
import { startTap, type TestTap } from '../support/tap.ts';
import { deadUrl, startRawUpstream, startUpstream, type Upstream } from '../support/upstream.ts';

async function tapBefore(
  t: TestContext,
  handler: Parameters<typeof startUpstream>[0],
  settings: Parameters<typeof startTap>[1] = {},
  allow: readonly string[] = [],
): Promise<{ readonly tap: TestTap; readonly upstreams: readonly [Upstream, Upstream, Upstream] }> {
  const upstreams = [await startUpstream(handler), await startUpstream(handler), await startUpstream(handler)] as const;
  const [primary, secondary, candidate] = upstreams;
  const urls = { primary: primary.url, secondary: secondary.url, candidate: candidate.url };
  const tap = await startTap(urls, settings, allow);
  t.after(async () => {
    await tap.close();
    for (const upstream of upstreams) await upstream.close();
  });
  return { tap, upstreams };
}

test('the caller gets status line, header order, case and duplicates as the primary wrote them', async (t) => {
  const head =
    'HTTP/1.1 207 Nearly Fine\r\nX-Second: 2\r\nSet-Cookie: a=1\r\nx-first: 1\r\nSet-Cookie: b=2\r\nDate: Sat, 21 Nov 2026 09:00:00 GMT\r\nContent-Length: 2\r\n';
  const upstream = await startRawUpstream((socket) => socket.once('data', () => socket.end(`${head}\r\nok`)));
  const tap = await startTap({ primary: upstream.url, secondary: upstream.url, candidate: upstream.url });
  t.after(async () => {
    await tap.close();
    await upstream.close();
  });
  const answer = await rawExchange(tap.url, 'GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n');
  assert.equal(answer.toString('latin1').replace('Connection: close\r\n', ''), `${head}\r\nok`);
});

test('the first byte reaches the caller before the primary has written the last', async (t) => {
  const release = Promise.withResolvers<void>();
  const { tap } = await tapBefore(t, (_request, response) => {
    response.write('first');
    void release.promise.then(() => response.end('last'));
  });
  const response = await fetch(tap.url);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  assert.equal(Buffer.from(first?.value ?? []).toString(), 'first');
  release.resolve();
  const last = await reader?.read();
  assert.equal(Buffer.from(last?.value ?? []).toString(), 'last');
});

test('headers reach the caller while the body still waits', async (t) => {
  const release = Promise.withResolvers<void>();
  const { tap } = await tapBefore(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    void release.promise.then(() => response.end('data: 1\n\n'));
  });
  const response = await fetch(tap.url);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  release.resolve();
  assert.equal(await response.text(), 'data: 1\n\n');
});

test('compressed and binary bodies arrive byte for byte', async (t) => {
  const binary = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 31) % 256));
  const zipped = gzipSync(binary);
  const { tap } = await tapBefore(t, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': zipped.length, connection: 'close' });
    response.end(zipped);
  });
  const raw = await rawExchange(tap.url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.deepEqual(raw.subarray(raw.indexOf('\r\n\r\n') + 4), zipped);
});

test('HEAD, 204 and 304 end without a body and keep the connection usable', async (t) => {
  const { tap } = await tapBefore(t, (request, response) => {
    if (request.method === 'HEAD') response.writeHead(200, { 'content-length': 1234 }).end();
    else if (request.url === '/none') response.writeHead(204).end();
    else if (request.url === '/same') response.writeHead(304, { etag: '"1"' }).end();
    else response.end('last');
  });
  const get = (method: string, path: string, last: string) => `${method} ${path} HTTP/1.1\r\nHost: x\r\n${last}\r\n`;
  const raw = await rawExchange(
    tap.url,
    get('HEAD', '/', '') + get('GET', '/none', '') + get('GET', '/same', '') + get('GET', '/', 'Connection: close\r\n'),
  );
  const text = raw.toString();
  assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 204', 'HTTP/1.1 304', 'HTTP/1.1 200']);
  assert.match(text, /content-length: 1234/i);
  assert.match(text, /last/);
});

test('trailers are passed on', async (t) => {
  const { tap } = await tapBefore(t, (_request, response) => {
    response.writeHead(200, { Trailer: 'x-checksum' });
    response.write('body');
    response.addTrailers({ 'x-checksum': 'abc' });
    response.end();
  });
  const raw = await rawExchange(tap.url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(raw.toString(), /\r\n0\r\nx-checksum: abc\r\n\r\n$/);
});

test('odd but legal targets reach the primary as they were written', async (t) => {
  const { tap, upstreams } = await tapBefore(t, (_request, response) => response.end());
  const targets = ['/a%2Fb', '//x', '/a;b=1?', '/%zz', '/?q=%00', "/sch%C3%B6n/'('", '/a/../b'];
  for (const target of targets)
    await rawExchange(tap.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await rawExchange(tap.url, 'GET http://shop.example/p?q=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.deepEqual(
    upstreams[0].requests.map((request) => request.url),
    [...targets, '/p?q=1'],
  );
});

test('any method reaches the primary', async (t) => {
  const { tap, upstreams } = await tapBefore(t, (_request, response) => response.end());
  for (const method of ['PROPFIND', 'PATCH', 'DELETE', 'QUERY', 'OPTIONS']) {
    await rawExchange(tap.url, `${method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  }
  assert.deepEqual(
    upstreams[0].requests.map((request) => request.method),
    ['PROPFIND', 'PATCH', 'DELETE', 'QUERY', 'OPTIONS'],
  );
});

test('a request body is streamed to the primary, and copied to the shadows where that is allowed', async (t) => {
  const received: string[] = [];
  const { tap } = await tapBefore(
    t,
    async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
      received.push(`${request.headers['x-triptych-role'] ?? 'caller'} ${body.length}`);
      response.end('ok');
    },
    {},
    ['POST /search'],
  );
  const big = Buffer.alloc(300_000, 'x');
  await (await fetch(`${tap.url}/search`, { method: 'POST', body: big })).text();
  await (await fetch(`${tap.url}/orders`, { method: 'POST', body: 'one' })).text();
  const { deliveries, skipped } = await tap.settled();
  assert.deepEqual(received.toSorted(), ['caller 3', 'caller 300000', 'candidate 300000', 'secondary 300000']);
  assert.equal(deliveries.length, 1);
  assert.deepEqual(skipped, { sideEffects: 1 });
});

test('a body over the cap is served and counted as too large, announced or not', async (t) => {
  const { tap, upstreams } = await tapBefore(
    t,
    (request, response) => {
      request.resume().on('end', () => response.end('taken'));
    },
    { requestCap: 1000 },
    ['POST /*'],
  );
  const body = Buffer.alloc(5000);
  assert.equal(await (await fetch(`${tap.url}/known`, { method: 'POST', body })).text(), 'taken');
  const unknown = new Blob([body]).stream();
  const sent = await fetch(`${tap.url}/unknown`, { method: 'POST', body: unknown, duplex: 'half' });
  assert.equal(await sent.text(), 'taken');
  assert.deepEqual((await tap.settled()).skipped, { tooLarge: 2 });
  assert.equal(upstreams[2].requests.length, 0);
});

test('a primary that does not answer gives the caller a 502, and its failure is compared', async (t) => {
  const other = await startUpstream((_request, response) => response.end('ok'));
  const tap = await startTap({ primary: await deadUrl(), secondary: other.url, candidate: other.url });
  t.after(async () => {
    await tap.close();
    await other.close();
  });
  const response = await fetch(tap.url);
  assert.equal(response.status, 502);
  assert.match(await response.text(), /did not answer: .*ECONNREFUSED/);
  const { exchanges } = await tap.settled();
  assert.equal(exchanges[0]?.answers.primary.kind, 'failure');
  assert.equal(tap.health.of('primary').health, 'down');
});

test('an upload to a dead primary still ends in a 502', async (t) => {
  const dead = await deadUrl();
  const tap = await startTap({ primary: dead, candidate: dead });
  t.after(() => tap.close());
  const response = await fetch(tap.url, { method: 'POST', body: Buffer.alloc(3_000_000) });
  assert.equal(response.status, 502);
  await response.text();
});

test('a primary that breaks off in the middle breaks off for the caller too', async (t) => {
  const upstream = await startRawUpstream((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      setImmediate(() => socket.destroy());
    }),
  );
  const tap = await startTap({ primary: upstream.url, candidate: upstream.url });
  t.after(async () => {
    await tap.close();
    await upstream.close();
  });
  await assert.rejects(async () => (await fetch(tap.url)).text());
});

test('a caller who leaves ends the request to the primary and counts as incomplete', async (t) => {
  const left = Promise.withResolvers<void>();
  const { tap } = await tapBefore(t, (request, response) => {
    if (request.headers['x-triptych-role'] !== undefined) {
      response.end('ok');
      return;
    }
    response.write('some');
    response.on('close', () => left.resolve());
  });
  const leaving = new AbortController();
  const response = await fetch(tap.url, { signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  await left.promise;
  const { deliveries, skipped } = await tap.settled();
  assert.deepEqual(skipped, { incomplete: 1 });
  assert.equal(deliveries.length, 0);
});

test('a caller who reads slowly slows the primary down instead of filling memory', async (t) => {
  const total = 64 * 1024 ** 2;
  let written = 0;
  const { tap } = await tapBefore(t, (request, response) => {
    if (request.headers['x-triptych-role'] !== undefined) {
      response.end();
      return;
    }
    const chunk = Buffer.alloc(64 * 1024);
    const more = (): void => {
      while (written < total) {
        written += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  });
  const { hostname, port } = new URL(tap.url);
  const request = httpRequest({ hostname, port, path: '/' }).end();
  const [response] = await once(request, 'response');
  response.pause();
  // Until the primary has been stopped by its own buffer: the count no longer moves between two of its turns.
  for (let before = -1; before !== written; ) {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.ok(written < total / 2, `${written} bytes were taken for a caller who read none`);
  let received = 0;
  for await (const chunk of response) received += chunk.length;
  assert.equal(received, total);
});

test('a reason phrase that is not ASCII does not stop the answer', async (t) => {
  const upstream = await startRawUpstream((socket) =>
    socket.once('data', () =>
      socket.end(Buffer.from('HTTP/1.1 200 D\xe9j\xe0\r\nContent-Length: 2\r\n\r\nok', 'latin1')),
    ),
  );
  const tap = await startTap({ primary: upstream.url, candidate: upstream.url });
  t.after(async () => {
    await tap.close();
    await upstream.close();
  });
  const answer = await rawExchange(tap.url, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(answer.toString('latin1'), /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nok$/);
});

test('two Hosts are refused with 400 and a coding nobody undoes with 501; neither says anything about the targets', async (t) => {
  const { tap, upstreams } = await tapBefore(t, (_request, response) => response.end());
  const twoHosts = await rawExchange(tap.url, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n');
  assert.match(twoHosts.toString(), /^HTTP\/1\.1 400 /);
  const coded = await rawExchange(
    tap.url,
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
  );
  assert.match(coded.toString(), /^HTTP\/1\.1 501 /);
  const { deliveries, skipped } = await tap.settled();
  assert.deepEqual([deliveries.length, skipped, upstreams[0].requests.length], [0, { error: 2 }, 0]);
  assert.equal(tap.health.of('primary').health, 'unknown');
});

test('an offer of h2c is ignored, and every request of the connection is compared', async (t) => {
  const { tap } = await tapBefore(t, (_request, response) => response.end('ok'));
  const { hostname, port } = new URL(tap.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    'GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n',
  );
  const [first] = await once(socket, 'data');
  assert.match(String(first), /^HTTP\/1\.1 200 /);
  socket.write('GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await once(socket, 'close');
  const { deliveries, skipped } = await tap.settled();
  assert.deepEqual([deliveries.length, skipped], [2, {}]);
});

test('while it closes, callers on open connections are answered and told that it was the last time', async (t) => {
  const { tap } = await tapBefore(t, (_request, response) => response.end('ok'), { grace: 200 });
  const { hostname, port } = new URL(tap.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write('GET /first HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  const closed = tap.close();
  socket.write('GET /second HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'close');
  await closed;
  const [, first = '', second = ''] = text.split('HTTP/1.1 200');
  assert.match(first, /connection: keep-alive/i);
  assert.match(second, /connection: close/i);
});
