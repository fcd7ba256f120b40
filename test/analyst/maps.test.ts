import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import pino from 'pino';
import { Analyst } from '../../server/analyst/analyst.ts';
import type { Delivery } from '../../server/bus/contract.ts';
import { judge } from '../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../server/core/gate/model.ts';
import type { RunTallies } from '../../server/core/tally.ts';
import { decoders } from '../../server/decoders.ts';
import type { Batch, Store } from '../../server/store/contract.ts';
import { openStore } from '../../server/store/open.ts';
import { json } from '../core/answers.ts';
import { inFolder } from '../support/folder.ts';
import { exchange, run } from '../support/seed.ts';

type Orders = Readonly<Record<number, number>>;

/** Answers with orders under their ids: id -> total. */
function orders(primary: Orders, candidate: Orders, secondary = primary): Delivery {
  const body = (totals: Orders) =>
    json({ orders: Object.fromEntries(Object.entries(totals).map(([id, total]) => [id, { total }])) });
  const answers = { primary: body(primary), secondary: body(secondary), candidate: body(candidate) };
  const given = exchange(`e${Object.keys(primary).join('-')}`);
  return { kind: 'difference', exchange: { ...given, request: { ...given.request, target: `/${given.id}` }, answers } };
}

/** One order under an id of its own; the candidate has another total. */
const order = (id: number): Delivery => orders({ [id]: 1 }, { [id]: 2 });

interface Lab {
  readonly store: Store;
  /** An analyst of its own for each call, as after a restart. Resolves to all that is stored then. */
  readonly analyse: (deliveries: readonly Delivery[], over?: Store) => Promise<RunTallies>;
}

function withLab(work: (lab: Lab) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const store = await openStore(`${folder}/t.db`);
    const analyse: Lab['analyse'] = async (deliveries, over = store) => {
      const analyst = await Analyst.open({
        store: over,
        run: 'r1',
        alpha: 0.05,
        decoders,
        sha256: (text) => createHash('sha256').update(text).digest('hex'),
        checksum: crc32,
        redact: (given) => given,
        random: () => 0,
        log: pino({ level: 'silent' }),
        storeProblem: () => undefined,
      });
      await analyst.take(deliveries, {});
      await analyst.close();
      const tallies = await store.tallies('r1');
      assert.ok(tallies !== undefined);
      return tallies;
    };
    try {
      await store.createRun(run('r1', 1));
      await work({ store, analyse });
    } finally {
      await store.close();
    }
  });
}

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const told = (tallies: RunTallies) =>
  judge(tallies, { ...defaultThresholds, minExchanges: 0 }, '').findings.map(
    ({ field, aspect, class: kind, counts: { candidate, secondary, primary, all } }) =>
      `${field} ${aspect}: ${kind} ${candidate} ${secondary} ${primary} ${all}`,
  );

test('keys that an analyst learned to be data stay so for the one that comes after it', () =>
  withLab(async ({ analyse }) => {
    const counted = ({ findings }: RunTallies) =>
      new Map(findings.map(({ field, counts }) => [field, counts.candidate]));
    const first = counted(await analyse(upTo(25).map(order)));
    assert.equal(first.get('body.orders["0"].total'), 1);
    assert.equal(first.get('body.orders.{}.total'), 5);
    const second = counted(await analyse([800, 801].map(order)));
    assert.equal(second.get('body.orders.{}.total'), 7);
    assert.equal(second.size, first.size);
  }));

test('what was counted under the keys counts with the folded finding, before and after a restart', () =>
  withLab(async ({ analyse }) => {
    assert.deepEqual(told(await analyse(upTo(10).map(order))).length, 10);
    // The keys of an analyst that stopped are not remembered, what it counted is.
    assert.deepEqual(told(await analyse(upTo(45).slice(10).map(order))), [
      'body.orders.{}.total value: regression 45 0 0 0',
    ]);
    assert.deepEqual(told(await analyse([900].map(order))), ['body.orders.{}.total value: regression 46 0 0 0']);
  }));

test('a map that is learned with the last exchange is folded, though no difference follows', () =>
  withLab(async ({ analyse }) => {
    const tallies = await analyse(upTo(20).map(order));
    assert.deepEqual(told(tallies), ['body.orders.{}.total value: regression 20 0 0 0']);
    assert.equal(tallies.findings.find(({ field }) => field === 'body.orders.{}.total')?.latched, true);
    // And is known to the next analyst.
    assert.equal((await analyse([900].map(order))).findings.length, tallies.findings.length);
  }));

test('two keys that differ in one exchange are one vote, and what only noise has stays noise', () =>
  withLab(async ({ analyse }) => {
    const both = (i: number) => orders({ [i]: 1, [i + 500]: 1 }, { [i]: 2, [i + 500]: 2 });
    const noise = (i: number) => orders({ [i]: 1 }, { [i]: 1 }, { [i]: 3 });
    const tallies = await analyse(
      [upTo(5).map(noise), upTo(11).map(both), upTo(9).map(noise), upTo(4).map(both)].flat(),
    );
    assert.deepEqual(told(tallies), ['body.orders.{}.total value: noise 15 14 0 0']);
  }));

test('keys that are other ones in every answer leave nothing but noise, and no regression beside it gets lost', () =>
  withLab(async ({ analyse }) => {
    let next = 1_000;
    const answer = (total: number): Orders => ({ 7: total, [next++]: 1, [next++]: 1 });
    const tallies = await analyse(upTo(40).map(() => orders(answer(1), answer(2), answer(1))));
    const [first, ...rest] = told(tallies);
    assert.equal(first, 'body.orders.{}.total value: regression 40 0 0 0');
    // Before the map was learned, an exchange with a key that only the candidate has and one that only the secondary has counts for both.
    assert.deepEqual(rest, ['body.orders.{} missing: noise 0 0 37 0', 'body.orders.{} extra: noise 4 4 0 36']);
    const { verdict, diffRate } = judge(tallies, { ...defaultThresholds, minExchanges: 0 }, '');
    assert.deepEqual([verdict, diffRate.value], ['fail', 1]);
  }));

test('a map learned in a batch that the store refused is still known to it afterwards', () =>
  withLab(async ({ store, analyse }) => {
    await analyse(upTo(10).map(order));
    let refusals = 4;
    const refusing: Store = Object.create(store, {
      commit: {
        value: async (batch: Batch) => {
          if (refusals-- > 0) throw new Error('full');
          await store.commit(batch);
        },
      },
    });
    const tallies = await analyse(upTo(30).slice(10).map(order), refusing);
    assert.equal(tallies.notCompared.storeLost, 20);
    assert.deepEqual(told(tallies), ['body.orders.{}.total value: unexplained 10 0 0 0']);
  }));
