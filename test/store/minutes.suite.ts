/** Latency by the minute, whatever database is behind it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MinuteTally, SpanTally } from '../../server/core/tally.ts';
import type { Store } from '../../server/store/contract.ts';
import { batch, run } from '../support/seed.ts';

/** The first minute of a day. */
const midnight = 20_000 * 24 * 60;

const tally = (minute: number, latency: MinuteTally['latency'], part: Partial<MinuteTally> = {}): MinuteTally => ({
  endpoint: 'GET /a',
  role: 'candidate',
  minute,
  latency,
  ...part,
});

const spansOf = (spans: readonly SpanTally[] = []) => spans.map(({ minute, span }) => [minute - midnight, span]);

export function minutesContract(
  name: string,
  withStore: (work: (store: Store) => Promise<void>) => Promise<void>,
): void {
  const atRun = (work: (store: Store, write: (...minutes: MinuteTally[]) => Promise<void>) => Promise<void>) =>
    withStore(async (store) => {
      await store.createRun(run('r1', 1));
      await work(store, (...minutes) => store.commit(batch('r1', { minutes })));
    });

  describe(`${name}: latency over time`, () => {
    test('comes back by the minute, that of all batches added, of one endpoint', () =>
      atRun(async (store, write) => {
        await write(tally(midnight, { 5: 1, [-3]: 2 }), tally(midnight, { 7: 1 }, { role: 'primary' }));
        await write(
          tally(midnight, { 5: 2 }),
          tally(midnight + 1, { 5: 1 }),
          tally(midnight, { 9: 1 }, { endpoint: 'GET /b' }),
        );
        assert.deepEqual(await store.latency('r1', 'GET /a'), [
          { minute: midnight, span: 1, latency: { primary: { 7: 1 }, secondary: {}, candidate: { 5: 3, [-3]: 2 } } },
          { minute: midnight + 1, span: 1, latency: { primary: {}, secondary: {}, candidate: { 5: 1 } } },
        ]);
        assert.deepEqual(await store.latency('live', 'GET /none'), []);
        assert.equal(await store.latency('r2', 'GET /a'), undefined);
      }));

    test('is kept by the hour when it is older than an hour, and by the day after two days', () =>
      atRun(async (store, write) => {
        for (const minute of [0, 1, 59, 60, 119, 125]) await write(tally(midnight + minute, { 5: 1 }));
        assert.deepEqual(spansOf(await store.latency('r1', 'GET /a')), [
          [0, 60],
          [60, 1],
          [119, 1],
          [125, 1],
        ]);
        await write(tally(midnight + 3 * 24 * 60, { 5: 1 }));
        const spans = await store.latency('r1', 'GET /a');
        assert.deepEqual(spansOf(spans), [
          [0, 1440],
          [4320, 1],
        ]);
        assert.deepEqual(spans?.[0]?.latency.candidate, { 5: 6 });
      }));

    test('does not grow with the time a run lasts', () =>
      atRun(async (store, write) => {
        for (let minute = 0; minute < 5 * 24 * 60; minute += 7) await write(tally(midnight + minute, { 5: 1 }));
        const spans = (await store.latency('r1', 'GET /a')) ?? [];
        assert.ok(spans.length <= 18 + 73 + 3, `${spans.length}`);
        assert.equal(
          spans.reduce((sum, { latency }) => sum + (latency.candidate[5] ?? 0), 0),
          Math.ceil((5 * 24 * 60) / 7),
        );
      }));

    test('that comes late joins what is kept of its time', () =>
      atRun(async (store, write) => {
        await write(tally(midnight, { 5: 1 }), tally(midnight + 130, { 5: 1 }));
        await write(tally(midnight + 2, { 5: 1 }));
        await write(tally(midnight + 131, { 5: 1 }));
        const [hour] = (await store.latency('r1', 'GET /a')) ?? [];
        assert.deepEqual([hour?.span, hour?.latency.candidate], [60, { 5: 2 }]);
      }));
  });
}
