/** Between which two of the durations seen a quantile lies, whatever their distribution is: by counting alone. */
import { lnCoshIntegral } from './special.ts';

interface Ranks {
  /** From 0, of the sample in ascending order; null where no duration seen is surely that low, or that high. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * If x is the q-quantile, each duration is at most x with chance q: a coin. So where k of n are at most x, the evidence against
 * it is, as in `logEvidence` and with the same Jeffreys mixture (here over the whole bias, as either end may be wrong),
 *
 *     E = B(k + 1/2, n - k + 1/2) / (B(1/2, 1/2) q^k (1-q)^(n-k))
 *
 * Whatever x has E >= 1/alpha lies outside. k grows with x, so one true quantile decides for all of them, and the interval holds
 * at every look with chance 1 - alpha (Ville's inequality), not only at the last one. It asks that durations come
 * independently of each other.
 */
export function rankInterval(n: number, q: number, alpha: number): Ranks {
  if (n === 0) return { low: null, high: null };
  const rejected = (k: number) => logEvidenceAgainst(k, n, q) >= -Math.log(alpha);
  const middle = Math.round(n * q);
  // The most that are still too few to be at most x, and the fewest that are too many: E falls towards the middle.
  const tooFew = rejected(0) ? boundary(0, middle, rejected) : null;
  const tooMany = rejected(n) ? boundary(n, middle, rejected) : null;
  return { low: tooFew, high: tooMany === null ? null : tooMany - 1 };
}

function logEvidenceAgainst(k: number, n: number, q: number): number {
  // lnCoshIntegral(p, q) is (p + q - 1) ln 2 + lnB(p, q).
  const lnBeta = lnCoshIntegral(k + 0.5, n - k + 0.5) - n * Math.LN2;
  return lnBeta - Math.log(Math.PI) - k * Math.log(q) - (n - k) * Math.log1p(-q);
}

/** The last whole number, on the way from one that holds to one that does not, that still does. */
function boundary(from: number, to: number, holds: (k: number) => boolean): number {
  let yes = from;
  let no = to;
  while (Math.abs(no - yes) > 1) {
    const between = Math.trunc((yes + no) / 2);
    if (holds(between)) yes = between;
    else no = between;
  }
  return yes;
}
