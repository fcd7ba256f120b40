/** In which way the candidate is expected to differ. */
import { memberAt, typeOf } from '../compare/tree.ts';
import type { Json, JsonObject } from '../lift/json.ts';
import { type ExactNumber, isExactNumber, sameNumber } from '../lift/number.ts';
import { compilePattern, isMatch } from './pattern.ts';
import type { ExpectRule } from './rule.ts';

/** Whether the candidate's value is what is expected where an old copy has `old`; undefined where that one has nothing. */
export type Expectation = (old: Json | undefined, candidate: Json) => boolean;

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

/** However numbers are spelled. Takes no longer than what the rule itself holds is large. */
function sameJson(wanted: Json, found: Json): boolean {
  const open: (readonly [wanted: Json, found: Json])[] = [[wanted, found]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair;
    const type = typeOf(a);
    if (type !== typeOf(b)) return false;
    if (type === 'array' || type === 'object') {
      const keys = Object.keys(a as JsonObject);
      if (keys.length !== Object.keys(b as JsonObject).length) return false;
      for (const key of keys) {
        const below = memberAt(b as JsonObject, key);
        if (below === undefined) return false;
        open.push([(a as JsonObject)[key] as Json, below]);
      }
    } else if (type === 'number' ? !sameNumber(a as Numeric, b as Numeric) : a !== b) return false;
  }
  return true;
}

type Numeric = number | ExactNumber;

/** What a text in its place would be; undefined for a list or an object. */
export function textOfScalar(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return isExactNumber(value) ? value.rawJSON : undefined;
}
