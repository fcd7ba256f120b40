/** The report of a run, as `--report json` writes it and the API serves it. The outside contract; every reporter renders this value. */
import type { Role } from '../exchange.ts';
import type { Aspect, Case } from '../finding.ts';
import type { RuleState } from '../rules/explain.ts';
import type { Confirmed, PatternCounts, RuleOrigin, Voter } from '../tally.ts';

export const quantileNames = ['p50', 'p95', 'p99'] as const;
export type QuantileName = (typeof quantileNames)[number];

export type Verdict = 'pass' | 'fail' | 'inconclusive';
export type FindingClass = 'regression' | 'unexplained' | 'noise' | 'accepted';

/** An estimate with its anytime-valid interval; all three are fractions of exchanges (0.01 is 1 %). */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Milliseconds between which a quantile lies, at every look; `high` is null where none of the answers seen was surely that slow. */
export interface RankInterval {
  readonly low: number;
  readonly high: number | null;
}

/** Milliseconds. A quantile is null where too few answers were timed to support it. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly intervals: Readonly<Record<QuantileName, RankInterval | null>>;
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
  /** For a finding that counts: the entry of `accept:` that would accept it as it is, a line of YAML; else null. */
  readonly accept: string | null;
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

/** A difference that is meant, written down beside the code. It names a finding by its id, or fields in the dialect of rules. */
export interface Acceptance {
  readonly finding?: string;
  /** `GET /orders/*`; beside an id these three only say what it stands for. */
  readonly endpoint?: string;
  readonly field?: string;
  /** Only these ways to differ. */
  readonly aspects?: readonly Aspect[];
  /** How much more often than the secondary the candidate may differ, as a fraction; any amount when left out. */
  readonly rate?: number;
  /** Last day it holds (UTC), or the moment at which it ends. */
  readonly until?: string;
  readonly reason?: string;
}

/**
 * `active`: it accepts something. `worse`: what it would accept has grown past its rate, and counts. `expired`: it accepts nothing
 * any more. `removable`: what it accepts no longer occurs. `unseen`: nor was enough compared to say so.
 */
export const acceptanceStates = ['active', 'worse', 'expired', 'removable', 'unseen'] as const;
export type AcceptanceState = (typeof acceptanceStates)[number];

export interface ReportAcceptance {
  readonly entry: Acceptance;
  readonly state: AcceptanceState;
  /** Ids of the findings that it is about, of those that are more than noise. */
  readonly findings: readonly string[];
  readonly sentence: string;
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
  /** As they are written. */
  readonly accepted: readonly ReportAcceptance[];
}

export const classifiers = ['evidence', 'diffy'] as const;
type Classifier = (typeof classifiers)[number];

/** What a run must keep to, or one endpoint. Rates are fractions (0.001 is 0.1 %). */
export interface Limits {
  /** Share of exchanges that may differ beyond noise. */
  readonly maxDiffRate?: number;
  /** In what share of the requests more than the old copy the candidate may fail or answer 5xx. */
  readonly maxFailureIncrease?: number;
  /** How many times as slow as the old copy it may be, by quantile. */
  readonly latency?: Readonly<Partial<Record<QuantileName, number>>>;
  readonly minExchanges?: number;
}

/** Limits of the endpoints that a pattern means. What it leaves out is the run's to judge. */
export interface EndpointLimits extends Limits {
  /** Name of an endpoint, `*` for any text in it: `GET /orders/*`. */
  readonly endpoint: string;
}

/** What turns tallies into a verdict. */
export interface Thresholds extends Limits {
  /** Whose answer is the class of a finding. */
  readonly classifier: Classifier;
  readonly alpha: number;
  readonly minEffect: number;
  readonly maxDiffRate: number;
  readonly minExchanges: number;
  /** The first one that means an endpoint and sets a limit decides it. */
  readonly endpoints?: readonly EndpointLimits[];
  readonly accept?: readonly Acceptance[];
}

/** Failures and latency have no limit unless one is set: what is normal for them nobody knows beforehand. */
export const defaultThresholds: Thresholds = {
  classifier: 'evidence',
  alpha: 0.05,
  minEffect: 0.001,
  maxDiffRate: 0,
  minExchanges: 100,
};
