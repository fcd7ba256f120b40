/** The shortcut of the common case: are the answers so alike that nothing needs to be read, parsed or queued? */
import type { Answer, Answers, HeaderLine } from '../exchange.ts';
import { type EqualBytes, sameBody } from './bytes.ts';
import { isVolatile, otherVolatile } from './headers.ts';

/**
 * True only where `compareAnswers` finds nothing; false says no more than that a closer look is needed.
 * Called for every exchange on the tap's hot path: header lines are compared as they stand, in order and case.
 */
export function identical({ primary, secondary, candidate }: Answers, equalBytes: EqualBytes): boolean {
  return (
    sameAnswer(primary, candidate, equalBytes) &&
    (secondary === undefined || sameAnswer(primary, secondary, equalBytes))
  );
}

function sameAnswer(a: Answer, b: Answer, equalBytes: EqualBytes): boolean {
  if (a.kind === 'failure' || b.kind === 'failure') {
    return a.kind === 'failure' && b.kind === 'failure' && a.failure === b.failure;
  }
  return (
    a.status === b.status &&
    sameLines(a.headers, b.headers) &&
    sameLines(a.trailers, b.trailers) &&
    sameBody(a.body, b.body, equalBytes)
  );
}

function sameLines(a: readonly HeaderLine[], b: readonly HeaderLine[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const one = a[i];
    const two = b[i];
    if (one === undefined || two === undefined || one[0] !== two[0]) return false;
    if (one[1] !== two[1] && (!isVolatile(one[0].toLowerCase()) || otherVolatile(one[1], two[1]))) return false;
  }
  return true;
}
