/** Ledgers over real stores: one that stops and goes on, several that share the work. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caps, type Entry, Ledger } from '../../server/analyst/ledger.ts';
import { type Aspect, cases } from '../../server/core/finding.ts';
import { pick, seededRandom } from '../../server/demo/random.ts';
import type { Store } from '../../server/store/contract.ts';
import { openStore } from '../../server/store/open.ts';
import { inFolder } from '../support/folder.ts';
import { run } from '../support/seed.ts';

const idOf = (endpoint: string, field: string, aspect: Aspect): string =>
  `${endpoint}|${field}|${aspect}`.replaceAll(' ', '');

/** All within one time block: of the block under way a restart may lose a vote. */
const at = 1000;

/** Random exchanges over few endpoints and fields, with some noise and one clear regression. */
function traffic(length: number): Entry[] {
  const random = seededRandom(7);
  return Array.from({ length }, (): Entry => {
    const endpoint = pick(random, ['GET /a', 'GET /b', 'GET /c']);
    const fields = ['body.a', 'body.b', 'body.c', 'body.d'].filter(() => random() < 0.3);
    const noise = fields.map((field) => ({ field, aspect: 'value', case: pick(random, cases) }) as const);
    const regression = { field: 'body.total', aspect: 'value', case: 'candidate' } as const;
    const ms = [random() * 50, random() * 50, random() * 50] as const;
    return { endpoint, at, ms, observations: endpoint === 'GET /b' ? [...noise, regression] : noise };
  });
}

/** One exchange for each: more endpoints, findings and sets than are kept. */
const flood = (): Entry[] => [
  ...Array.from({ length: caps.findings + 100 }, (_, i) => flooding('GET /wide', `body.f${i}`)),
  ...Array.from({ length: caps.endpoints + 100 }, (_, i) => flooding(`GET /e${i}`, 'body.a')),
];
const flooding = (endpoint: string, field: string): Entry => ({
  endpoint,
  at,
  ms: [1, 1, 1],
  observations: [{ field, aspect: 'value', case: 'candidate' }],
});

async function commit(store: Store, id: string, ledger: Ledger): Promise<void> {
  await store.commit({ run: id, ...ledger.pending(), samples: [] });
  ledger.settle();
}

async function talliesOf(store: Store, id: string) {
  const tallies = await store.tallies(id);
  assert.ok(tallies);
  // A new process does not know when a finding was seen last: that gap is lost with the old one.
  const findings = tallies.findings.map((finding) => ({ ...finding, spacing: undefined }));
  return { ...tallies, findings, run: run('any', 1) };
}

/** Counts `entries` into the run, a commit after every `batch`; with `restart`, each by a ledger that starts from the store. */
async function count(store: Store, id: string, entries: readonly Entry[], batch: number, restart: boolean) {
  await store.createRun(run(id, 1));
  let ledger = new Ledger(0.05, idOf, undefined);
  for (let from = 0; from < entries.length; from += batch) {
    if (restart) ledger = new Ledger(0.05, idOf, await store.tallies(id));
    for (const entry of entries.slice(from, from + batch)) ledger.add(entry);
    await commit(store, id, ledger);
  }
  return talliesOf(store, id);
}

const inStore = (work: (store: Store) => Promise<void>) =>
  inFolder(async (folder) => {
    const store = await openStore(`${folder}/t.db`);
    try {
      await work(store);
    } finally {
      await store.close();
    }
  });

test('a ledger resumed from the store goes on exactly as one that never stopped', () =>
  inStore(async (store) => {
    const entries = traffic(400);
    // Five exchanges are no evidence by themselves: what latches rests on what was stored before.
    const steady = await count(store, 'steady', entries, 5, false);
    const resumed = await count(store, 'resumed', entries, 5, true);
    assert.deepEqual(resumed, steady);
    assert.ok(steady.findings.some(({ latched }) => latched));
    assert.ok(steady.findings.some(({ latched }) => !latched));
  }));

test('also where the caps are reached', () =>
  inStore(async (store) => {
    const entries = [...flood(), ...traffic(50), ...flood().toReversed()];
    const steady = await count(store, 'steady', entries, 1000, false);
    const resumed = await count(store, 'resumed', entries, 1000, true);
    // What the flood leaves in `body truncated` comes in bursts, which a ledger that stops each time cannot know.
    const unlatched = ({ findings, ...rest }: typeof steady) => ({
      ...rest,
      findings: findings.map(({ latched: _, ...finding }) => finding),
    });
    assert.deepEqual(unlatched(resumed), unlatched(steady));
    assert.equal(steady.endpoints.length, caps.endpoints + 1);
  }));

test('what two ledgers count adds up to what one counts', () =>
  inStore(async (store) => {
    const entries = traffic(400);
    const one = await count(store, 'one', entries, 50, false);
    await store.createRun(run('two', 1));
    const ledgers = [new Ledger(0.05, idOf, undefined), new Ledger(0.05, idOf, undefined)];
    for (const [i, entry] of entries.entries()) ledgers[i % 2]?.add(entry);
    for (const ledger of ledgers) await commit(store, 'two', ledger);
    const two = await talliesOf(store, 'two');
    // The order in which findings were first seen, and the latch that depends on it, are each machine's own.
    const counted = ({ findings, ...rest }: Awaited<ReturnType<typeof talliesOf>>) => ({
      ...rest,
      findings: findings.map(({ id, counts }) => ({ id, counts })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    });
    assert.deepEqual(counted(two), counted(one));
  }));
