/** The report of a run, as `--report json` writes it and the API serves it. The outside contract; every reporter renders this value. */
import type { HeaderLine, Role } from '../exchange.ts';
import type { Aspect, Case } from '../finding.ts';
import type { RuleState } from '../rules/explain.ts';
import type { RuleOrigin } from '../tally.ts';

export type Verdict = 'pass' | 'fail' | 'inconclusive';
export type FindingClass = 'regression' | 'unexplained' | 'noise' | 'accepted';

/** An estimate with its anytime-valid interval; all three are fractions of exchanges (0.01 is 1 %). */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Milliseconds. A quantile is null where too few answers were timed to support it. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface ReportEndpoint {
  readonly endpoint: string;
  readonly compared: number;
  readonly differing: number;
  readonly failures: Readonly<Record<Role, number>>;
  readonly latencyMs: Readonly<Record<Role, Quantiles>>;
  /** Exchanges with differences in fields beyond the 2 000 that are told apart at an endpoint: those are `body truncated`. */
  readonly folded: number;
}

export interface ReportFinding {
  readonly id: string;
  readonly endpoint: string;
  readonly field: string;
  readonly aspect: Aspect;
  /** Id of the finding that says most of those that always occur together with this one; its own where it does, or is alone. */
  readonly cause: string;
  readonly class: FindingClass;
  readonly flags: readonly 'environment'[];
  readonly counts: Readonly<Record<'agree' | Case, number>>;
  /** Natural log of the evidence E. */
  readonly logE: number;
  readonly delta: Interval;
  readonly diffy: { readonly raw: number; readonly noise: number; readonly flagged: boolean };
  readonly triage: null;
  readonly sentence: string;
  /** For a finding not yet decided: about how many more exchanges at its endpoint decide it if it goes on like this; else null. */
  readonly needs: number | null;
  /** RFC 3339. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly examples: readonly string[];
  /** Ids of the rules that set part of it aside. */
  readonly rules: readonly string[];
  /** Ids of the findings, one for each key of a map, that its exchanges counted for until the keys were seen to be data. */
  readonly supersedes: readonly string[];
}

/** A rule that was in force, and what it did. */
export interface ReportRule {
  readonly id: string;
  /** The rule as one line of text: what `--rule` takes. */
  readonly text: string;
  readonly sentence: string;
  readonly origin: RuleOrigin;
  readonly state: RuleState;
  /** Differences it changed: of each exchange every field and aspect once. */
  readonly hits: number;
  /** Where, most often first; at most 50. */
  readonly fields: readonly {
    readonly endpoint: string;
    readonly field: string;
    readonly aspect: Aspect;
    readonly hits: number;
  }[];
}

export interface Report {
  readonly triptych: string;
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly baseline: string;
    readonly candidate: string;
    readonly roles: readonly Role[];
  };
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly exchanges: {
    readonly received: number;
    readonly compared: number;
    readonly notCompared: Readonly<Record<string, number>>;
  };
  readonly diffRate: Interval;
  readonly endpoints: readonly ReportEndpoint[];
  /** Most important first: regressions, then unexplained, then noise, each by evidence. */
  readonly findings: readonly ReportFinding[];
  /** In the order in which they apply. */
  readonly rules: readonly ReportRule[];
}

/** What the caller sent. `octets` is for what is no text, or text in a content coding: two hex digits a byte. `length` is in bytes. */
export type ExampleBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'octets'; readonly hex: string }
  | { readonly kind: 'long'; readonly length: number };

export interface ExampleRequest {
  readonly method: string;
  readonly target: string;
  /** Credentials stand in them as `redacted:` and 12 hex digits. */
  readonly headers: readonly HeaderLine[];
  readonly body: ExampleBody;
}

/** One exchange that shows a finding, cut to what a reader of a report needs. */
export interface Example {
  /** Id of the exchange. */
  readonly exchange: string;
  readonly request: ExampleRequest;
  /** What stood at the field, as printable text of moderate length; empty when the comparison no longer shows it there. */
  readonly values: Readonly<Partial<Record<Role, string>>>;
}

/** What turns tallies into a verdict. Rates are fractions (0.001 is 0.1 %). */
export interface Thresholds {
  readonly alpha: number;
  readonly minEffect: number;
  readonly maxDiffRate: number;
  readonly minExchanges: number;
}

export const defaultThresholds: Thresholds = { alpha: 0.05, minEffect: 0.001, maxDiffRate: 0, minExchanges: 100 };
