import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { FailureKind } from '../../server/core/exchange.ts';
import { rawExchange } from '../support/raw-http.ts';
import { startTap } from '../support/tap.ts';
import { deadUrl, sayJson, startRawUpstream, startUpstream } from '../support/upstream.ts';

/** Closes everything that was opened, the latest first. */
function closing(t: TestContext): <T extends { close(): Promise<void> }>(opened: T) => T {
  const all: { close(): Promise<void> }[] = [];
  t.after(async () => {
    for (const one of all.reverse()) await one.close();
  });
  return (opened) => {
    all.push(opened);
    return opened;
  };
}

const get = async (url: string): Promise<string> => (await fetch(url)).text();

test('identical answers are handed over as times only, without a body', async (t) => {
  const close = closing(t);
  const upstream = close(await startUpstream(sayJson({ same: true })));
  const tap = close(await startTap({ primary: upstream.url, secondary: upstream.url, candidate: upstream.url }));
  assert.equal(await get(`${tap.url}/orders/7?x=1`), '{"same":true}');
  const { deliveries } = await tap.settled();
  const [delivery] = deliveries;
  assert.equal(delivery?.kind, 'agreement');
  assert.equal(delivery?.kind === 'agreement' && delivery.endpoint, 'GET /orders/{id}');
  assert.equal(delivery?.kind === 'agreement' && delivery.ms.every((ms) => ms !== undefined && ms > 0), true);
});

test('an answer that differs is handed over whole, with the request', async (t) => {
  const close = closing(t);
  const old = close(await startUpstream(sayJson({ total: 1 })));
  const candidate = close(await startUpstream(sayJson({ total: 2 })));
  const tap = close(await startTap({ primary: old.url, secondary: old.url, candidate: candidate.url }));
  assert.equal(await get(`${tap.url}/orders/7`), '{"total":1}');
  const { exchanges } = await tap.settled();
  const [exchange] = exchanges;
  assert.equal(exchange?.request.target, '/orders/7');
  const bodyOf = (role: 'primary' | 'secondary' | 'candidate') => {
    const answer = exchange?.answers[role];
    return answer?.kind === 'response' && answer.body.kind === 'whole' ? Buffer.from(answer.body.bytes).toString() : '';
  };
  assert.deepEqual(
    [bodyOf('primary'), bodyOf('secondary'), bodyOf('candidate')],
    ['{"total":1}', '{"total":1}', '{"total":2}'],
  );
});

test('each shadow is asked once, marked with its role and the exchange, in random order', async (t) => {
  const close = closing(t);
  const order: string[] = [];
  const upstream = close(
    await startUpstream((request, response) => {
      const role = request.headers['x-triptych-role'];
      if (typeof role === 'string') order.push(role);
      response.end(String(request.headers['x-triptych-exchange']));
    }),
  );
  const tap = close(await startTap({ primary: upstream.url, secondary: upstream.url, candidate: upstream.url }));
  for (let i = 0; i < 100; i++) assert.equal(await get(tap.url), 'undefined', 'the caller’s own request is not marked');
  await tap.settled();
  assert.equal(order.length, 200);
  const firsts = order.filter((_, i) => i % 2 === 0).filter((role) => role === 'candidate').length;
  // A fair coin lands outside 20..80 of 100 less than once in a thousand million runs.
  assert.ok(firsts > 20 && firsts < 80, `the candidate was first ${firsts} times of 100`);
});

const ill: readonly (readonly [
  string,
  () => Promise<{ readonly url: string; close(): Promise<void> }>,
  FailureKind,
])[] = [
  ['refuses', async () => ({ url: await deadUrl(), close: async () => undefined }), 'refused'],
  ['hangs', () => startRawUpstream(() => undefined), 'timeout'],
  ['hangs up', () => startRawUpstream((socket) => socket.once('data', () => socket.destroy())), 'reset'],
  [
    'speaks no HTTP',
    () => startRawUpstream((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))),
    'malformed',
  ],
  [
    'breaks off in the middle',
    () =>
      startRawUpstream((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')),
      ),
    'reset',
  ],
  [
    'trickles for ever',
    () =>
      startRawUpstream((socket) => {
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'));
        const timer = setInterval(() => socket.write('1\r\nx\r\n'), 20);
        socket.once('close', () => clearInterval(timer));
      }),
    'timeout',
  ],
  ['has no address', async () => ({ url: 'http://no-such-host.invalid', close: async () => undefined }), 'dns'],
  [
    'speaks no TLS',
    async () => {
      const upstream = await startUpstream((_request, response) => response.end());
      return { ...upstream, url: upstream.url.replace('http:', 'https:') };
    },
    'tls',
  ],
];

