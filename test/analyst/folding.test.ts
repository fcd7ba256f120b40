import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { caps, Ledger } from '../../server/analyst/ledger.ts';
import type { Observation } from '../../server/core/finding.ts';
import { judge } from '../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../server/core/gate/model.ts';
import type { RunTallies } from '../../server/core/tally.ts';
import { tallies } from '../core/gate/tallies.ts';

const idOf = (endpoint: string, field: string, aspect: string): string =>
  `${endpoint}|${field}|${aspect}`.replaceAll(' ', '');
const endpoint = 'GET /a';
const books = (stored?: RunTallies): Ledger => new Ledger(0.05, idOf, stored);
const saw = (key: number | '{}', odd: Observation['case']): Observation => ({
  field: key === '{}' ? 'body.m.{}' : `body.m["${key}"]`,
  aspect: 'value',
  case: odd,
});
const add = (ledger: Ledger, ...observations: readonly Observation[]) =>
  ledger.add({ endpoint, at: 1000, ms: [1, 1, 1], observations });
const learn = (ledger: Ledger) => ledger.fold(endpoint, ['body.m'], 1000);
const map = (ledger: Ledger) => ledger.pending().findings.find(({ field }) => field === 'body.m.{}');

describe('the ledger, told that keys are data', () => {
  test('begins the folded findings with no exchange of their own, and latches by those of before', () => {
    const ledger = books();
    for (let key = 0; key < 20; key++) add(ledger, saw(key, 'candidate'));
    assert.equal(map(ledger), undefined);
    learn(ledger);
    assert.deepEqual(map(ledger)?.counts, { candidate: 0, secondary: 0, primary: 0, all: 0 });
    assert.deepEqual([map(ledger)?.rank, map(ledger)?.latched], [21, true]);
  });

  test('weighs the old copies of before as well', () => {
    const ledger = books();
    for (let key = 0; key < 20; key++) add(ledger, saw(key, key % 2 === 0 ? 'candidate' : 'secondary'));
    learn(ledger);
    for (let i = 0; i < 15; i++) add(ledger, saw('{}', 'candidate'));
    // Fifteen to none would do.
    assert.equal(map(ledger)?.latched, false);
  });

  test('takes up the same from the store', () => {
    const ledger = books();
    for (let key = 0; key < 20; key++) add(ledger, saw(key, 'candidate'));
    learn(ledger);
    const { findings, endpoints, sets } = ledger.pending();
    const unlatched = findings.map((finding) => ({ ...finding, latched: false }));
    const next = books(tallies({ findings: unlatched, endpoints, sets }));
    add(next, saw('{}', 'candidate'));
    assert.equal(map(next)?.latched, true);
  });

  test('forgets what was lost, but not that it was learned', () => {
    const ledger = books();
    for (let key = 0; key < 20; key++) add(ledger, saw(key, 'candidate'));
    learn(ledger);
    assert.equal(map(ledger)?.latched, true);
    ledger.lose();
    assert.deepEqual([map(ledger)?.latched, map(ledger)?.counts.candidate], [false, 0]);
  });

  test('folds also where an endpoint has as many findings as are told apart', () => {
    const ledger = books();
    const others = Array.from(
      { length: caps.findings - 1 },
      (_, i) => ({ field: `body.f${i}`, aspect: 'value', case: 'all' }) as const,
    );
    add(ledger, ...others, saw(1, 'candidate'));
    learn(ledger);
    add(ledger, saw('{}', 'candidate'));
    assert.equal(map(ledger)?.counts.candidate, 1);
  });
});

/** Numbers from 0 to 1, the same in every run of the tests. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A run of exchanges in which each of three keys differs in the candidate, or the secondary, with these chances. */
function judged(seed: number, candidate: number, secondary: number) {
  const random = numbers(seed);
  const ledger = books();
  for (let i = 0; i < 80; i++) {
    const odd = [0, 1, 2].flatMap((n) => {
      const drawn = random();
      const key = i < 12 ? 3 * i + n : ('{}' as const);
      if (drawn < candidate) return [saw(key, 'candidate')];
      return drawn < candidate + secondary ? [saw(key, 'secondary')] : [];
    });
    add(ledger, ...odd);
    if (i === 11) learn(ledger);
  }
  const { findings, endpoints, sets } = ledger.pending();
  return judge(tallies({ findings, endpoints, sets }), defaultThresholds, '');
}

test('a map in which only noise differs is hardly ever a regression, one in which more does is', () => {
  const runs = Array.from({ length: 400 }, (_, i) => i + 1);
  const share = (candidate: number, secondary: number) =>
    runs.filter((seed) => judged(seed, candidate, secondary).findings.some((found) => found.class === 'regression'))
      .length / runs.length;
  assert.ok(share(0.2, 0.2) <= 0.05, `of noise ${share(0.2, 0.2)}`);
  assert.ok(share(0.3, 0.02) >= 0.9, `of regressions ${share(0.3, 0.02)}`);
  assert.ok(runs.slice(0, 20).every((seed) => judged(seed, 0.2, 0.2).findings.length === 1));
});
