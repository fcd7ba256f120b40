/** What every store must do with rules. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NamedRule } from '../../server/core/rules/rule.ts';
import type { Store } from '../../server/store/contract.ts';
import { batch, run } from '../support/seed.ts';

const named = (id: string, field: string): NamedRule => ({ id, rule: { kind: 'ignore', field, reason: 'so' } });
const hit = (rule: string, n: number, field = 'body.a') =>
  ({ rule, endpoint: 'GET /a', field, aspect: 'value', n }) as const;

export function rulesContract(name: string, withStore: (work: (store: Store) => Promise<void>) => Promise<void>): void {
  const rulesOf = async (store: Store, id = 'live') => (await store.tallies(id))?.rules;

  describe(`${name}: rules`, () => {
    test('of the configuration belong to their run, in their order', () =>
      withStore(async (store) => {
        const rules = [named('b', 'body.b'), named('a', 'body.a')];
        await store.createRun(run('r1', 1), rules);
        const standing = { origin: 'configuration', removed: false, hits: [] } as const;
        assert.deepEqual(
          await rulesOf(store),
          rules.map((rule) => ({ ...rule, ...standing })),
        );
        assert.deepEqual(await store.rules(), []);
        await store.createRun(run('r2', 2));
        assert.equal(await rulesOf(store), undefined);
      }));

    test('their hits are added up, most often first', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1), [named('a', 'body.a')]);
        await store.commit(batch('r1', { ruleHits: [hit('a', 2), hit('a', 4, 'body.b')] }));
        await store.commit(batch('r1', { ruleHits: [hit('a', 3)] }));
        assert.deepEqual((await rulesOf(store))?.[0]?.hits, [hit('a', 5), hit('a', 4, 'body.b')]);
      }));

    test('added while a run goes on are in force in it and in every later one', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1), [named('a', 'body.a')]);
        const before = await store.changes('r1');
        await store.addRule(named('c', 'body.c'), 20);
        await store.addRule(named('b', 'body.b'), 10);
        assert.notEqual(await store.changes('r1'), before);
        assert.deepEqual(await store.rules(), [named('b', 'body.b'), named('c', 'body.c')]);
        const origins = async () => (await rulesOf(store))?.map(({ id, origin }) => `${id} ${origin}`);
        assert.deepEqual(await origins(), ['a configuration', 'c api', 'b api']);
        await store.createRun(run('r2', 2), [named('b', 'body.b')]);
        assert.deepEqual(await origins(), ['b configuration', 'c api']);
      }));

    test('added twice are one, the latest', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.addRule(named('a', 'body.a'), 1);
        const later: NamedRule = { id: 'a', rule: { kind: 'ignore', field: 'body.a', until: '2026-12-31' } };
        await store.addRule(later, 2);
        assert.deepEqual(await store.rules(), [later]);
        assert.deepEqual(await rulesOf(store), [{ ...later, origin: 'api', removed: false, hits: [] }]);
      }));

    test('removed stay in their run with what they did, and come back when they are added again', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.addRule(named('a', 'body.a'), 1);
        await store.commit(batch('r1', { ruleHits: [hit('a', 2)] }));
        assert.equal(await store.removeRule('a'), true);
        assert.equal(await store.removeRule('a'), false);
        assert.deepEqual(await store.rules(), []);
        assert.deepEqual(await rulesOf(store), [
          { ...named('a', 'body.a'), origin: 'api', removed: true, hits: [hit('a', 2)] },
        ]);
        await store.addRule(named('a', 'body.a'), 2);
        assert.equal((await rulesOf(store))?.[0]?.removed, false);
      }));

    test('added after a run has ended are none of its rules', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.endRun('r1', 2);
        await store.addRule(named('a', 'body.a'), 3);
        assert.equal(await rulesOf(store), undefined);
        assert.equal((await store.rules()).length, 1);
      }));
  });
}
