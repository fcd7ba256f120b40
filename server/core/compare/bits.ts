/** The three pairwise comparisons of one thing, as bits: primary and secondary, primary and candidate, secondary and candidate. */
import { type Case, caseOf } from '../finding.ts';

export const PS = 1;
export const PC = 2;
export const SC = 4;

/** Bits of the pairs that differ. undefined stands for a role that takes no part here: no pair with it differs. */
export function pairsThat<T>(
  differ: (a: T, b: T) => boolean,
  primary: T,
  secondary: T | undefined,
  candidate: T | undefined,
): number {
  return (
    (secondary !== undefined && differ(primary, secondary) ? PS : 0) |
    (candidate !== undefined && differ(primary, candidate) ? PC : 0) |
    (secondary !== undefined && candidate !== undefined && differ(secondary, candidate) ? SC : 0)
  );
}

export const unequal = (a: unknown, b: unknown): boolean => a !== b;

/** undefined is `agree`. */
export const caseOfBits = (bits: number): Case | undefined =>
  caseOf((bits & PS) !== 0, (bits & PC) !== 0, (bits & SC) !== 0);
