import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { effectInterval, logEvidence } from '../../../server/core/noise/evidence.ts';
import { exchangesNeeded, exchangesUntilDecided } from '../../../server/core/noise/forecast.ts';
import { latchThreshold } from '../../../server/core/noise/latch.ts';

const goal = { rank: 3, alpha: 0.05 };

describe('exchanges until decided', () => {
  const cases: readonly [n: number, candidateOnly: number, secondaryOnly: number][] = [
    [3, 1, 0],
    [40, 2, 0],
    [3_000, 1, 0],
    [10_000, 60, 40],
    [3_000_000, 200, 150],
  ];
  for (const [n, candidateOnly, secondaryOnly] of cases) {
    test(`after ${candidateOnly} against ${secondaryOnly} in ${n} are just enough for the evidence`, () => {
      const more = exchangesUntilDecided({ n, candidateOnly, secondaryOnly, ...goal });
      assert.ok(more !== null && more > 0);
      const evidenceAt = (total: number) => logEvidence((candidateOnly / n) * total, (secondaryOnly / n) * total);
      assert.ok(evidenceAt(n + more) >= latchThreshold(3, 0.05));
      assert.ok(evidenceAt(0.99 * (n + more) - 1) < latchThreshold(3, 0.05));
    });
  }

  test('are none when the evidence is there', () => {
    assert.equal(exchangesUntilDecided({ n: 100, candidateOnly: 50, secondaryOnly: 0, ...goal }), 0);
  });

  for (const [n, candidateOnly, secondaryOnly] of [
    [0, 0, 0],
    [10, 3, 3],
    [10, 1, 4],
    [10, 0, 0],
  ] as const) {
    test(`are never enough after ${candidateOnly} against ${secondaryOnly} in ${n}`, () => {
      assert.equal(exchangesUntilDecided({ n, candidateOnly, secondaryOnly, ...goal }), null);
    });
  }

  test('with a minimum effect go on until the interval is clear of it', () => {
    const seen = { n: 5_000, candidateOnly: 10, secondaryOnly: 0 };
    const more = exchangesUntilDecided({ ...seen, ...goal, minEffect: 0.001 });
    assert.ok(more !== null && more > (exchangesUntilDecided({ ...seen, ...goal }) ?? 0));
    const n = seen.n + more;
    assert.ok(effectInterval({ n, candidateOnly: n * 0.002, secondaryOnly: 0, alpha: 0.05 }).low > 0.001);
  });

  test('with a minimum effect may end in finding that it is below', () => {
    const more = exchangesUntilDecided({ n: 3_000, candidateOnly: 1, secondaryOnly: 0, ...goal, minEffect: 0.001 });
    assert.ok(more !== null);
    const n = 3_000 + more;
    assert.ok(effectInterval({ n, candidateOnly: n / 3_000, secondaryOnly: 0, alpha: 0.05 }).high <= 0.001);
  });
});

describe('exchanges needed from assumed probabilities', () => {
  test('grow as the difference becomes rarer or drowns in noise', () => {
    const often = exchangesNeeded({ ...goal, rateCandidateOnly: 0.5, rateSecondaryOnly: 0 });
    const rare = exchangesNeeded({ ...goal, rateCandidateOnly: 0.0002, rateSecondaryOnly: 0 });
    const noisy = exchangesNeeded({ ...goal, rateCandidateOnly: 0.1664, rateSecondaryOnly: 0.1184 });
    assert.ok(often !== null && often < 30, String(often));
    assert.ok(rare !== null && rare > 40_000 && rare < 60_000, String(rare));
    assert.ok(noisy !== null && noisy > 1_000 && noisy < 4_000, String(noisy));
  });

  test('are null where the new version is no worse', () => {
    assert.equal(exchangesNeeded({ ...goal, rateCandidateOnly: 0.16, rateSecondaryOnly: 0.16 }), null);
  });
});
