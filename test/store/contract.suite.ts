/** What every store must do, whatever database is behind it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindingTally } from '../../server/core/tally.ts';
import type { Store } from '../../server/store/contract.ts';
import { batch, endpointTally, exchange, findingTally, run, sample } from '../support/seed.ts';
import { minutesContract } from './minutes.suite.ts';
import { rulesContract } from './rules.suite.ts';

/** `open` gives the store of a new, empty database; `again` a second connection to the same one. Closing is the suite's. */
export interface Subject {
  readonly open: () => Promise<Store>;
  readonly again: () => Promise<Store>;
}

export function storeContract(name: string, withSubject: (work: (subject: Subject) => Promise<void>) => Promise<void>) {
  const withStore = (work: (store: Store, subject: Subject) => Promise<void>) =>
    withSubject(async (subject) => {
      const store = await subject.open();
      try {
        await work(store, subject);
      } finally {
        await store.close();
      }
    });

  rulesContract(name, (work) => withStore(work));
  minutesContract(name, (work) => withStore(work));

  describe(`${name}: tallies`, () => {
    test('a run that was never written to has none, and an unknown run is undefined', () =>
      withStore(async (store) => {
        assert.equal(await store.tallies('live'), undefined);
        assert.equal(await store.changes('live'), undefined);
        await store.createRun(run('r1', 1));
        assert.equal(await store.tallies('r2'), undefined);
        const expected = { run: run('r1', 1), notCompared: {}, endpoints: [], findings: [], sets: [] };
        assert.deepEqual(await store.tallies('r1'), expected);
      }));

    test('a batch comes back as it was written', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const written = batch('r1', {
          notCompared: { sideEffects: 3, tooLarge: 1 },
          endpoints: [
            endpointTally('GET /a', {
              compared: 10,
              differing: 4,
              failures: { primary: {}, secondary: { timeout: 1 }, candidate: { refused: 2, timeout: 1 } },
              latency: { primary: { [-3]: 1, 12: 4 }, secondary: { 12: 5 }, candidate: {} },
            }),
          ],
          findings: [findingTally('f1', 1), findingTally('f2', 2)],
          sets: [
            { endpoint: 'GET /a', side: 'candidate', findings: ['f1', 'f2'], count: 3 },
            { endpoint: 'GET /a', side: 'secondary', findings: ['f1'], count: 2 },
          ],
        });
        await store.commit(written);
        const { run: ignoredRun, samples: ignoredSamples, ...tallies } = written;
        assert.deepEqual(await store.tallies('r1'), { run: run('r1', 1), ...tallies });
      }));

    test('attributes come back, those of the sample too, and add up', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const row = { endpoint: 'GET /a', attribute: 'query.a', n: 3, sampled: 2 };
        const attributes = [
          { ...row, finding: null, value: null },
          { ...row, finding: null, value: '' },
          { ...row, finding: null, value: '=1' },
          { ...row, finding: 'f1', value: '=1' },
        ];
        await store.commit(batch('r1', { attributes }));
        await store.commit(batch('r1', { attributes: attributes.slice(3) }));
        const added = { ...row, finding: 'f1', value: '=1', n: 6, sampled: 4 };
        assert.deepEqual((await store.tallies('r1'))?.attributes, [...attributes.slice(0, 3), added]);
      }));

    test('numbers of later batches are added, and new endpoints and findings join', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const counts = { candidate: 1, secondary: 2, primary: 3, all: 4 };
        const set = { endpoint: 'GET /a', side: 'candidate', findings: ['f1'], count: 2 } as const;
        const first = batch('r1', {
          notCompared: { overload: 1 },
          endpoints: [
            endpointTally('GET /a', {
              compared: 5,
              differing: 2,
              failures: { primary: {}, secondary: {}, candidate: { reset: 1 } },
              latency: { primary: { 7: 1 }, secondary: {}, candidate: {} },
            }),
          ],
          findings: [findingTally('f1', 1, { counts })],
          sets: [set],
        });
        await store.commit(first);
        await store.commit({
          ...first,
          notCompared: { overload: 1, error: 4 },
          endpoints: [...first.endpoints, endpointTally('GET /b', { compared: 1 })],
          findings: [...first.findings, findingTally('f2', 2)],
        });
        const tallies = await store.tallies('r1');
        assert.deepEqual(tallies?.notCompared, { overload: 2, error: 4 });
        assert.deepEqual(
          tallies.endpoints.map(({ endpoint, compared, differing }) => [endpoint, compared, differing]),
          [
            ['GET /a', 10, 4],
            ['GET /b', 1, 0],
          ],
        );
        assert.deepEqual(tallies.endpoints[0]?.failures.candidate, { reset: 2 });
        assert.deepEqual(tallies.endpoints[0]?.latency.primary, { 7: 2 });
        assert.deepEqual(tallies.findings[0]?.counts, { candidate: 2, secondary: 4, primary: 6, all: 8 });
        assert.deepEqual(
          tallies.findings.map(({ id }) => id),
          ['f1', 'f2'],
        );
        assert.deepEqual(tallies.sets, [{ ...set, count: 4 }]);
      }));

    test('what the differences of a finding come down to adds up', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const write = (patterns: FindingTally['patterns']) =>
          store.commit(batch('r1', { findings: [findingTally('f1', 1, { patterns }), findingTally('f2', 2)] }));
        await write({ 'same body': 2, case: 1 });
        await write({ 'same body': 3 });
        const findings = (await store.tallies('r1'))?.findings ?? [];
        assert.deepEqual(
          findings.map(({ patterns }) => patterns),
          [{ 'same body': 5, case: 1 }, {}],
        );
      }));

    test('what sending requests again said of a finding adds up', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const write = (confirmed: FindingTally['confirmed']) =>
          store.commit(batch('r1', { findings: [findingTally('f1', 1, { confirmed }), findingTally('f2', 2)] }));
        await write({ tries: 3, candidate: 2, secondary: 1 });
        await write({ tries: 7, candidate: 7, secondary: 0 });
        const findings = (await store.tallies('r1'))?.findings ?? [];
        assert.deepEqual(
          findings.map(({ confirmed }) => confirmed),
          [
            { tries: 10, candidate: 9, secondary: 1 },
            { tries: 0, candidate: 0, secondary: 0 },
          ],
        );
      }));

    test('rank and first sight are the first batch’s, the latest sight is the latest, and a latch never opens again', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const write = (tally: Parameters<typeof findingTally>[2], rank: number) =>
          store.commit(batch('r1', { findings: [findingTally('f1', rank, tally)] }));
        await write({ firstSeen: 50, lastSeen: 60 }, 1);
        await write({ firstSeen: 70, lastSeen: 80, latched: true }, 9);
        await write({ firstSeen: 10, lastSeen: 20 }, 9);
        const [finding] = (await store.tallies('r1'))?.findings ?? [];
        assert.deepEqual([finding?.rank, finding?.firstSeen, finding?.lastSeen, finding?.latched], [1, 50, 80, true]);
      }));

    test('a batch of thousands of rows is whole', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const findings = Array.from({ length: 3001 }, (_, i) => findingTally(`f${i}`, i + 1));
        await store.commit(batch('r1', { findings }));
        await store.commit(batch('r1', { findings }));
        const stored = (await store.tallies('r1'))?.findings ?? [];
        assert.equal(stored.length, 3001);
        assert.ok(stored.every(({ counts }) => counts.candidate === 2));
      }));

    test('a set of thousands of findings is told from one that differs in the last', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const ids = Array.from({ length: 2000 }, (_, i) => String(i).padStart(12, '0'));
        const sets = [ids, [...ids.slice(1), 'ffffffffffff']].map(
          (findings) => ({ endpoint: 'GET /a', side: 'candidate', findings, count: 1 }) as const,
        );
        await store.commit(batch('r1', { sets }));
        const stored = (await store.tallies('r1'))?.sets ?? [];
        assert.deepEqual(new Set(stored.map(({ findings }) => findings.at(-1))), new Set([ids.at(-1), 'ffffffffffff']));
        assert.ok(stored.every(({ findings, count }) => findings.length === 2000 && count === 1));
      }));

    test('runs do not mix', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.createRun(run('r2', 2));
        const written = batch('r1', {
          findings: [findingTally('f1', 1)],
          samples: [sample('e1', 'f1', 'candidate:0')],
        });
        await store.commit(written);
        await store.commit({ ...written, run: 'r2' });
        assert.equal((await store.tallies('r1'))?.findings[0]?.counts.candidate, 1);
        assert.equal((await store.exchanges('r1', { limit: 10 })).items.length, 1);
      }));

    test('a batch for a run that was never created is refused whole', () =>
      withStore(async (store) => {
        await assert.rejects(store.commit(batch('r1', { notCompared: { error: 1 } })), /r1 was never created/);
        await store.createRun(run('r1', 1));
        assert.deepEqual((await store.tallies('r1'))?.notCompared, {});
      }));
  });

  describe(`${name}: runs`, () => {
    test('are listed newest first, page by page, and `live` is the newest', () =>
      withStore(async (store) => {
        for (const [id, at] of [
          ['a', 10],
          ['b', 30],
          ['c', 20],
          ['d', 30],
        ] as const)
          await store.createRun(run(id, at));
        const first = await store.runs({ limit: 3 });
        assert.deepEqual(
          first.items.map(({ id }) => id),
          ['d', 'b', 'c'],
        );
        assert.ok(first.next !== null);
        await store.createRun(run('e', 40));
        const second = await store.runs({ limit: 3, cursor: first.next });
        assert.deepEqual(second.items, [run('a', 10)]);
        assert.equal(second.next, null);
        assert.equal((await store.tallies('live'))?.run.id, 'e');
      }));

    test('keep what they were created with, and end', () =>
      withStore(async (store) => {
        const created = { ...run('r1', 5), roles: ['primary', 'candidate'] as const, randomOrder: false };
        await store.createRun(created);
        await store.endRun('r1', 99);
        assert.deepEqual((await store.runs({ limit: 1 })).items, [{ ...created, endedAt: 99 }]);
        await assert.rejects(store.endRun('r2', 99), /r2 was never created/);
      }));

    test('a cursor that no page gave is refused', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        for (const cursor of ['', '%', 'bm9uc2Vuc2U', Buffer.from('["1",2]').toString('base64url')]) {
          await assert.rejects(store.runs({ limit: 1, cursor }), { name: 'StoreError', kind: 'cursor' });
          await assert.rejects(store.exchanges('r1', { limit: 1, cursor }), { name: 'StoreError', kind: 'cursor' });
        }
      }));
  });

  describe(`${name}: samples`, () => {
    test('an exchange comes back byte for byte, with its observations', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const kept = sample('e1', 'f1', 'candidate:0');
        await store.commit(batch('r1', { samples: [kept] }));
        const { exchange: stored, observations } = kept;
        assert.deepEqual(await store.exchange('r1', 'e1'), { exchange: stored, observations });
        assert.deepEqual(await store.exchange('live', 'e1'), { exchange: stored, observations });
        assert.equal(await store.exchange('r1', 'e2'), undefined);
        assert.equal(await store.exchange('r2', 'e1'), undefined);
      }));

    test('a slot taken by another exchange forgets the former, unless it has a slot elsewhere', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const both = {
          ...sample('e1', 'f1', 'latest'),
          places: [
            { finding: 'f1', slot: 'latest' },
            { finding: 'f2', slot: 'first' },
          ],
        };
        await store.commit(batch('r1', { samples: [both] }));
        await store.commit(batch('r1', { samples: [sample('e2', 'f1', 'latest')] }));
        assert.ok(await store.exchange('r1', 'e1'), 'still the first of f2');
        await store.commit(batch('r1', { samples: [sample('e3', 'f2', 'first')] }));
        assert.equal(await store.exchange('r1', 'e1'), undefined);
        assert.deepEqual((await store.exchanges('r1', { limit: 10 })).items.map(({ id }) => id).sort(), ['e2', 'e3']);
      }));

    test('an exchange that moves from one slot to another in one batch stays', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.commit(batch('r1', { samples: [sample('e1', 'f1', 'latest')] }));
        const moved = [sample('e2', 'f1', 'latest'), sample('e1', 'f1', 'candidate:0')];
        await store.commit(batch('r1', { samples: moved }));
        assert.ok(await store.exchange('r1', 'e1'));
      }));

    test('of two samples for one slot in a batch the later is kept, and one without a slot is not written', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const samples = [
          sample('e1', 'f1', 'latest'),
          sample('e2', 'f1', 'latest'),
          { ...sample('e3', 'f1', ''), places: [] },
        ];
        await store.commit(batch('r1', { samples }));
        assert.deepEqual(
          (await store.exchanges('r1', { limit: 10 })).items.map(({ id }) => id),
          ['e2'],
        );
      }));

    test('a finding names at most five examples, those where only the candidate differs first', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const slots = ['all:0', 'first', 'latest', 'secondary:0', 'candidate:0', 'candidate:1', 'candidate:2'];
        const samples = slots.map((slot, i) => sample(`e${i}`, 'f1', slot));
        const twice = { ...sample('e4', 'f1', 'latest'), places: [{ finding: 'f1', slot: 'latest' }] };
        await store.commit(batch('r1', { findings: [findingTally('f1', 1)], samples: [...samples, twice] }));
        assert.deepEqual((await store.tallies('r1'))?.findings[0]?.examples, ['e4', 'e5', 'e6', 'e0', 'e1']);
      }));

    test('are listed newest first, page by page, by finding and by endpoint', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        const at = (id: string, time: number, endpoint: string, finding: string) => ({
          ...sample(id, finding, `candidate:${id}`),
          exchange: { ...exchange(id), at: time, endpoint },
        });
        await store.commit(
          batch('r1', {
            samples: [
              at('e1', 10, 'GET /a', 'f1'),
              at('e2', 30, 'GET /a', 'f2'),
              at('e3', 20, 'GET /b', 'f1'),
              at('e4', 30, 'GET /b', 'f1'),
            ],
          }),
        );
        const pages: string[][] = [];
        let cursor: string | null = null;
        do {
          const page = await store.exchanges('live', { limit: 2, ...(cursor === null ? {} : { cursor }) });
          pages.push(page.items.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== null);
        assert.deepEqual(pages, [
          ['e4', 'e2'],
          ['e3', 'e1'],
        ]);
        const ids = async (filter: { findings?: string[]; endpoint?: string }) =>
          (await store.exchanges('r1', { limit: 9, ...filter })).items.map(({ id }) => id);
        assert.deepEqual(await ids({ findings: ['f1'] }), ['e4', 'e3', 'e1']);
        assert.deepEqual(await ids({ findings: ['f1', 'f2'] }), ['e4', 'e2', 'e3', 'e1']);
        assert.deepEqual(await ids({ endpoint: 'GET /a' }), ['e2', 'e1']);
        assert.deepEqual(await ids({ endpoint: 'GET /b', findings: ['f2'] }), []);
        assert.deepEqual(await store.exchanges('r2', { limit: 9 }), { items: [], next: null });
      }));

    test('a list shows what each role did without its bodies', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.commit(batch('r1', { samples: [sample('e1', 'f1', 'first')] }));
        const { at, endpoint, request } = exchange('e1');
        const outcomes = { primary: 200, secondary: 200, candidate: 'refused' };
        assert.deepEqual((await store.exchanges('r1', { limit: 1 })).items, [
          { id: 'e1', at, endpoint, method: request.method, target: request.target, outcomes },
        ]);
      }));
  });

  describe(`${name}: revision`, () => {
    test('grows with every commit, of this connection and of another, and stays without one', () =>
      withStore(async (store, subject) => {
        const other = await subject.again();
        try {
          await store.createRun(run('r1', 1));
          const seen = [[await store.revision(), await other.revision()]];
          const grew = async (what: string) => {
            const [mine = 0, others = 0] = seen.at(-1) ?? [];
            const now = [await store.revision(), await other.revision()];
            assert.ok(Number(now[0]) > mine, `${what}: seen here`);
            assert.ok(Number(now[1]) > others, `${what}: seen by the other`);
            seen.push(now);
          };
          assert.deepEqual([[await store.revision(), await other.revision()]], seen, 'reading changes nothing');
          await store.commit(batch('r1', { notCompared: { error: 1 } }));
          await grew('a batch');
          await other.commit(batch('r1', { notCompared: { error: 1 } }));
          await grew('a batch of the other');
          await store.endRun('r1', 5);
          await grew('the end');
        } finally {
          await other.close();
        }
      }));

    test('the changes of a run count its own batches only', () =>
      withStore(async (store) => {
        await store.createRun(run('r1', 1));
        await store.createRun(run('r2', 2));
        const before = await store.changes('r1');
        await store.commit(batch('r2', { notCompared: { error: 1 } }));
        assert.equal(await store.changes('r1'), before);
        await store.commit(batch('r1', { notCompared: { error: 1 } }));
        assert.notEqual(await store.changes('r1'), before);
      }));
  });
}
