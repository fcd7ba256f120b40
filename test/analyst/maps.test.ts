import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import pino from 'pino';
import { Analyst } from '../../server/analyst/analyst.ts';
import type { Delivery } from '../../server/bus/contract.ts';
import { decoders } from '../../server/decoders.ts';
import { openStore } from '../../server/store/open.ts';
import { json } from '../core/answers.ts';
import { inFolder } from '../support/folder.ts';
import { exchange, run } from '../support/seed.ts';

/** One order under an id of its own; the candidate has another total. */
function order(id: number): Delivery {
  const orders = (total: number) => json({ orders: { [id]: { total } } });
  const answers = { primary: orders(1), secondary: orders(1), candidate: orders(2) };
  return { kind: 'difference', exchange: { ...exchange(`e${id}`), answers } };
}

test('keys that an analyst learned to be data stay so for the one that comes after it', () =>
  inFolder(async (folder) => {
    const store = await openStore(`${folder}/t.db`);
    const analystThatTakes = async (ids: readonly number[]) => {
      const analyst = await Analyst.open({
        store,
        run: 'r1',
        alpha: 0.05,
        decoders,
        sha256: (text) => createHash('sha256').update(text).digest('hex'),
        redact: (given) => given,
        random: () => 0,
        log: pino({ level: 'silent' }),
        storeProblem: () => undefined,
      });
      await analyst.take(ids.map(order), {});
      await analyst.close();
      const tallies = await store.tallies('r1');
      return new Map(tallies?.findings.map(({ field, counts }) => [field, counts.candidate]));
    };
    try {
      await store.createRun(run('r1', 1));
      const first = await analystThatTakes(Array.from({ length: 25 }, (_, i) => i));
      assert.equal(first.get('body.orders["0"].total'), 1);
      assert.equal(first.get('body.orders.{}.total'), 5);
      const second = await analystThatTakes([800, 801]);
      assert.equal(second.get('body.orders.{}.total'), 7);
      assert.equal(second.size, first.size);
    } finally {
      await store.close();
    }
  }));
