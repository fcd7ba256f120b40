/** What the user declares about a field: plain data, the same in triptych.yml, in JSON and as text. */
import type { Role } from '../exchange.ts';
import type { Aspect } from '../finding.ts';
import type { Json } from '../lift/json.ts';

/** Where and until when a rule holds. What is left out does not restrict it. */
interface Scope {
  /** Field in the dialect of paths.ts, `*` and `**` included. */
  readonly field: string;
  /** Name of an endpoint, `*` for any text in it: `GET /orders/*`; without a method for all methods: `/orders/*`. */
  readonly endpoint?: string;
  /** The answer the rule is about: only comparisons with it are touched, and `status` and `when` are read in it. Else all three, and the primary's. */
  readonly role?: Role;
  /** `404` or `4xx`. */
  readonly status?: string;
  /** Another field of the same answer, of the same list item where both are in one. */
  readonly when?: Condition;
  /** Last day it holds (UTC), `2026-12-31`, or the RFC 3339 moment at which it ends. */
  readonly until?: string;
  /** For people. */
  readonly reason?: string;
}

export interface Condition {
  readonly field: string;
  /** One of these values. */
  readonly is: readonly (string | number | boolean | null)[];
}

interface IgnoreRule extends Scope {
  readonly kind: 'ignore';
  /** Only these ways to differ; all of them when left out. */
  readonly aspects?: readonly Aspect[];
}

interface ToleranceRule extends Scope {
  readonly kind: 'tolerance';
  /** `0.01` absolute, `1%` of the larger, `4ulps` of a double, `5s` between dates or timestamps. */
  readonly within: string;
}

interface UnorderedRule extends Scope {
  readonly kind: 'unordered';
}

interface KeyRule extends Scope {
  readonly kind: 'key';
  /** Member that identifies an item, `sku` or `product.sku`. */
  readonly by: string;
}

interface MaskRule extends Scope {
  readonly kind: 'mask';
  /** Regular expression: what it matches is masked, except what its groups capture. */
  readonly pattern: string;
}

interface FormatRule extends Scope {
  readonly kind: 'format';
}

/** How the candidate is expected to differ: exactly one of the four is there. */
export interface ExpectRule extends Scope {
  readonly kind: 'expect';
  readonly value?: Json;
  /** Regular expression that the candidate's value matches. */
  readonly pattern?: string;
  /** What the candidate calls the field; or, as a field, where it has it: `body.details.title`. */
  readonly rename?: string;
  /** Old value, as text, to new value. */
  readonly mapping?: Readonly<Record<string, Json>>;
}

export type Rule = IgnoreRule | ToleranceRule | UnorderedRule | KeyRule | MaskRule | FormatRule | ExpectRule;
export type RuleKind = Rule['kind'];

export const ruleKinds = [
  'ignore',
  'tolerance',
  'unordered',
  'key',
  'mask',
  'format',
  'expect',
] as const satisfies readonly RuleKind[];

/** A rule with its name in the store and in reports. */
export interface NamedRule {
  readonly id: string;
  readonly rule: Rule;
}

/** A rule changed what was seen of a field in one exchange. */
export interface RuleHit {
  readonly rule: string;
  readonly field: string;
  readonly aspect: Aspect;
}
