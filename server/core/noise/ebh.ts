/** Which findings stand out right now, of all that the run has seen: for ranking, never latched. */

/**
 * e-BH (Wang and Ramdas, JRSS B 84(3), 2022): with the evidence of K findings in falling order, the first k for the largest k with
 * E_k >= K / (alpha k). Of those picked, at any one time, on average at most alpha are noise, however they depend on each other.
 * @param logEs natural logarithms of E
 * @returns the least log E that is picked; Infinity when none is
 */
export function leastPicked(logEs: readonly number[], alpha: number): number {
  const falling = logEs.toSorted((a, b) => b - a);
  const last = falling.findLastIndex((logE, i) => logE >= Math.log(falling.length / (alpha * (i + 1))));
  return falling[last] ?? Number.POSITIVE_INFINITY;
}
