/** Is the candidate the odd one out more often than a copy of the old version would be, and by how much? From two counters. */
import { lnCoshIntegral, lnCoshTail } from './special.ts';

/**
 * Natural log of the evidence E against "secondary and candidate are exchangeable", from the number of exchanges in which only the
 * candidate and only the secondary differed (both >= 0; fractions are allowed, for forecasts). E is an e-process: without a
 * regression the chance that it ever reaches 1/alpha is at most alpha, however often one looks.
 *
 * Howard, Ramdas, McAuliffe, Sekhon, Annals of Statistics 49(2), 2021: the coin's bias towards the candidate is drawn from
 * Jeffreys' beta distribution, cut to the half above 1/2:
 * E = 2^(b+c) (2 / B(a,a)) B(a+b, a+c) I_(1/2)(a+c, a+b), a = 1/2, which is 2/pi times the integral over u > 0 of
 * e^((b-c) u) / cosh^(b+c+1)(u).
 */
export function logEvidence(candidateOnly: number, secondaryOnly: number): number {
  // No rounding where nothing was seen: this value is printed.
  if (candidateOnly + secondaryOnly === 0) return 0;
  const p = candidateOnly + 0.5;
  const q = secondaryOnly + 0.5;
  if (p < q) return Math.log(2 / Math.PI) + lnCoshTail(q - p, p + q);
  // The upper half is all of it without the lower half, which is at most half of it: nothing cancels.
  const whole = lnCoshIntegral(p, q);
  return Math.log(2 / Math.PI) + whole + Math.log1p(-Math.exp(lnCoshTail(p - q, p + q) - whole));
}

/** The same against either side, where it is not known beforehand which: the mean of both directions' E, which is an e-process too. */
export function logEvidenceEitherWay(one: number, other: number): number {
  const there = logEvidence(one, other);
  const back = logEvidence(other, one);
  return Math.max(there, back) + Math.log1p(Math.exp(-Math.abs(there - back))) - Math.LN2;
}

export interface EffectCounts {
  /** Exchanges compared. */
  readonly n: number;
  readonly candidateOnly: number;
  readonly secondaryOnly: number;
  /** Chance that the interval ever misses, 0.05 for 95 %. */
  readonly alpha: number;
}

/**
 * Anytime-valid interval for delta, the share of exchanges in which only the candidate differs less that in which only the
 * secondary does; within -1 and 1. By betting against "delta <= d0" (Waudby-Smith and Ramdas, JRSS B 86(1), 2024) with
 * fixed bets, so that counters are enough: the lower end is the largest d0 that the bets reject at alpha/2.
 */
export function effectInterval(counts: EffectCounts): { low: number; high: number } {
  const { n, candidateOnly, secondaryOnly, alpha } = counts;
  const agree = Math.max(0, n - candidateOnly - secondaryOnly);
  return {
    low: lowerEnd(candidateOnly, secondaryOnly, agree, alpha),
    high: -lowerEnd(secondaryOnly, candidateOnly, agree, alpha),
  };
}

/** How much of the largest possible bet is staked: fine near 0 for long runs, fine near 1 for few exchanges. */
const stakes: readonly { readonly s: number; readonly lnRest: number }[] = [
  ...Array.from({ length: 40 }, (_, k) => 2 ** (-(k + 1) / 2)).map((s) => ({ s, lnRest: Math.log1p(-s) })),
  ...Array.from({ length: 39 }, (_, k) => 2 ** (-(k + 2) / 2)).map((rest) => ({ s: 1 - rest, lnRest: Math.log(rest) })),
];

/** d0 = -tanh(v/2) is 1 or -1 in double precision beyond this. */
const farthest = 45;

/**
 * With v = ln((1-d0)/(1+d0)) a bet's log capital is b ln(1 + s e^v) + c ln(1-s) + agree ln(1 - s/2 + (s/2) e^v): convex and
 * increasing in v, and so is the log of their mean. Newton's method on it therefore needs no bracket: after one step it comes
 * down to the root from above.
 */
function lowerEnd(b: number, c: number, agree: number, alpha: number): number {
  const target = Math.log(2 / alpha) + Math.log(stakes.length);
  if (lnCapital(farthest, b, c, agree).value < target) return -1;
  let v = 0;
  for (let step = 0; step < 100; step++) {
    const { value, slope } = lnCapital(v, b, c, agree);
    const next = Math.max(-farthest, Math.min(farthest, v - (value - target) / slope));
    const moved = Math.abs(next - v);
    v = next;
    if (moved <= 1e-13 * Math.abs(v)) break;
  }
  return -Math.tanh(v / 2);
}

/** Log of the summed capital of all bets, and its derivative by v. */
function lnCapital(v: number, b: number, c: number, agree: number): { value: number; slope: number } {
  const grown = Math.expm1(v);
  let top = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let slopes = 0;
  for (const { s, lnRest } of stakes) {
    const lnK = b * Math.log1p(s * (1 + grown)) + c * lnRest + agree * Math.log1p((s / 2) * grown);
    const slope = ((b * s) / (1 + s * (1 + grown)) + (agree * s) / (2 + s * grown)) * (1 + grown);
    if (lnK > top) {
      const shrink = Math.exp(top - lnK);
      sum *= shrink;
      slopes *= shrink;
      top = lnK;
    }
    const weight = Math.exp(lnK - top);
    sum += weight;
    slopes += weight * slope;
  }
  return { value: top + Math.log(sum), slope: slopes / sum };
}
