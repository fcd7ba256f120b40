/** Why an exchange was not compared, as a person reads it. */
import type { SkipReason } from '../exchange.ts';

const words: Readonly<Record<SkipReason, string>> = {
  sideEffects: 'not a safe method',
  tooLarge: 'request too large',
  overload: 'dropped under load',
  sampledOut: 'not in the sample',
  excluded: 'excluded by configuration',
  upgrade: 'upgraded to another protocol',
  incomplete: 'an answer is missing',
  looped: 'sent by Triptych itself',
  breaker: 'a target was given up after failures',
  killed: 'comparing was switched off',
  storeLost: 'could not be stored',
  error: 'comparing broke',
};

/** A reason of a newer version is its own word. */
export const skipWords = (reason: string): string =>
  Object.hasOwn(words, reason) ? words[reason as SkipReason] : reason;
