import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { effectInterval, logEvidence } from '../../../server/core/noise/evidence.ts';

/** Equal to so many significant digits, as printed. */
function assertDigits(actual: number, printed: string): void {
  const digits = printed.replace(/^-?0\.0*|[-.]/g, '').length;
  assert.equal(Number(actual.toPrecision(digits)), Number(printed));
}

describe('log evidence', () => {
  const checks: readonly [candidateOnly: number, secondaryOnly: number, evidence: string][] = [
    [1, 0, '1.63662'],
    [5, 0, '15.6418'],
    [6, 0, '28.7827'],
    [10, 0, '360.793'],
    [8, 2, '3.26430'],
    [20, 8, '4.20684'],
    [60, 40, '1.16535'],
    [0, 10, '0.0582631'],
  ];
  for (const [b, c, evidence] of checks) {
    test(`of ${b} against ${c} is the logarithm of ${evidence}`, () =>
      assertDigits(Math.exp(logEvidence(b, c)), evidence));
  }

  test('of a million votes keeps eight digits', () => assertDigits(logEvidence(520_000, 480_000), '793.77307'));

  test('of nothing is exactly 0', () => assert.equal(logEvidence(0, 0), 0));

  test('is the integral over the coin’s bias', () => {
    for (let b = 0; b <= 24; b++) {
      for (let c = 0; c <= 24; c++) {
        const integrated = Math.log(integratedEvidence(b, c));
        assert.ok(Math.abs(logEvidence(b, c) - integrated) < 1e-9, `${b}, ${c}: ${logEvidence(b, c)}, ${integrated}`);
      }
    }
  });

  test('in both directions adds up to the beta function', () => {
    for (const [b, c] of [
      [0, 0],
      [3, 1],
      [17, 40],
      [300, 280],
      [5_000, 4_800],
    ] as const) {
      const both = logSum(logEvidence(b, c), logEvidence(c, b));
      assert.ok(Math.abs(both - Math.LN2 - lnWholeByFactors(b, c)) < 1e-9, `${b}, ${c}`);
    }
  });

  test('is a fair game: the mean over the next vote is the evidence now', () => {
    const counts = [0, 1, 2, 5, 15, 16, 17, 100, 10_000, 123_456, 1e6, 1e8];
    for (const b of counts) {
      for (const c of counts) {
        const next = logSum(logEvidence(b + 1, c), logEvidence(b, c + 1)) - Math.LN2;
        const now = logEvidence(b, c);
        assert.ok(Math.abs(next - now) < 1e-10 * Math.max(1, Math.abs(now)), `${b}, ${c}: ${now}, ${next}`);
      }
    }
  });

  test('grows with every vote for the candidate and falls with every vote for the secondary', () => {
    for (const [b, c] of [
      [0, 0],
      [0, 50],
      [50, 0],
      [49, 50],
      [50, 50],
      [3_000, 2_900],
      [2_900, 3_000],
    ] as const) {
      assert.ok(logEvidence(b + 1, c) > logEvidence(b, c), `${b}, ${c}`);
      assert.ok(logEvidence(b, c + 1) < logEvidence(b, c), `${b}, ${c}`);
    }
  });

  test('is finite up to a thousand million on either side', () => {
    const counts = [0, 1, 10, 1e3, 1e6, 1e9 - 1e5, 1e9];
    for (const b of counts) for (const c of counts) assert.ok(Number.isFinite(logEvidence(b, c)), `${b}, ${c}`);
  });
});

