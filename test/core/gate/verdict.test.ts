import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultThresholds, type Thresholds, type Verdict } from '../../../server/core/gate/model.ts';
import { type Grounds, verdictOf } from '../../../server/core/gate/verdict.ts';
import { effectInterval } from '../../../server/core/noise/evidence.ts';

function interval(candidateOnly: number, n: number) {
  return {
    value: n === 0 ? 0 : candidateOnly / n,
    ...effectInterval({ n, candidateOnly, secondaryOnly: 0, alpha: 0.05 }),
  };
}

/** `regressed` and `doubtful` are exchanges that differ because of a regression, and because of something unexplained. */
function grounds(compared: number, regressed: number, doubtful: number, part: Partial<Grounds> = {}): Grounds {
  return {
    received: compared,
    compared,
    unanswered: { primary: 0, secondary: 0 },
    answered: compared,
    rate: interval(regressed + doubtful, compared),
    regressionRate: interval(regressed, compared),
    regressions: regressed > 0 ? 1 : 0,
    regressionCauses: part.regressions ?? (regressed > 0 ? 1 : 0),
    shifts: 0,
    unexplained: doubtful > 0 ? 1 : 0,
    threeRoles: true,
    ...part,
  };
}

describe('a run', () => {
  const lax = { maxDiffRate: 0.02 };
  const table: readonly [
    behaviour: string,
    grounds: Grounds,
    change: Partial<Thresholds>,
    verdict: Verdict,
    reasons: readonly string[],
  ][] = [
    [
      'without a difference beyond noise passes with its bound',
      grounds(3_000, 0, 0),
      {},
      'pass',
      ['0 of 3 000 exchanges differ beyond noise: at most 0.15 % (95 %).'],
    ],
    [
      'in which noise fell on the secondary more often passes',
      grounds(3_000, 0, 0, { rate: { value: -0.01, low: -0.02, high: -0.001 } }),
      {},
      'pass',
      ['0 of 3 000 exchanges differ beyond noise: at most 0 % (95 %).'],
    ],
    [
      'that an old copy did not answer in part passes on the rest, and says so',
      grounds(3_000, 0, 0, { compared: 3_040, unanswered: { primary: 0, secondary: 40 } }),
      {},
      'pass',
      [
        '0 of 3 000 exchanges differ beyond noise: at most 0.15 % (95 %).',
        'The secondary did not answer 40 of 3 040 requests.',
      ],
    ],
    [
      'that the primary did not answer at all is inconclusive',
      grounds(0, 0, 0, { received: 6_000, compared: 6_000, unanswered: { primary: 6_000, secondary: 0 } }),
      {},
      'inconclusive',
      [
        'Only 0 exchanges were compared with the answers of all: 100 more are needed for a verdict.',
        'The primary did not answer 6 000 of 6 000 requests.',
      ],
    ],
    [
      'that the secondary mostly did not answer is inconclusive',
      grounds(207, 0, 0, { compared: 2_000, unanswered: { primary: 0, secondary: 1_793 } }),
      {},
      'inconclusive',
      ['The secondary did not answer 1 793 of 2 000 requests.'],
    ],
    [
      'with a regression fails',
      grounds(10_000, 118, 0),
      {},
      'fail',
      ['118 of 10 000 exchanges differ because of 1 regression (1.2 %, 95 % interval 0.8-1.6): none is allowed.'],
    ],
    [
      'with more regression than allowed fails',
      grounds(10_000, 300, 0, { regressions: 4 }),
      lax,
      'fail',
      [
        '300 of 10 000 exchanges differ because of 4 regressions (3 %, 95 % interval 2.4-3.7): more than the 2 % allowed.',
      ],
    ],
    [
      'with a regression within the limit passes',
      grounds(10_000, 118, 0),
      lax,
      'pass',
      ['118 of 10 000 exchanges differ beyond noise (1.2 %, 95 % interval 0.8-1.6): 2 % is allowed.'],
    ],
    [
      'with exactly the regression allowed passes',
      grounds(10_000, 200, 0),
      lax,
      'pass',
      ['200 of 10 000 exchanges differ beyond noise (2 %, 95 % interval 1.5-2.6): 2 % is allowed.'],
    ],
    [
      'with something unexplained is inconclusive',
      grounds(3_000, 0, 1),
      {},
      'inconclusive',
      ['1 of 3 000 exchanges differs beyond noise with 1 finding still unexplained (0.033 %): none is allowed.'],
    ],
    [
      'that the unexplained brings over the limit is inconclusive',
      grounds(10_000, 118, 200, { unexplained: 2 }),
      lax,
      'inconclusive',
      [
        '318 of 10 000 exchanges differ beyond noise with 2 findings still unexplained (3.2 %): more than the 2 % allowed.',
      ],
    ],
    [
      'that compared too little is inconclusive and says how many are missing',
      grounds(40, 0, 0),
      {},
      'inconclusive',
      ['Only 40 exchanges were compared: 60 more are needed for a verdict.'],
    ],
    [
      'that compared one less than enough is inconclusive',
      grounds(99, 0, 0),
      {},
      'inconclusive',
      ['Only 99 exchanges were compared: 1 more is needed for a verdict.'],
    ],
    [
      'that compared just enough passes',
      grounds(100, 0, 0),
      {},
      'pass',
      ['0 of 100 exchanges differ beyond noise: at most 4.4 % (95 %).'],
    ],
    [
      'that compared little but found a regression fails all the same',
      grounds(40, 20, 0),
      {},
      'fail',
      ['20 of 40 exchanges differ because of 1 regression (50 %, 95 % interval 27-77): none is allowed.'],
    ],
    [
      'without a secondary says what it lacked, with all other doubts',
      grounds(3, 0, 1, { threeRoles: false }),
      {},
      'inconclusive',
      [
        'Only 3 exchanges were compared: 97 more are needed for a verdict.',
        '1 of 3 exchanges differs beyond noise with 1 finding still unexplained (33 %): none is allowed.',
        'There was no secondary to tell noise from regressions.',
      ],
    ],
    [
      'says about how many more requests decide about what is unexplained',
      grounds(500, 0, 2, { needs: 1_234 }),
      {},
      'inconclusive',
      [
        '2 of 500 exchanges differ beyond noise with 1 finding still unexplained (0.4 %): none is allowed; about 1 300 more requests would decide.',
      ],
    ],
    [
      'of which more was lost than compared is inconclusive, and says how many are missing',
      grounds(200, 0, 0, { received: 700, lost: 350 }),
      {},
      'inconclusive',
      ['350 exchanges could not be compared, more than the 200 that were: 150 more are needed for a verdict.'],
    ],
    [
      'of which less was lost than compared is judged',
      grounds(3_000, 0, 0, { received: 3_400, lost: 400 }),
      {},
      'pass',
      ['0 of 3 000 exchanges differ beyond noise: at most 0.15 % (95 %).'],
    ],
    [
      'that received nothing is inconclusive',
      grounds(0, 0, 0),
      {},
      'inconclusive',
      ['Nothing was compared: no exchange was received.'],
    ],
    [
      'that left everything out is inconclusive, even if no minimum is asked for',
      grounds(0, 0, 0, { received: 412 }),
      { minExchanges: 0 },
      'inconclusive',
      ['Nothing was compared: 412 exchanges were received and left out.'],
    ],
  ];
  for (const [behaviour, given, change, verdict, reasons] of table) {
    test(behaviour, () => {
      assert.deepEqual(verdictOf(given, { ...defaultThresholds, ...change }), { verdict, reasons });
    });
  }
});
