import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import pino from 'pino';
import { Analyst, type AnalystParts } from '../../server/analyst/analyst.ts';
import type { Delivery } from '../../server/bus/contract.ts';
import type { Exchange } from '../../server/core/exchange.ts';
import { decoders } from '../../server/decoders.ts';
import type { Store } from '../../server/store/contract.ts';
import { openStore } from '../../server/store/open.ts';
import { agreement } from '../support/deliveries.ts';
import { inFolder } from '../support/folder.ts';
import { exchange, run } from '../support/seed.ts';

interface Desk {
  readonly path: string;
  readonly store: Store;
  /** Opens an analyst of run r1. It is closed at the end. */
  open(parts?: Partial<AnalystParts>): Promise<Analyst>;
}

const atDesk = (work: (desk: Desk) => Promise<void>, maxBytes = 100_000_000) =>
  inFolder(async (folder) => {
    const path = `${folder}/t.db`;
    const store = await openStore(path, { maxBytes });
    await store.createRun(run('r1', 1));
    const analysts: Analyst[] = [];
    const open = async (parts: Partial<AnalystParts> = {}) => {
      const analyst = await Analyst.open({
        store,
        run: 'r1',
        alpha: 0.05,
        decoders,
        sha256: (text) => createHash('sha256').update(text).digest('hex'),
        checksum: crc32,
        redact: (given) => given,
        random: () => 0,
        log: pino({ level: 'silent' }),
        storeProblem: () => undefined,
        ...parts,
      });
      analysts.push(analyst);
      return analyst;
    };
    try {
      await work({ path, store, open });
    } finally {
      for (const analyst of analysts) await analyst.close();
      await store.close();
    }
  });

/** All three answer 200 with JSON; the candidate's total is another. */
function differing(id: string, total = 2): Delivery {
  const answer = (value: number) => ({
    kind: 'response' as const,
    status: 200,
    headers: [['content-type', 'application/json']] as const,
    trailers: [],
    body: { kind: 'whole' as const, bytes: Buffer.from(`{"total":${value}}`) },
    ms: 1,
  });
  const answers = { primary: answer(1), secondary: answer(1), candidate: answer(total) };
  return { kind: 'difference', exchange: { ...exchange(id), answers } };
}

/** Its body is random, so that it stays as large when it is compressed. */
function large(id: string): Delivery {
  let state = 1;
  const bytes = Uint8Array.from({ length: 400_000 }, () => {
    state = (state * 48271) % 2147483647;
    return state & 0xff;
  });
  const given: Exchange = exchange(id);
  return {
    kind: 'difference',
    exchange: { ...given, request: { ...given.request, body: { kind: 'whole', bytes } } },
  };
}

test('what was taken is compared, and in the store after a flush', () =>
  atDesk(async ({ store, open }) => {
    const analyst = await open();
    await analyst.take([agreement('GET /a'), differing('e1'), differing('e2')], { sideEffects: 2 });
    await analyst.flush();
    const tallies = await store.tallies('r1');
    assert.deepEqual(tallies?.notCompared, { sideEffects: 2 });
    assert.equal(tallies.endpoints[0]?.compared, 3);
    assert.equal(tallies.endpoints[0]?.differing, 2);
    const [finding] = tallies.findings.filter(({ aspect }) => aspect === 'value');
    assert.equal(finding?.field, 'body.total');
    assert.deepEqual(finding.counts, { candidate: 2, secondary: 0, primary: 0, all: 0 });
    assert.deepEqual(finding.examples.toSorted(), ['e1', 'e2']);
    const stored = await store.exchange('r1', 'e1');
    assert.equal(stored?.exchange.id, 'e1');
  }));

test('rules of the configuration and of the store decide what counts, and their hits are stored', () =>
  atDesk(async ({ store, open }) => {
    const totals = { id: 'aaa', rule: { kind: 'tolerance', field: 'body.total', within: '1' } } as const;
    const latencies = { id: 'bbb', rule: { kind: 'ignore', field: 'latency' } } as const;
    await store.addRule(latencies, 1);
    const analyst = await open({ rules: [totals] });
    const slow: Delivery = { kind: 'agreement', at: 1, endpoint: 'GET /b', ms: [10, 10, 900] };
    await analyst.take([differing('e1'), differing('e2'), differing('e3', 3), slow], {});
    await analyst.flush();
    const tallies = await store.tallies('r1');
    const [finding, ...others] = tallies?.findings ?? [];
    assert.deepEqual(others, []);
    assert.equal(finding?.field, 'body.total');
    assert.equal(finding.counts.candidate, 1);
    assert.equal(tallies?.endpoints.find(({ endpoint }) => endpoint === 'GET /a')?.differing, 1);
    const [rule] = tallies?.rules ?? [];
    assert.deepEqual(rule?.hits, [{ rule: 'bbb', endpoint: 'GET /b', field: 'latency', aspect: 'latency', n: 1 }]);
  }));

