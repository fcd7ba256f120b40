import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerRecorder } from '../../server/tap/recorder.ts';
import { startTap } from '../support/tap.ts';
import { startUpstream } from '../support/upstream.ts';

/** The first byte comes at once, the last so many milliseconds later. */
const slowToEnd =
  (ms: number): RequestListener =>
  (_request, response) => {
    response.write('{"a":');
    setTimeout(() => response.end('1}'), ms);
  };

test('each role is timed from its own sending to the last byte of its own answer', async (t) => {
  const delays = { primary: 0, secondary: 300, candidate: 600 };
  const [primary, secondary, candidate] = await Promise.all([
    startUpstream(slowToEnd(delays.primary)),
    startUpstream(slowToEnd(delays.secondary)),
    startUpstream(slowToEnd(delays.candidate)),
  ]);
  const tap = await startTap({ primary: primary.url, secondary: secondary.url, candidate: candidate.url });
  t.after(() => Promise.all([tap, primary, secondary, candidate].map((each) => each.close())));
  await (await fetch(`${tap.url}/a`)).text();
  const [delivery] = (await tap.settled()).deliveries;
  assert.ok(delivery?.kind === 'agreement');
  const [fast = 0, slow = 0, slowest = 0] = delivery.ms;
  // A timer may fire a little early by this clock.
  assert.ok(slow >= delays.secondary - 5 && slowest >= delays.candidate - 5, delivery.ms.join());
  assert.ok(fast < slow && slow < slowest, delivery.ms.join());
});

test('what a request waited before it was sent is charged to nobody', async () => {
  const recorder = new AnswerRecorder(1, { bytes: 0 });
  await sleep(200);
  recorder.sent();
  const { ms } = recorder.failure(new Error('gone'));
  assert.ok(ms < 100, `${ms}`);
});