for (const role of ['secondary', 'candidate'] as const) {
  for (const [how, start, failure] of ill) {
    test(`a ${role} that ${how} changes nothing for the caller and is the answer "${failure}"`, async (t) => {
      const close = closing(t);
      const old = close(await startUpstream(sayJson({ fine: true })));
      const bad = close(await start());
      const urls = { primary: old.url, secondary: old.url, candidate: old.url, [role]: bad.url };
      const tap = close(await startTap(urls, { timeout: 300 }));
      const response = await fetch(tap.url);
      assert.deepEqual([response.status, await response.text()], [200, '{"fine":true}']);
      const { exchanges } = await tap.settled();
      const answer = exchanges[0]?.answers[role];
      assert.equal(answer?.kind, 'failure');
      assert.equal(
        answer?.kind === 'failure' ? answer.failure : '',
        failure,
        answer?.kind === 'failure' ? answer.detail : '',
      );
      assert.equal(tap.health.of(role).health, 'down');
    });
  }
}

test('the caller has his answer while the shadows still hang', async (t) => {
  const close = closing(t);
  const old = close(await startUpstream(sayJson({ fine: true })));
  const hanging = close(await startRawUpstream(() => undefined));
  const tap = close(
    await startTap({ primary: old.url, secondary: hanging.url, candidate: hanging.url }, { timeout: 60_000 }),
  );
  for (let i = 0; i < 50; i++) assert.equal(await get(tap.url), '{"fine":true}');
  await hanging.close();
  assert.equal((await tap.settled()).exchanges.length, 50);
});

test('past the limit of exchanges in flight whole exchanges are dropped, counted, and served', async (t) => {
  const close = closing(t);
  const old = close(await startUpstream(sayJson({ fine: true })));
  const hanging = close(await startRawUpstream(() => undefined));
  const tap = close(
    await startTap({ primary: old.url, secondary: old.url, candidate: hanging.url }, { inFlight: 3, timeout: 60_000 }),
  );
  for (let i = 0; i < 10; i++) assert.equal(await get(tap.url), '{"fine":true}');
  await hanging.close();
  const { exchanges, skipped } = await tap.settled();
  assert.equal(exchanges.length, 3);
  assert.deepEqual(skipped, { overload: 7 });
  assert.equal(old.requests.filter((r) => r.headers['x-triptych-role'] === 'secondary').length, 3);
});

test('past the limit of memory held exchanges are dropped until it is free again', async (t) => {
  const close = closing(t);
  const big = Buffer.alloc(100_000, 'x');
  const old = close(await startUpstream((_request, response) => response.end(big)));
  const hanging = close(await startRawUpstream(() => undefined));
  const tap = close(
    await startTap(
      { primary: old.url, secondary: old.url, candidate: hanging.url },
      { memory: 150_000, timeout: 60_000 },
    ),
  );
  for (let i = 0; i < 5; i++) assert.equal((await get(tap.url)).length, big.length);
  await hanging.close();
  const first = await tap.settled();
  const compared = first.exchanges.length;
  assert.ok(compared >= 1 && compared <= 2, `${compared} exchanges were held`);
  assert.equal(first.skipped.overload, 5 - compared);
  await get(tap.url);
  assert.equal((await tap.settled()).exchanges.length, compared + 1);
});

test('a body over the response cap is compared by length and hash', async (t) => {
  const close = closing(t);
  const old = close(await startUpstream((_request, response) => response.end(Buffer.alloc(5000, 'a'))));
  const candidate = close(await startUpstream((_request, response) => response.end(Buffer.alloc(5000, 'b'))));
  const tap = close(await startTap({ primary: old.url, candidate: candidate.url }, { responseCap: 1000 }));
  assert.equal((await get(tap.url)).length, 5000);
  const { exchanges } = await tap.settled();
  const { primary, candidate: other } = exchanges[0]?.answers ?? assert.fail('nothing was handed over');
  assert.ok(
    primary.kind === 'response' &&
      primary.body.kind === 'cut' &&
      other.kind === 'response' &&
      other.body.kind === 'cut',
  );
  assert.equal(primary.body.length, 5000);
  assert.notEqual(primary.body.sha256, other.body.sha256);
});