describe('the effect interval', () => {
  const checks: readonly [candidateOnly: number, secondaryOnly: number, n: number, low: string, high: string][] = [
    [0, 0, 3_000, '-0.0014965', '0.0014965'],
    [10, 0, 1_000, '0.0024842', '0.026188'],
    [60, 40, 10_000, '-0.0018551', '0.0060532'],
    [118, 9, 10_000, '0.0070384', '0.015669'],
  ];
  for (const [candidateOnly, secondaryOnly, n, low, high] of checks) {
    test(`of ${candidateOnly} and ${secondaryOnly} in ${n} is ${low} to ${high}`, () => {
      const interval = effectInterval({ n, candidateOnly, secondaryOnly, alpha: 0.05 });
      assertDigits(interval.low, low);
      assertDigits(interval.high, high);
    });
  }

  test('ends where the bets reach 2/alpha', () => {
    for (const [b, c, n] of [
      [1, 0, 1],
      [3, 0, 3],
      [2, 1, 40],
      [0, 7, 90],
      [118, 9, 10_000],
      [400, 380, 1_000],
    ] as const) {
      const { low } = effectInterval({ n, candidateOnly: b, secondaryOnly: c, alpha: 0.05 });
      const step = 1e-9 * (1 + low);
      assert.ok(meanCapital(low - step, b, c, n) > 40, `below ${low}: ${b}, ${c}, ${n}`);
      assert.ok(meanCapital(low + step, b, c, n) < 40, `above ${low}: ${b}, ${c}, ${n}`);
    }
  });

  test('turns around when candidate and secondary change places', () => {
    const there = effectInterval({ n: 500, candidateOnly: 31, secondaryOnly: 4, alpha: 0.05 });
    const back = effectInterval({ n: 500, candidateOnly: 4, secondaryOnly: 31, alpha: 0.05 });
    assert.deepEqual(back, { low: -there.high, high: -there.low });
  });

  test('of nothing is everything', () => {
    assert.deepEqual(effectInterval({ n: 0, candidateOnly: 0, secondaryOnly: 0, alpha: 0.05 }), { low: -1, high: 1 });
  });

  test('holds the observed effect and stays within -1 and 1 from one exchange to a thousand million', () => {
    for (const n of [1, 2, 3, 10, 1e3, 1e6, 1e9]) {
      for (const [b, c] of [
        [0, 0],
        [n, 0],
        [0, n],
        [1, 0],
        [n - 1, 1],
        [Math.floor(n / 2), n - Math.floor(n / 2)],
      ] as const) {
        const { low, high } = effectInterval({ n, candidateOnly: b, secondaryOnly: c, alpha: 0.05 });
        assert.ok(
          low >= -1 && low <= (b - c) / n && (b - c) / n <= high && high <= 1,
          `${b}, ${c}, ${n}: ${low}, ${high}`,
        );
      }
    }
  });

  test('narrows as exchanges of the same kind are added', () => {
    const widths = [1, 10, 100, 1_000, 10_000].map((k) => {
      const { low, high } = effectInterval({ n: 20 * k, candidateOnly: 3 * k, secondaryOnly: k, alpha: 0.05 });
      return high - low;
    });
    for (const [i, width] of widths.slice(1).entries()) assert.ok(width < (widths[i] ?? 0), String(widths));
  });
});

/** E from its definition: bias p = sin^2(angle) makes Jeffreys' density constant; Simpson's rule over the upper half. */
function integratedEvidence(b: number, c: number): number {
  const steps = 2_000;
  const width = Math.PI / 4 / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const angle = Math.PI / 4 + i * width;
    const weight = i === 0 || i === steps ? 1 : 2 + 2 * (i % 2);
    sum += weight * (2 * Math.sin(angle) ** 2) ** b * (2 * Math.cos(angle) ** 2) ** c;
  }
  return (4 / Math.PI) * ((sum * width) / 3);
}

/** ln(2^(b+c) B(b+1/2, c+1/2) / B(1/2, 1/2)) for whole numbers, factor by factor. */
function lnWholeByFactors(b: number, c: number): number {
  let sum = 0;
  for (let i = 0; i < b; i++) sum += Math.log((2 * (i + 0.5)) / (i + 1));
  for (let i = 0; i < c; i++) sum += Math.log((2 * (i + 0.5)) / (b + i + 1));
  return sum;
}

function logSum(x: number, y: number): number {
  return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
}

/** The mean of the bets as they are defined, one product each. */
function meanCapital(d0: number, b: number, c: number, n: number): number {
  const stakes = [
    ...Array.from({ length: 40 }, (_, k) => 2 ** (-(k + 1) / 2)),
    ...Array.from({ length: 39 }, (_, k) => 1 - 2 ** (-(k + 2) / 2)),
  ];
  const capitals = stakes.map((s) => {
    const l = s / (1 + d0);
    return Math.exp(
      b * Math.log(1 + l * (1 - d0)) + c * Math.log(1 - l * (1 + d0)) + (n - b - c) * Math.log(1 - l * d0),
    );
  });
  return capitals.reduce((sum, k) => sum + k, 0) / capitals.length;
}
