/** The additive record of a run: what the analyst writes, the store keeps and the gate reads. Every number here may be summed across machines. */
import { failureKinds, type Role, type SkipCounts } from './exchange.ts';
import type { Aspect, Case, Likeness } from './finding.ts';
import type { NamedRule } from './rules/rule.ts';

export type CaseCounts = Readonly<Record<Case, number>>;

/** Exchanges in which only the candidate differed, by what the difference came down to; those without such a name are not in it. */
export type PatternCounts = Readonly<Partial<Record<Likeness, number>>>;

export type Voter = 'candidate' | 'secondary';

export interface FindingTally {
  /** 12 hex digits, a hash of endpoint, field and aspect: the same in every run. */
  readonly id: string;
  readonly endpoint: string;
  readonly field: string;
  readonly aspect: Aspect;
  /** 1 for the first finding the run saw, 2 for the second: alpha is spent in this order. */
  readonly rank: number;
  readonly counts: CaseCounts;
  readonly patterns: PatternCounts;
  /**
   * Those of the counts that the evidence is made of: in a time block the same request (method, target, body) has one vote, however
   * often it was sent. Nobody's vote is worth more than another's, so they treat secondary and candidate alike.
   */
  readonly votes: Readonly<Record<Voter, number>>;
  /** Time blocks of ten seconds in which the candidate was the odd one more often than the secondary, and the reverse. */
  readonly blocks: Readonly<Record<Voter, number>>;
  readonly spacing: Spacing;
  /** Of exchanges that showed it, sent again. They are in no other number here. */
  readonly confirmed: Confirmed;
  /** The evidence once passed its threshold; it stays a regression for good. */
  readonly latched: boolean;
  /** Epoch milliseconds of the first and the latest exchange in which it showed. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Ids of stored exchanges, at most a few; candidate-only ones first. */
  readonly examples: readonly string[];
}

/** How evenly it came, as each machine saw it: whether in bursts. See core/noise/spacing.ts. */
export interface Spacing {
  /** Between exchanges in which only the candidate differed. */
  readonly candidate: Gaps;
  /** Between those in which the two old copies differed from each other. */
  readonly old: Gaps;
}

/** Sums over gaps of how many exchanges of the endpoint each is long, and of the squares of that. */
export interface Gaps {
  readonly count: number;
  readonly exchanges: number;
  readonly squares: number;
}

/** What sending requests again to all of them, in random order, said of a finding. */
export interface Confirmed {
  /** Requests sent again because the candidate alone was the odd one here. */
  readonly tries: number;
  /** Of those: in which the candidate alone was the odd one once more. */
  readonly candidate: number;
  /** In which the secondary alone was; in a run without one, in which the primary differed from its own first answer. */
  readonly secondary: number;
}

export const neverConfirmed: Confirmed = { tries: 0, candidate: 0, secondary: 0 };

/** Latency sketch: DDSketch bucket index -> count. Additive. See core/noise/sketch.ts for the mapping. */
export type Sketch = Readonly<Record<number, number>>;

/** Findings of an endpoint that are told apart; what more would differ is folded into its `body truncated`. */
export const mostFindings = 2000;

/** Stands for the endpoints of a run that has too many. */
export const otherEndpoint = 'other';

/** Status codes of 500 and above. Such an answer is no failure, but to a caller it is as little use as one. */
export const serverError = '5xx';

/** What a failure was, or that an answer was no use. Server errors are counted where the three did not answer alike. */
export const troubles = [...failureKinds, serverError] as const;
export type Trouble = (typeof troubles)[number];
export type Troubles = Readonly<Partial<Record<Trouble, number>>>;

export interface EndpointTally {
  readonly endpoint: string;
  /** Exchanges compared at this endpoint. */
  readonly compared: number;
  /** Those of them in which the candidate differed from the primary, noise included. */
  readonly differing: number;
  readonly failures: Readonly<Record<Role, Troubles>>;
  readonly latency: Readonly<Record<Role, Sketch>>;
}

/** Latency of one role at one endpoint in one minute, counted from the epoch. */
export interface MinuteTally {
  readonly endpoint: string;
  readonly role: Role;
  readonly minute: number;
  readonly latency: Sketch;
}

/** The same of all roles, from a minute on and for so many minutes: older ones are kept by the hour and by the day. */
export interface SpanTally {
  readonly minute: number;
  readonly span: number;
  readonly latency: Readonly<Record<Role, Sketch>>;
}

/** How many exchanges of an endpoint had exactly this set of findings in which only that role differed. */
export interface SetTally {
  readonly endpoint: string;
  readonly side: 'candidate' | 'secondary';
  /** Finding ids, sorted. Never empty. */
  readonly findings: readonly string[];
  readonly count: number;
}

/**
 * How often an attribute had a value in the exchanges in which only the candidate differed by a finding; or, where `finding` is null,
 * in a random sample of all that were compared at the endpoint, whatever they showed.
 */
export interface AttributeTally {
  readonly endpoint: string;
  readonly finding: string | null;
  /** As core/attribute/attributes.ts names it; `everyExchange` counts them all. */
  readonly attribute: string;
  /** null: any value beyond those that are told apart. */
  readonly value: string | null;
  readonly n: number;
  /** Those of them that are in the random sample. */
  readonly sampled: number;
}

/** Stands for an attribute that every exchange has. */
export const everyExchange = '';

/** How often a rule changed what was seen of a field, in exchanges. */
export interface RuleHits {
  readonly rule: string;
  readonly endpoint: string;
  readonly field: string;
  readonly aspect: Aspect;
  readonly n: number;
}

/** A rule that was in force in a run, at least for a time. */
export interface RuleTally extends NamedRule {
  readonly origin: RuleOrigin;
  /** No longer in force. */
  readonly removed: boolean;
  readonly hits: readonly RuleHits[];
}

/** From triptych.yml, a variable or a flag; or added while it ran. */
export type RuleOrigin = 'configuration' | 'api';

export interface Run {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Label of the old build and of the new one, as given or the target's URL. */
  readonly baseline: string;
  readonly candidate: string;
  readonly roles: readonly Role[];
  /** All three were sent in random order, so that the two old copies may be tested against each other too. Live, the primary goes first. */
  readonly randomOrder: boolean;
}

export interface RunTallies {
  readonly run: Run;
  readonly notCompared: SkipCounts;
  readonly endpoints: readonly EndpointTally[];
  readonly findings: readonly FindingTally[];
  readonly sets: readonly SetTally[];
  /** Absent where there are none. */
  readonly attributes?: readonly AttributeTally[];
  /** In the order in which they apply; absent where there were none. */
  readonly rules?: readonly RuleTally[];
}
