import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { httpSender, type Sender } from '../../server/traffic/http.ts';
import type { RecordedRequest } from '../../server/traffic/recorded.ts';

const opened: { server: Server; sockets: Set<Socket>; sender: Sender }[] = [];

afterEach(async () => {
  for (const { server, sockets, sender } of opened.splice(0)) {
    await sender.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server of bytes: what it was sent is handed to `answer` as latin1 text, as far as it has come. */
async function senderTo(
  answer: (received: string, socket: Socket) => void,
  { path = '', timeout = 30_000 } = {},
): Promise<Sender> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      answer(received, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const sender = httpSender(new URL(`http://127.0.0.1:${address.port}${path}`), { connections: 1, timeout });
  opened.push({ server, sockets, sender });
  return sender;
}

const post: RecordedRequest = {
  kind: 'request',
  method: 'POST',
  target: '/caf\xc3\xa9?q=a&&b',
  headers: [
    ['X-First', 'caf\xe9'],
    ['HOST', 'shop.example'],
    ['Connection', 'close, X-Secret'],
    ['x-secret', 'of one hop'],
    ['Keep-Alive', 'timeout=5'],
    ['Transfer-Encoding', 'chunked'],
    ['content-length', '999'],
    ['Upgrade', 'websocket'],
    ['TE', 'trailers'],
    ['Expect', '100-continue'],
    ['Cookie', 'a=1'],
    ['cookie', 'b=2'],
  ],
  body: new Uint8Array([0x00, 0xff, 0x0d, 0x0a]),
  at: undefined,
};
const get: RecordedRequest = { ...post, method: 'GET', target: '/', headers: [], body: new Uint8Array(0) };
const ok = 'HTTP/1.1 204 No Content\r\n\r\n';

test('a request goes out as it was recorded, without what was meant for the recorded connection', async () => {
  let seen = '';
  const sender = await senderTo((received, socket) => {
    seen = received;
    if (received.endsWith('\x00\xff\r\n')) socket.write(ok);
  });
  await sender.send(post);
  const [head = '', body] = seen.split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  assert.equal(line, 'POST /caf\xc3\xa9?q=a&&b HTTP/1.1');
  assert.equal(body, '\x00\xff\r\n');
  assert.deepEqual(headers.filter((header) => !/^connection: keep-alive$/i.test(header)).sort(), [
    'Cookie: a=1',
    'X-First: caf\xe9',
    'content-length: 4',
    'cookie: b=2',
    'host: shop.example',
  ]);
});

test('a request without a Host names the target, and the path of the URL stands before its own', async () => {
  let seen = '';
  const sender = await senderTo(
    (received, socket) => {
      seen = received;
      socket.write(ok);
    },
    { path: '/v2/' },
  );
  await sender.send({ ...get, target: '/orders?x' });
  assert.match(seen, /^GET \/v2\/orders\?x HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/i);
});

test('an answer of any status and length is waited for and dropped', async () => {
  const sender = await senderTo((_received, socket) => {
    socket.write(`HTTP/1.1 503 No\r\nContent-Length: 3000000\r\n\r\n${'x'.repeat(1_000_000)}`);
    socket.write('x'.repeat(2_000_000));
  });
  await sender.send(get);
});

describe('a request that fails says how', () => {
  const table: readonly (readonly [what: string, answer: (socket: Socket) => void, message: RegExp])[] = [
    ['closed', (socket) => socket.destroy(), /^reset: other side closed$/],
    ['reset', (socket) => socket.resetAndDestroy(), /^reset: read ECONNRESET$/],
    ['cut off', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'), /^reset: /],
    ['not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), /^malformed: /],
    ['no answer', () => {}, /^timeout: no complete answer within 200 ms$/],
    [
      'an answer that never ends',
      (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nsome'),
      /^timeout: no complete answer within 200 ms$/,
    ],
  ];
  for (const [what, answer, message] of table) {
    test(what, async () => {
      const sender = await senderTo((_received, socket) => answer(socket), { timeout: 200 });
      await assert.rejects(sender.send(get), (error) => error instanceof Error && message.test(error.message));
    });
  }

  test('nobody listens', async () => {
    const sender = await senderTo(() => {});
    const [{ server } = assert.fail()] = opened;
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(sender.send(get), { message: /^refused: connect ECONNREFUSED 127\.0\.0\.1:\d+$/ });
  });

  test('no such host', async () => {
    const sender = httpSender(new URL('http://no-such-host.invalid'), { connections: 1 });
    await assert.rejects(sender.send(get), { message: /^dns: / });
    await sender.close();
  });
});
