/** What the codes of the API are called in front of people. */
import type { Case, FailureKind, FindingClass, Role, SkipReason, Verdict } from '../../../server/api/contract.ts';

export const classWords: Readonly<Record<FindingClass, string>> = {
  regression: 'Regression',
  unexplained: 'Unexplained',
  noise: 'Noise',
  accepted: 'Accepted',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
};

export const roleWords: Readonly<Record<Role, string>> = {
  primary: 'Primary',
  secondary: 'Secondary',
  candidate: 'Candidate',
};

export const roleMeanings: Readonly<Record<Role, string>> = {
  primary: 'old version, answers the caller',
  secondary: 'second copy of the old version',
  candidate: 'new version',
};

export const caseWords: Readonly<Record<Case | 'differ', string>> = {
  candidate: 'candidate alone',
  secondary: 'secondary alone',
  primary: 'primary alone',
  all: 'all different',
  differ: 'differ',
};

export const failureWords: Readonly<Record<FailureKind, string>> = {
  dns: 'its name could not be resolved',
  refused: 'the connection was refused',
  reset: 'the connection was reset',
  timeout: 'it did not answer in time',
  tls: 'the TLS handshake failed',
  malformed: 'it sent something that is not HTTP',
};

const skipWords: Readonly<Record<SkipReason, string>> = {
  sideEffects: 'may have side effects, so only the primary got them',
  tooLarge: 'request body over the cap',
  overload: 'dropped under overload',
  sampledOut: 'left out by sampling',
  excluded: 'excluded by configuration',
  upgrade: 'upgraded connections such as WebSocket',
  incomplete: 'ended before every role had answered',
  looped: 'already multicast once (loop guard)',
  breaker: 'a shadow was failing and its breaker was open',
  killed: 'the kill switch was on',
  storeLost: 'could not be stored',
  error: 'comparing them failed: a bug, please report it',
};

/** Reasons may be added by a newer server: an unknown one is shown by its name, never dropped. */
export function skipWord(reason: string): string {
  return Object.hasOwn(skipWords, reason)
    ? skipWords[reason as SkipReason]
    : reason.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return n === 1 ? one : many;
}

/** A sentence of the report in which an interval such as 22-34 stays on one line. */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d)-(?=\d)/g, '$1\u2011');
}
