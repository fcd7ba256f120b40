import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Role } from '../../../server/core/exchange.ts';
import type { Aspect } from '../../../server/core/finding.ts';
import { classify } from '../../../server/core/noise/classify.ts';
import type { CaseCounts, FindingTally } from '../../../server/core/tally.ts';
import { counts, finding } from '../gate/tallies.ts';

const thresholds = { alpha: 0.05, minEffect: 0.001 };
const three: readonly Role[] = ['primary', 'secondary', 'candidate'];

interface Given {
  readonly n: number;
  readonly counts: CaseCounts;
  readonly rank?: number;
  readonly latched?: boolean;
  readonly roles?: readonly Role[];
  readonly randomOrder?: boolean;
  readonly aspect?: Aspect;
  readonly blocks?: FindingTally['blocks'];
}

function classified({
  n,
  counts,
  rank = 1,
  latched = false,
  roles = three,
  randomOrder = true,
  aspect = 'value',
  blocks = { candidate: 0, secondary: 0 },
}: Given) {
  return classify(finding({ id: 'f', aspect, counts, blocks, rank, latched }), n, { roles, randomOrder }, thresholds);
}

describe('a finding', () => {
  const table: readonly [behaviour: string, given: Given, expected: string][] = [
    ['of the candidate alone, often', { n: 1_000, counts: counts(118) }, 'regression latched'],
    [
      'of latency that only one stall explains, however many requests it slowed down',
      { n: 1_000, counts: counts(118), aspect: 'latency', blocks: { candidate: 1, secondary: 0 } },
      'unexplained thinEvidence',
    ],
    [
      'of latency that block after block confirms',
      { n: 1_000, counts: counts(400, 100), aspect: 'latency', blocks: { candidate: 12, secondary: 1 } },
      'regression latched',
    ],
    [
      'of latency that time blocks do not confirm',
      { n: 1_000, counts: counts(400, 100), aspect: 'latency', blocks: { candidate: 3, secondary: 2 } },
      'noise oldCopiesDifferToo',
    ],
    [
      'of the candidate more often than of the old copies',
      { n: 10_000, counts: counts(118, 9, 8, 3) },
      'regression latched',
    ],
    ['whose turn needs more evidence than it has', { n: 100, counts: counts(9), rank: 20 }, 'unexplained thinEvidence'],
    [
      'that latched before and is still large',
      { n: 100, counts: counts(9), rank: 20, latched: true },
      'regression latched',
    ],
    ['of all copies alike', { n: 1_000, counts: counts(160, 150, 155, 40) }, 'noise oldCopiesDifferToo'],
    ['of all three always', { n: 1_000, counts: counts(0, 0, 0, 1_000) }, 'noise oldCopiesDifferToo'],
    ['of the secondary alone', { n: 1_000, counts: counts(0, 60) }, 'noise oldCopiesDifferToo'],
    ['of the primary alone', { n: 1_000, counts: counts(0, 0, 2) }, 'noise oldCopiesDifferToo'],
    ['of the candidate once in a hundred thousand', { n: 100_000, counts: counts(1) }, 'noise belowMinimumEffect'],
    ['that surely exists but is surely rare', { n: 100_000, counts: counts(20) }, 'noise belowMinimumEffect'],
    ['that surely exists but may be rare', { n: 5_000, counts: counts(10) }, 'unexplained effectUnclear'],
    [
      'that latched and then went back to noise',
      { n: 1_000, counts: counts(30, 30), latched: true },
      'unexplained effectUnclear',
    ],
    ['of the candidate once in three', { n: 3, counts: counts(1) }, 'unexplained thinEvidence'],
    ['of the candidate six times in six', { n: 6, counts: counts(6) }, 'unexplained thinEvidence'],
    ['of the candidate seven times in seven', { n: 7, counts: counts(7) }, 'regression latched'],
    [
      'in a run without a secondary, however often and even if latched',
      { n: 1_000, counts: counts(1_000), latched: true, roles: ['primary', 'candidate'] },
      'unexplained twoRoles',
    ],
  ];
  for (const [behaviour, given, expected] of table) {
    test(`${behaviour} is ${expected}`, () => {
      const result = classified(given);
      assert.equal(`${result.class} ${result.reason}`, expected);
    });
  }

  test('carries its effect as a share of the exchanges at the endpoint', () => {
    const { delta } = classified({ n: 10_000, counts: counts(118, 9) });
    assert.equal(delta.value, 0.0109);
    assert.ok(delta.low > 0.007 && delta.high < 0.016);
  });

  test('of an endpoint that counted nothing yet has an effect of 0', () => {
    assert.deepEqual(classified({ n: 0, counts: counts(0) }).delta, { value: 0, low: -1, high: 1 });
  });

  test('has no evidence without a secondary', () => {
    assert.equal(classified({ n: 9, counts: counts(9), roles: ['primary', 'candidate'] }).logE, 0);
  });
});

describe('the odd copy', () => {
  const table: readonly [behaviour: string, given: Given, expected: Role | null][] = [
    ['is the primary where it alone differs', { n: 1_000, counts: counts(0, 2, 300) }, 'primary'],
    ['is the secondary where it alone differs', { n: 1_000, counts: counts(1, 300, 2) }, 'secondary'],
    ['is nobody where the old copies differ equally', { n: 1_000, counts: counts(150, 160, 150) }, null],
    ['is nobody on thin evidence', { n: 10, counts: counts(0, 0, 3) }, null],
    ['is not told where the primary is sent first', { n: 1_000, counts: counts(0, 2, 300), randomOrder: false }, null],
    ['is not told without a secondary', { n: 1_000, counts: counts(0, 0, 300), roles: ['primary', 'candidate'] }, null],
    [
      'is not told from latency, where the primary takes no part',
      { n: 1_000, counts: counts(290, 300), aspect: 'latency' },
      null,
    ],
  ];
  for (const [behaviour, given, expected] of table) {
    test(behaviour, () => assert.equal(classified(given).oddCopy, expected));
  }

  test('overrides nothing', () => {
    const result = classified({ n: 1_000, counts: counts(400, 2, 300) });
    assert.equal(result.class, 'regression');
    assert.equal(result.oddCopy, 'primary');
  });
});
