/** Fisher's exact test: is something commoner in one group of exchanges than in another, beyond what chance does? */
import { lnCoshIntegral } from './special.ts';

export interface TwoGroups {
  /** Of `size` exchanges in the first group `has` have it, of `others` in the second `othersHave`. */
  readonly has: number;
  readonly size: number;
  readonly othersHave: number;
  readonly others: number;
}

/**
 * Natural log of the chance that, of all who have it, at least `has` fall into the first group if they are dealt out blindly: the
 * upper tail of the hypergeometric distribution.
 */
export function lnFisher({ has, size, othersHave, others }: TwoGroups): number {
  const having = has + othersHave;
  const lnFirst = lnChoose(size, has) + lnChoose(others, othersHave) - lnChoose(size + others, having);
  // Each term from the one before; they fall off fast where it matters, at the far end of the tail.
  let term = 1;
  let sum = 1;
  for (let k = has; k < Math.min(size, having) && term > sum * 1e-12; k++) {
    term *= ((size - k) * (having - k)) / ((k + 1) * (others - having + k + 1));
    sum += term;
  }
  return Math.min(0, lnFirst + Math.log(sum));
}

/** C(n, k) = 1 / ((n + 1) B(n - k + 1, k + 1)) (DLMF 1.2.1 and 5.12.1), and lnCoshIntegral holds ln B. */
function lnChoose(n: number, k: number): number {
  const lnBeta = lnCoshIntegral(n - k + 1, k + 1) - (n + 1) * Math.LN2;
  return -Math.log(n + 1) - lnBeta;
}