test('hits that the store has not taken are stored with the batch that it takes', () =>
  atDesk(async ({ store, open }) => {
    let refusals = 1;
    const commit: Store['commit'] = async (batch) => {
      if (refusals-- > 0) throw new Error('not now');
      await store.commit(batch);
    };
    await store.addRule({ id: 'aaa', rule: { kind: 'ignore', field: 'body.total' } }, 1);
    const analyst = await open({ store: { ...store, commit } });
    await analyst.take([differing('e1'), differing('e2')], {});
    await analyst.flush();
    assert.equal((await store.tallies('r1'))?.rules?.[0]?.hits[0]?.n, 2);
  }));

test('what was taken is stored without being asked for', () =>
  atDesk(async ({ store, open }) => {
    const before = await store.changes('r1');
    const committed = Promise.withResolvers<void>();
    const commit: Store['commit'] = async (batch) => {
      await store.commit(batch);
      committed.resolve();
    };
    const analyst = await open({ store: { ...store, commit } });
    await analyst.take([agreement('GET /a')], {});
    await committed.promise;
    assert.equal(await store.changes('r1'), Number(before) + 1);
  }));

test('a bug in comparing costs the exchange it met, counted as error, and no other', () =>
  atDesk(async ({ store, open }) => {
    let calls = 0;
    const sha256 = (text: string): string => {
      if (calls++ === 0) throw new Error('a bug');
      return createHash('sha256').update(text).digest('hex');
    };
    const analyst = await open({ sha256 });
    await analyst.take([differing('e1'), differing('e2')], {});
    await analyst.flush();
    const tallies = await store.tallies('r1');
    assert.deepEqual(tallies?.notCompared, { error: 1 });
    assert.equal(tallies.endpoints[0]?.compared, 1);
  }));

test('a store that refuses for a while loses nothing', () =>
  atDesk(async ({ path, store, open }) => {
    const other = new Database(path);
    other.exec('begin immediate');
    const told: (string | undefined)[] = [];
    const analyst = await open({
      storeProblem: (problem) => {
        told.push(problem);
        if (other.open) other.close();
      },
    });
    await analyst.take([differing('e1')], {});
    await analyst.flush();
    assert.equal(told.length, 2);
    assert.match(told[0] ?? '', /is locked/);
    assert.equal(told[1], undefined);
    const tallies = await store.tallies('r1');
    assert.deepEqual(tallies?.notCompared, {});
    assert.equal(tallies.endpoints[0]?.compared, 1);
  }));

test('a database that stays full loses what does not fit, says how much, and goes on with what does', () =>
  atDesk(async ({ store, open }) => {
    const told: (string | undefined)[] = [];
    const analyst = await open({ storeProblem: (problem) => told.push(problem) });
    await analyst.take([large('e1'), large('e2'), large('e3'), agreement('GET /a')], { overload: 1 });
    await analyst.flush();
    assert.match(told[0] ?? '', /No space is left/);
    const lost = await store.tallies('r1');
    assert.deepEqual(lost?.notCompared, { overload: 1, storeLost: 4 });
    assert.deepEqual([lost.endpoints, lost.findings, lost.sets], [[], [], []]);

    await analyst.take([differing('e4')], {});
    await analyst.flush();
    assert.equal(told.at(-1), undefined);
    const tallies = await store.tallies('r1');
    assert.equal(tallies?.endpoints[0]?.compared, 1);
    assert.deepEqual(tallies.notCompared, { overload: 1, storeLost: 4 });
  }, 1_000_000));

test('an analyst that takes over goes on where the last one ended', () =>
  atDesk(async ({ store, open }) => {
    const first = await open();
    assert.deepEqual(first.before, { compared: 0, notCompared: {} });
    await first.take([differing('e1'), agreement('GET /b')], { tooLarge: 1 });
    await first.close();
    const second = await open();
    assert.deepEqual(second.before, { compared: 2, notCompared: { tooLarge: 1 } });
    await second.take([differing('e2')], {});
    await second.flush();
    const [finding, ...others] = (await store.tallies('r1'))?.findings ?? [];
    assert.deepEqual(others, []);
    assert.equal(finding?.counts.candidate, 2);
    assert.deepEqual(finding.examples.toSorted(), ['e1', 'e2']);
  }));

test('answers that are slow beyond what the old copies began with are a finding of their own', () =>
  atDesk(async ({ store, open }) => {
    const analyst = await open();
    const timed = (candidate: number): Delivery => {
      return { kind: 'agreement', at: 1, endpoint: 'GET /a', ms: [10, 10, candidate] };
    };
    await analyst.take(
      Array.from({ length: 250 }, () => timed(10)),
      {},
    );
    await analyst.take([timed(10.5), timed(40), timed(10)], {});
    await analyst.flush();
    const { findings = [] } = (await store.tallies('r1')) ?? {};
    const tail = findings.find(({ field }) => field === 'latency.tail');
    assert.deepEqual([tail?.aspect, tail?.counts.candidate, tail?.counts.secondary], ['latency', 2, 0]);
    assert.equal(findings.find(({ field }) => field === 'latency')?.counts.candidate, 1);
  }));
