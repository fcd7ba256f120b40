import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesOf } from '../../server/api/changes.ts';
import type { ChangeEvent } from '../../server/api/contract.ts';
import { openStore } from '../../server/store/open.ts';
import { seedRuns, withApi } from '../support/api.ts';
import { inFolder } from '../support/folder.ts';
import { batch, run } from '../support/seed.ts';

interface Stream {
  readonly response: Response;
  readonly next: () => Promise<ChangeEvent>;
  /** Resolves when the server has ended the stream. */
  readonly ended: () => Promise<void>;
  readonly leave: () => void;
}

async function listen(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, { headers, signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader);
  let text = '';
  const next = async (): Promise<ChangeEvent> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
        if (data === undefined) continue;
        assert.ok(lines.includes('event: change'));
        const event: ChangeEvent = JSON.parse(data);
        assert.ok(lines.includes(`id: ${event.revision}`));
        return event;
      }
      const { value, done } = await reader.read();
      assert.ok(!done, 'the stream ended');
      text += value;
    }
  };
  const ended = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  return { response, next, ended, leave: () => abort.abort() };
}

describe('the event stream', () => {
  test('tells the present at once, and a commit of another connection when it happens', () =>
    withApi(
      async ({ url, store }) => {
        const stream = await listen(url);
        assert.match(stream.response.headers.get('content-type') ?? '', /^text\/event-stream/);
        assert.match(stream.response.headers.get('content-security-policy') ?? '', /default-src 'self'/);
        const present = await stream.next();
        assert.equal(present.run, 'new');
        await store.commit(batch('new', { notCompared: { error: 1 } }));
        const change = await stream.next();
        assert.equal(change.run, 'new');
        assert.ok(change.revision > present.revision);
        stream.leave();
      },
      { seed: seedRuns },
    ));

  test('tells each listener, one that reconnects too', () =>
    withApi(async ({ url, store }) => {
      const first = await listen(url);
      assert.equal((await first.next()).run, 'live', 'no run yet');
      await store.createRun(run('r1', 1));
      assert.equal((await first.next()).run, 'r1');
      const second = await listen(url, { 'last-event-id': '17' });
      assert.equal((await second.next()).run, 'r1');
      await store.commit(batch('r1', { notCompared: { error: 1 } }));
      const [a, b] = await Promise.all([first.next(), second.next()]);
      assert.deepEqual(a, b);
      first.leave();
      second.leave();
    }));

  test('is ended when the server closes', () =>
    inFolder(async () => {
      let ended: Promise<void> | undefined;
      await withApi(async ({ url }) => {
        const stream = await listen(url);
        await stream.next();
        ended = stream.ended();
      });
      await ended;
    }));
});

describe('the store is watched', () => {
  const watched = (work: (parts: { readonly path: string }) => Promise<void>) =>
    inFolder((folder) => work({ path: `${folder}/t.db` }));

  test('only while someone listens, with a heartbeat every 15 seconds', (t) =>
    watched(async ({ path }) => {
      t.mock.timers.enable({ apis: ['setInterval'] });
      const store = await openStore(path);
      const changes = changesOf(store, assert.ifError);
      let heartbeats = 0;
      const stop = changes.listen({ change: () => {}, heartbeat: () => heartbeats++ });
      t.mock.timers.tick(14_999);
      assert.equal(heartbeats, 0);
      t.mock.timers.tick(1);
      assert.equal(heartbeats, 1);
      stop();
      t.mock.timers.tick(60_000);
      assert.equal(heartbeats, 1);
      await store.close();
    }));

  test('and a failure is told once, not at every poll', (t) =>
    watched(async ({ path }) => {
      t.mock.timers.enable({ apis: ['setInterval'] });
      const store = await openStore(path);
      await store.close();
      const failures: unknown[] = [];
      const changes = changesOf(store, (error) => failures.push(error));
      changes.listen({ change: () => assert.fail('nothing to tell'), heartbeat: () => {} });
      for (let poll = 0; poll < 5; poll += 1) {
        // The poll's promises settle before the next one is due.
        await new Promise(setImmediate);
        t.mock.timers.tick(250);
      }
      await new Promise(setImmediate);
      assert.equal(failures.length, 1);
      changes.close();
    }));
});
