/** The analyst's real thread, and what becomes of a run when it dies. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import pino from 'pino';
import type { Agreement, Delivery } from '../../server/bus/contract.ts';
import { type Analysis, startAnalysis } from '../../server/cli/analysis.ts';
import type { Store } from '../../server/store/contract.ts';
import { openStore } from '../../server/store/open.ts';
import { agreement, difference } from '../support/deliveries.ts';
import { inFolder } from '../support/folder.ts';
import { run } from '../support/seed.ts';
import { until } from '../support/until.ts';

const withAnalysis = (work: (analysis: Analysis, store: Store, folder: string) => Promise<void>) =>
  inFolder(async (folder) => {
    const db = `${folder}/t.db`;
    const store = await openStore(db);
    await store.createRun(run('r1', 1));
    const log = pino({ level: 'silent' });
    const analysis = await startAnalysis({ db, run: 'r1', alpha: 0.05, redact: [], rules: [], log });
    try {
      await work(analysis, store, folder);
    } finally {
      await analysis.close();
      await store.close();
    }
  });

/** Breaks whoever unpacks it, as no delivery of the tap does: the analyst's thread dies of it. */
const deadly = { ...agreement('GET /a'), ms: null } as unknown as Agreement;

const death = ({ problems }: Analysis): Promise<true> =>
  until('the death of the analyst', () => (problems().length > 0 ? true : undefined));

/** Offers so many deliveries, a few in each turn of the event loop, and every tenth time a request that is not compared. */
async function offerMany({ bus }: Analysis, many: number): Promise<number> {
  let offered = 0;
  for (let i = 0; i < many; i++) {
    const delivery: Delivery = i % 4 === 0 ? difference(`e${i}`) : agreement('GET /b');
    bus.offer(delivery);
    offered++;
    if (i % 10 === 0) {
      bus.skip('sideEffects');
      offered++;
    }
    if (i % 20 === 0) await turn();
  }
  return offered;
}

async function storedOf(store: Store) {
  const tallies = await store.tallies('r1');
  assert.ok(tallies);
  const compared = tallies.endpoints.reduce((sum, endpoint) => sum + endpoint.compared, 0);
  const notCompared = Object.values(tallies.notCompared).reduce((sum, n) => sum + n, 0);
  return { compared, received: compared + notCompared, reasons: tallies.notCompared };
}

test('everything offered is in the store once the thread has ended', () =>
  withAnalysis(async (analysis, store) => {
    const offered = await offerMany(analysis, 2000);
    await analysis.close();
    const { received, compared, reasons } = await storedOf(store);
    assert.equal(received, offered);
    assert.equal(compared, 2000);
    assert.deepEqual(reasons, { sideEffects: 200 });
  }));

test('a thread that dies under load stops nobody, and every exchange is compared by another or counted', () =>
  withAnalysis(async (analysis, store) => {
    let offered = await offerMany(analysis, 1000);
    await analysis.bus.drain();
    offered += await offerMany(analysis, 500);
    analysis.bus.offer(deadly);
    offered += 1 + (await offerMany(analysis, 1000));
    await death(analysis);
    assert.match(analysis.problems().join(), /died/);
    const before = await storedOf(store);
    assert.ok(before.compared >= 1000);
    // There is no analyst now.
    offered += await offerMany(analysis, 1000);
    await analysis.bus.drain();

    assert.deepEqual(analysis.problems(), []);
    const { received, compared, reasons } = await storedOf(store);
    assert.equal(received, offered);
    assert.ok(compared >= before.compared + 1000, `${before.compared} were compared, then ${compared}`);
    assert.ok((reasons.error ?? 0) >= 1);
    assert.equal(reasons.sideEffects, 350);
    assert.equal(compared + (reasons.error ?? 0) + (reasons.overload ?? 0), 3501);
  }));

test('a thread that cannot be started again keeps nobody waiting', () =>
  withAnalysis(async (analysis, _, folder) => {
    await rm(folder, { recursive: true });
    analysis.bus.offer(deadly);
    await death(analysis);
    analysis.bus.offer(agreement('GET /a'));
    await analysis.bus.drain();
    assert.match(analysis.problems().join(), /died/);
  }));
