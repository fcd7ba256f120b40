/** The report of a run, as `--report json` writes it and the API serves it. The outside contract; every reporter renders this value. */
import type { Role } from '../exchange.ts';
import type { Aspect, Case } from '../finding.ts';
import type { RuleState } from '../rules/explain.ts';
import type { Confirmed, PatternCounts, RuleOrigin, Voter } from '../tally.ts';

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

/** An attribute of the requests that a finding occurs with. Shares are fractions of exchanges. */
export interface Where {
  /** `query.currency`, `headers.accept-language`, `path.id`, `body.kind`; of the primary's answer: `answer.body.currency`. */
  readonly attribute: string;
  readonly value: string;
  /** Of the exchanges in which only the candidate differed. */
  readonly share: number;
  /** Of the other exchanges at the endpoint, as far as they were looked at. */
  readonly base: number;
  /** All of the finding's exchanges have it. */
  readonly only: boolean;
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
  /** Of the two old copies the one that differs from the other more than copies should: what the flag `environment` is about. */
  readonly oddCopy: 'primary' | 'secondary' | null;
  readonly counts: Readonly<Record<'agree' | Case, number>>;
  /** Of the `candidate` ones, by what the difference came down to, such as `case`, `rounding` or `same body`. */
  readonly patterns: PatternCounts;
  /** Those of the counts that the evidence is made of: in ten seconds the same request has one vote. */
  readonly votes: Readonly<Record<Voter, number>>;
  /** Blocks of ten seconds in which the candidate was the odd one more often than the secondary, and the reverse. */
  readonly blocks: Readonly<Record<Voter, number>>;
  /** It comes in bursts: the evidence is the lesser of that by votes and that by blocks. */
  readonly clustered: boolean;
  /** What sending its requests again said; they are in no other number but `logE`. */
  readonly confirmed: Confirmed;
  /** Natural log of the evidence E. */
  readonly logE: number;
  readonly delta: Interval;
  readonly diffy: { readonly raw: number; readonly noise: number; readonly flagged: boolean };
  /** What each classifier says of it; `class` is the answer of the one that was chosen, unless it is accepted. */
  readonly classes: Readonly<Record<Classifier, FindingClass>>;
  /** e-BH picks it right now, by the evidence of all findings together. For looking first, as it may be dropped again. */
  readonly ebh: boolean;
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
  /** What the requests have in common in which only the candidate differed, the most telling first; empty where nothing is. */
  readonly where: readonly Where[];
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
  /** `check --abort-early` was certain after so many requests and sent no more; else null. */
  readonly stoppedEarly: number | null;
  readonly exchanges: {
    readonly received: number;
    readonly compared: number;
    readonly notCompared: Readonly<Record<string, number>>;
  };
  readonly diffRate: Interval;
  /** The same of regressions alone: what fails a run. */
  readonly regressionRate: Interval;
  readonly endpoints: readonly ReportEndpoint[];
  /** Most important first: regressions, then unexplained, then noise, each by evidence. */
  readonly findings: readonly ReportFinding[];
  /** In the order in which they apply. */
  readonly rules: readonly ReportRule[];
}

export const classifiers = ['evidence', 'diffy'] as const;
type Classifier = (typeof classifiers)[number];

/** What turns tallies into a verdict. Rates are fractions (0.001 is 0.1 %). */
export interface Thresholds {
  /** Whose answer is the class of a finding. */
  readonly classifier: Classifier;
  readonly alpha: number;
  readonly minEffect: number;
  readonly maxDiffRate: number;
  readonly minExchanges: number;
}

export const defaultThresholds: Thresholds = {
  classifier: 'evidence',
  alpha: 0.05,
  minEffect: 0.001,
  maxDiffRate: 0,
  minExchanges: 100,
};
