import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindingClass } from '../../../server/core/gate/model.ts';
import { diffRate } from '../../../server/core/gate/rate.ts';
import type { SetTally } from '../../../server/core/tally.ts';
import { only } from './tallies.ts';

const classes: ReadonlyMap<string, FindingClass> = new Map([
  ['broken', 'regression'],
  ['doubtful', 'unexplained'],
  ['noisy', 'noise'],
]);
const both: readonly FindingClass[] = ['regression', 'unexplained'];

function rate(sets: readonly SetTally[], counted = both, compared = 1_000): number {
  return diffRate({ compared, sets, classes, counted, alpha: 0.05 }).value;
}

describe('the diff rate', () => {
  const table: readonly [
    behaviour: string,
    sets: readonly SetTally[],
    counted: readonly FindingClass[],
    value: number,
  ][] = [
    ['is 0 where nothing differs', [], both, 0],
    ['leaves noise out', [only('candidate', ['noisy'], 400)], both, 0],
    [
      'counts an exchange once, however many findings it shows',
      [only('candidate', ['broken', 'doubtful', 'noisy'], 10)],
      both,
      0.01,
    ],
    [
      'adds exchanges with different sets',
      [only('candidate', ['broken'], 10), only('candidate', ['doubtful'], 5)],
      both,
      0.015,
    ],
    [
      'takes off what fell on the secondary',
      [only('candidate', ['broken'], 30), only('secondary', ['broken'], 20)],
      both,
      0.01,
    ],
    ['may be below zero', [only('secondary', ['broken'], 20)], both, -0.02],
    [
      'of regressions alone leaves the unexplained out',
      [only('candidate', ['doubtful'], 5), only('candidate', ['broken'], 1)],
      ['regression'],
      0.001,
    ],
    ['takes what was never weighed as unexplained', [only('candidate', ['unheard-of'], 3)], both, 0.003],
    [
      'of regressions alone leaves out what was never weighed',
      [only('candidate', ['unheard-of'], 3)],
      ['regression'],
      0,
    ],
  ];
  for (const [behaviour, sets, counted, value] of table) {
    test(behaviour, () => assert.equal(rate(sets, counted), value));
  }

  test('of nothing compared is 0, and could be anything', () => {
    assert.deepEqual(diffRate({ compared: 0, sets: [], classes, counted: both, alpha: 0.05 }), {
      value: 0,
      low: -1,
      high: 1,
    });
  });

  test('holds its value where exchanges are on both sides', () => {
    const sets = [only('candidate', ['broken'], 9), only('secondary', ['doubtful'], 8)];
    const { value, low, high } = diffRate({ compared: 10, sets, classes, counted: both, alpha: 0.05 });
    assert.equal(value, 0.1);
    assert.ok(low > -1 && low < value && value < high && high < 1, `${low} ${high}`);
  });
});
