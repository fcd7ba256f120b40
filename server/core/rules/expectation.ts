/** In which way the candidate is expected to differ. */
import { keyOf } from '../compare/tree.ts';
import type { Json } from '../lift/json.ts';
import { isExactNumber } from '../lift/number.ts';
import { compilePattern, isMatch } from './pattern.ts';
import type { ExpectRule } from './rule.ts';

/** Whether the candidate's value is what is expected where an old copy has `old`; undefined where that one has nothing. */
export type Expectation = (old: Json | undefined, candidate: Json) => boolean;

const mostWork = 10_000;

/** A rename is no such expectation: it says which field is meant. */
export function expectationOf({ value, pattern, mapping }: ExpectRule): Expectation {
  if (pattern !== undefined) {
    const compiled = compilePattern(pattern);
    return (_, candidate) => {
      const text = textOfScalar(candidate);
      return text !== undefined && isMatch(compiled, text);
    };
  }
  if (mapping !== undefined) {
    return (old, candidate) => {
      const key = old === undefined ? undefined : textOfScalar(old);
      const wanted = key !== undefined && Object.hasOwn(mapping, key) ? mapping[key] : undefined;
      return wanted !== undefined && sameJson(wanted, candidate);
    };
  }
  return value === undefined ? () => false : (_, candidate) => sameJson(value, candidate);
}

/** By their keys, which do not depend on how a number is spelled. */
const sameJson = (a: Json, b: Json): boolean => keyOf(a, { left: mostWork }) === keyOf(b, { left: mostWork });

/** What a text in its place would be; undefined for a list or an object. */
export function textOfScalar(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return isExactNumber(value) ? value.rawJSON : undefined;
}
