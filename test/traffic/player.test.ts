import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { afterEach, test } from 'node:test';
import { type Clock, wallClock } from '../../server/traffic/clock.ts';
import { httpSender, type Sender } from '../../server/traffic/http.ts';
import { asFast, constant } from '../../server/traffic/pace.ts';
import { type Progress, play } from '../../server/traffic/player.ts';
import type { Recorded } from '../../server/traffic/recorded.ts';
import { malformed, request } from './reading.ts';

const servers: Server[] = [];
const senders: Sender[] = [];

afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function senderTo(listener: RequestListener): Promise<Sender> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const sender = httpSender(new URL(`http://127.0.0.1:${address.port}`), { connections: 4 });
  senders.push(sender);
  return sender;
}

async function* numbered(count: number): AsyncGenerator<Recorded> {
  for (let k = 0; k < count; k++) yield request('GET', `/${k}`);
}

const common = { pace: asFast, inFlight: 4, clock: wallClock };

test('every request is sent once and in order, and the counts add up', async () => {
  const seen: (string | undefined)[] = [];
  const { send } = await senderTo((req, res) => {
    seen.push(req.url);
    res.end('ok');
  });
  const counts = await play({ ...common, inFlight: 1, requests: numbered(50), send });
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, k) => `/${k}`),
  );
  assert.deepEqual(counts, { read: 50, sent: 50, failed: 0, malformedCount: 0, malformed: [], failures: [] });
});

test('never more are in flight than the bound, and as many as that', async () => {
  const waiting: ServerResponse[] = [];
  const { send } = await senderTo((_req, res) => {
    waiting.push(res);
    if (waiting.length === 4) for (const held of waiting.splice(0)) held.end();
  });
  let inFlight = 0;
  let most = 0;
  const counted: typeof send = async (item) => {
    most = Math.max(most, ++inFlight);
    await send(item);
    inFlight--;
  };
  const counts = await play({ ...common, requests: numbered(40), send: counted });
  assert.equal(most, 4);
  assert.equal(counts.sent, 40);
});

test('failing requests are counted with their reasons, and an error status is no failure', async () => {
  const { send } = await senderTo((req, res) => {
    if (Number(req.url?.slice(1)) % 5 === 0) req.socket.destroy();
    else res.writeHead(500).end();
  });
  const counts = await play({ ...common, requests: numbered(20), send });
  assert.deepEqual({ read: counts.read, sent: counts.sent, failed: counts.failed }, { read: 20, sent: 16, failed: 4 });
  assert.deepEqual(counts.failures, [{ reason: 'reset: other side closed', count: 4 }]);
});

test('a sender that throws at once is counted like one that rejects, and reasons without end are cut', async () => {
  const send = (): Promise<void> => {
    throw new Error(`no. ${++sent}`);
  };
  let sent = 0;
  const counts = await play({ ...common, requests: numbered(200), send });
  assert.equal(counts.failed, 200);
  assert.deepEqual(counts.failures[0], { reason: 'other reasons', count: 150 });
  assert.equal(counts.failures.length, 51);
});

test('malformed items are all counted, the first hundred kept, and the rest goes on', async () => {
  async function* mixed(): AsyncGenerator<Recorded> {
    for (let k = 1; k <= 250; k++) yield k % 5 === 0 ? request('GET', '/') : malformed(`line ${k}`, 'no');
  }
  const seen: Progress[] = [];
  const counts = await play({
    ...common,
    requests: mixed(),
    send: async () => {},
    onProgress: (progress) => seen.push(progress),
  });
  assert.equal(counts.malformedCount, 200);
  assert.equal(counts.malformed.length, 100);
  assert.deepEqual(counts.malformed[0], malformed('line 1', 'no'));
  assert.equal(counts.sent, 50);
  assert.equal(counts.read, 250);
  assert.equal(seen.length, 250);
  assert.deepEqual(seen.at(-1), { read: 250, sent: 50, failed: 0, malformedCount: 200 });
});

test('abort starts nothing more, waits for what is in flight and closes the file', async () => {
  const stop = new AbortController();
  let closed = false;
  async function* endless(): AsyncGenerator<Recorded> {
    try {
      for (;;) yield request('GET', '/');
    } finally {
      closed = true;
    }
  }
  let answered = 0;
  const { send } = await senderTo((_req, res) => {
    if (++answered === 10) stop.abort();
    res.end();
  });
  const counts = await play({ ...common, requests: endless(), send, signal: stop.signal });
  assert.ok(closed);
  assert.equal(counts.sent, answered);
  assert.equal(counts.read, counts.sent);
  assert.ok(answered >= 10 && answered < 10 + common.inFlight, String(answered));
});

test('abort wakes a player that waits for a time far away', async () => {
  const stop = new AbortController();
  const { send } = await senderTo((_req, res) => res.end());
  const counts = await play({
    ...common,
    pace: constant(1e-9),
    requests: numbered(2),
    send,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  assert.equal(counts.sent, 1);
  assert.equal(counts.read, 1);
});

test('abort wakes a player that waits for a free place, and closing the sender ends what hangs', async () => {
  const stop = new AbortController();
  const held: IncomingMessage[] = [];
  const sender = await senderTo((req) => {
    if (held.push(req) < 4) return;
    stop.abort();
    closing = sender.close();
  });
  let closing: Promise<void> | undefined;
  const counts = await play({ ...common, requests: numbered(100), send: sender.send, signal: stop.signal });
  await closing;
  assert.equal(counts.read, 4);
  assert.equal(counts.failed, 4);
});

test('an aborted signal sends nothing', async () => {
  const send = () => Promise.reject(new Error('sent'));
  const counts = await play({ ...common, requests: numbered(3), send, signal: AbortSignal.abort() });
  assert.equal(counts.read, 0);
});

test('each request starts at its intended time, and one that is late does not push the others back', async () => {
  let time = 1000;
  const clock: Clock = {
    now: () => time,
    sleepUntil: async (ms) => {
      time = ms;
    },
  };
  const starts: number[] = [];
  const send = async (): Promise<void> => {
    starts.push(time);
    if (starts.length === 2) time += 25;
  };
  await play({ requests: numbered(6), send, pace: constant(100), inFlight: 1, clock });
  assert.deepEqual(starts, [1000, 1010, 1035, 1035, 1040, 1050]);
});

test('an error of the file comes out once every answer is in', async () => {
  async function* broken(): AsyncGenerator<Recorded> {
    yield* numbered(3);
    throw new Error('disk on fire');
  }
  let answered = 0;
  const { send } = await senderTo((_req, res) => res.end());
  const counted: typeof send = async (item) => {
    await send(item);
    answered++;
  };
  await assert.rejects(play({ ...common, requests: broken(), send: counted }), { message: 'disk on fire' });
  assert.equal(answered, 3);
});

test('a bound on requests in flight that is no bound is refused', async () => {
  for (const inFlight of [0, -1, 1.5, Number.NaN]) {
    await assert.rejects(play({ ...common, inFlight, requests: numbered(1), send: async () => {} }), RangeError);
  }
});