test('a request that already went through a tap is passed on and never multicast again', async (t) => {
  const close = closing(t);
  const upstream = close(await startUpstream(sayJson(1)));
  const inner = close(await startTap({ primary: upstream.url, candidate: upstream.url }));
  const outer = close(await startTap({ primary: upstream.url, candidate: inner.url }));
  assert.equal(await get(outer.url), '1');
  assert.equal((await outer.settled()).deliveries.length, 1);
  assert.deepEqual((await inner.settled()).skipped, { looped: 1 });
});

test('an upgrade becomes a tunnel to the primary and is counted', async (t) => {
  const close = closing(t);
  const primary = close(
    await startRawUpstream((socket) =>
      socket.once('data', (head) => {
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n${String(head).split(' ')[1]}|`,
        );
        socket.on('data', (chunk) => socket.write(chunk));
      }),
    ),
  );
  const tap = close(await startTap({ primary: primary.url, candidate: await deadUrl() }));
  const { hostname, port } = new URL(tap.url);
  const socket = connect(Number(port), hostname);
  socket.write('GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
    if (text.endsWith('/chat|')) socket.write('ping');
    if (text.endsWith('ping')) socket.end();
  });
  await once(socket, 'close');
  assert.match(text, /^HTTP\/1\.1 101 [\s\S]*\/chat\|ping$/);
  assert.deepEqual((await tap.settled()).skipped, { upgrade: 1 });
});

test('an upgrade that the primary declines is passed on and ends the connection', async (t) => {
  const close = closing(t);
  const primary = close(
    await startUpstream((_request, response) => response.writeHead(426, { 'x-why': 'no' }).end('declined')),
  );
  const tap = close(await startTap({ primary: primary.url, candidate: await deadUrl() }));
  const answer = await rawExchange(
    tap.url,
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  assert.match(answer.toString(), /^HTTP\/1\.1 426 [\s\S]*x-why: no[\s\S]*declined$/);
});

test('an upgrade to a primary that is down ends in a 502', async (t) => {
  const dead = await deadUrl();
  const tap = closing(t)(await startTap({ primary: dead, candidate: dead }));
  const answer = await rawExchange(
    tap.url,
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  assert.match(answer.toString(), /^HTTP\/1\.1 502 /);
});

test('hop-by-hop headers stay between two hops; all others pass in both directions', async (t) => {
  const close = closing(t);
  const seen: string[] = [];
  const upstream = close(
    await startRawUpstream((socket) =>
      socket.once('data', (head) => {
        seen.push(String(head));
        socket.end(
          'HTTP/1.1 200 OK\r\nConnection: close, X-Internal\r\nX-Internal: 1\r\nKeep-Alive: timeout=9\r\nX-Kept: 1\r\nContent-Length: 0\r\n\r\n',
        );
      }),
    ),
  );
  const tap = close(await startTap({ primary: upstream.url, candidate: await deadUrl() }));
  const answer = await rawExchange(
    tap.url,
    'GET / HTTP/1.1\r\nHost: shop\r\nTE: gzip\r\nX-Hop: 1\r\nX-End: 1\r\nX-End: 2\r\nConnection: close, X-Hop\r\n\r\n',
  );
  assert.match(answer.toString(), /X-Kept: 1/);
  assert.doesNotMatch(answer.toString(), /X-Internal|timeout=9/);
  assert.match(seen[0] ?? '', /host: shop\r\n/i);
  assert.match(seen[0] ?? '', /X-End: 1\r\nX-End: 2\r\n/);
  assert.doesNotMatch(seen[0] ?? '', /X-Hop|TE:/);
});

test('ambiguous framing is refused with 400 before it reaches anyone', async (t) => {
  const close = closing(t);
  const upstream = close(await startUpstream((_request, response) => response.end()));
  const tap = close(await startTap({ primary: upstream.url, candidate: upstream.url }));
  const smuggled = [
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  ];
  for (const request of smuggled) assert.match((await rawExchange(tap.url, request)).toString(), /^HTTP\/1\.1 400 /);
  assert.equal(upstream.requests.length, 0);
});
