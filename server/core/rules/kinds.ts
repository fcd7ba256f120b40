/** What each kind of rule does to a difference, and how it says so. A new kind is a row here and a line in rule.ts. */
import { PC, PS, SC } from '../compare/bits.ts';
import type { Aspect } from '../finding.ts';
import type { Json } from '../lift/json.ts';
import { expectationOf, textOfScalar } from './expectation.ts';
import { compilePattern, type Pattern, unmasked } from './pattern.ts';
import type { Rule, RuleKind } from './rule.ts';
import { isWithin, parseTolerance } from './tolerance.ts';

/** One way in which the answers differ at one place: which pairs do, and what stands there. undefined is nothing. */
export interface Seen {
  readonly aspect: Aspect;
  readonly bits: number;
  readonly values: readonly [primary: unknown, secondary: unknown, candidate: unknown];
}

interface Kind<R extends Rule> {
  /** Whether it also acts on whatever is below its field. */
  readonly below: boolean;
  /** Makes the function that says which of the differing pairs are alike to this rule. */
  readonly matches: (rule: R) => (seen: Seen) => number;
  /** A clause in the present: what the rule does. */
  readonly explain: (rule: R) => string;
}

type Kinds = { readonly [K in RuleKind]: Kind<Extract<Rule, { kind: K }>> };

const every = PS | PC | SC;

const kinds: Kinds = {
  ignore: {
    below: true,
    matches:
      ({ aspects }) =>
      ({ aspect }) =>
        aspects === undefined || aspects.includes(aspect) ? every : 0,
    explain: ({ field, aspects }) =>
      `differences ${aspects === undefined ? '' : `in ${aspects.join(' or ')} `}at ${field} are ignored`,
  },
  tolerance: {
    below: false,
    matches: ({ within }) => {
      const tolerance = parseTolerance(within);
      return ofValues(['value'], (a, b) => isWithin(tolerance, a, b));
    },
    explain: ({ field, within }) => `values of ${field} within ${within} of each other count as equal`,
  },
  unordered: {
    below: false,
    matches:
      () =>
      ({ aspect }) =>
        aspect === 'order' ? every : 0,
    explain: ({ field }) => `the order of items in ${field} does not count`,
  },
  key: {
    below: false,
    // It decides which items are compared, before there is any difference.
    matches: () => () => 0,
    explain: ({ field, by }) => `items of ${field} are the same item when their ${by} is the same`,
  },
  mask: {
    below: false,
    matches: ({ pattern }) => {
      const compiled = compilePattern(pattern);
      return (seen) => {
        // Each value stands in two pairs, and a long text takes its time.
        const known = new Map<Json, string>();
        const left = (value: Json): string => {
          const text = known.get(value) ?? leftOf(compiled, value);
          known.set(value, text);
          return text;
        };
        return ofValues(['value', 'format'], (a, b) => left(a) === left(b))(seen);
      };
    },
    explain: ({ field, pattern }) => `what /${pattern}/ matches in ${field} is masked, except its groups`,
  },
  format: {
    below: true,
    matches:
      () =>
      ({ aspect }) =>
        aspect === 'value' || aspect === 'length' || aspect === 'shift' ? every : 0,
    explain: ({ field }) => `only the format of ${field} counts, not its value`,
  },
  expect: {
    below: false,
    matches: (rule) => {
      const isMet = expectationOf(rule);
      return ({ bits, values: [primary, secondary, candidate] }) => {
        if (candidate === undefined) return 0;
        const met = (old: unknown) => isMet(old as Json | undefined, candidate as Json);
        return (bits & PC && met(primary) ? PC : 0) | (bits & SC && met(secondary) ? SC : 0);
      };
    },
    explain: ({ field, value, pattern, rename, mapping }) => {
      if (rename !== undefined) return `the candidate is expected to have ${field} as ${rename}`;
      if (pattern !== undefined) return `the candidate is expected to match /${pattern}/ at ${field}`;
      if (mapping !== undefined) return `the candidate is expected to map ${field} by ${JSON.stringify(mapping)}`;
      return `the candidate is expected to have ${JSON.stringify(value)} at ${field}`;
    },
  },
};

/** The table is indexed by the rule's own kind, which the compiler cannot follow. */
const kindOf = (rule: Rule): Kind<Rule> => kinds[rule.kind] as Kind<Rule>;

export const actsBelow = (rule: Rule): boolean => kindOf(rule).below;
export const matcherOf = (rule: Rule): ((seen: Seen) => number) => kindOf(rule).matches(rule);
export const clauseOf = (rule: Rule): string => kindOf(rule).explain(rule);

/** Tests each differing pair by itself, so that no role is treated otherwise than another. */
function ofValues(aspects: readonly Aspect[], alike: (a: Json, b: Json) => boolean): (seen: Seen) => number {
  const test = (a: unknown, b: unknown) => a !== undefined && b !== undefined && alike(a as Json, b as Json);
  return ({ aspect, bits, values: [primary, secondary, candidate] }) => {
    if (!aspects.includes(aspect)) return 0;
    return (
      (bits & PS && test(primary, secondary) ? PS : 0) |
      (bits & PC && test(primary, candidate) ? PC : 0) |
      (bits & SC && test(secondary, candidate) ? SC : 0)
    );
  };
}

/** A header that came several times is a list of texts. */
function leftOf(pattern: Pattern, value: Json): string {
  if (Array.isArray(value)) return JSON.stringify(value.map((item: Json) => leftOf(pattern, item)));
  const text = textOfScalar(value);
  if (text === undefined) return JSON.stringify(value);
  const left = unmasked(pattern, text);
  return left === undefined ? `as it is: ${text}` : left;
}
