import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diffyRule } from '../../../server/core/noise/diffy.ts';
import type { CaseCounts } from '../../../server/core/tally.ts';
import { counts } from '../gate/tallies.ts';

describe('Diffy’s rule', () => {
  const table: readonly [
    behaviour: string,
    counts: CaseCounts,
    n: number,
    raw: number,
    noise: number,
    flagged: boolean,
  ][] = [
    ['flags what only the candidate shows', counts(10), 1_000, 10, 0, true],
    ['adds what all three differ in to both sides', counts(118, 9, 8, 3), 10_000, 129, 20, true],
    ['passes a difference below 20 % of both', counts(12, 10), 1_000, 12, 10, false],
    ['passes exactly 20 %', counts(12, 8), 1_000, 12, 8, false],
    ['passes a difference below 0.03 % of all', counts(2), 10_000, 2, 0, false],
    ['passes more noise than difference', counts(1, 100), 1_000, 1, 100, false],
    ['passes what differs every time everywhere', counts(50, 0, 0, 950), 1_000, 1_000, 950, false],
    ['passes nothing', counts(0), 0, 0, 0, false],
  ];
  for (const [behaviour, tally, n, raw, noise, flagged] of table) {
    test(behaviour, () => assert.deepEqual(diffyRule(tally, n), { raw, noise, flagged }));
  }
});
