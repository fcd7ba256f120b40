/** What the dashboard and other clients receive: types only. All under /api/v1. `:run` is an id or `live` (the newest run). Times are RFC 3339. */
import type { FailureKind, HeaderLine, Role } from '../core/exchange.ts';
import type { Aspect, Observation } from '../core/finding.ts';
import type {
  FindingClass,
  Interval,
  Quantiles,
  Report,
  ReportEndpoint,
  ReportFinding,
  ReportRule,
  Verdict,
} from '../core/gate/model.ts';

export type { FailureKind, HeaderLine, Role, SkipReason } from '../core/exchange.ts';
export type { Aspect, Case } from '../core/finding.ts';
export type {
  FindingClass,
  Quantiles,
  Report,
  ReportEndpoint,
  ReportFinding,
  Verdict,
} from '../core/gate/model.ts';

/** GET /runs (newest first), GET /runs/:run */
export interface RunSummary {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly baseline: string;
  readonly candidate: string;
  readonly roles: readonly Role[];
  readonly verdict: Verdict;
  readonly compared: number;
  readonly received: number;
  readonly regressions: number;
  readonly unexplained: number;
  readonly diffRate: Interval;
}

/** Lists: GET /runs, /runs/:run/exchanges. `next` is the cursor of the following page, null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** GET /runs/:run/report */
export type ReportView = Report;

/** GET /runs/:run/endpoints */
export type EndpointList = { readonly items: readonly ReportEndpoint[] };

/** GET /runs/:run/latency?endpoint=: by the minute for the last hour, by the hour for two days, then by the day; oldest first. */
export interface LatencyList {
  readonly items: readonly {
    readonly from: string;
    readonly minutes: number;
    readonly latencyMs: Readonly<Record<Role, Quantiles>>;
  }[];
}

/** GET /runs/:run/findings?endpoint=&class= */
export type FindingList = { readonly items: readonly ReportFinding[] };

/** GET /runs/:run/findings/:finding */
export type FindingView = ReportFinding;

/** GET /runs/:run/exchanges?finding=&endpoint=&cursor=&limit= */
export interface ExchangeSummary {
  readonly id: string;
  readonly at: string;
  readonly endpoint: string;
  readonly method: string;
  readonly target: string;
  /** Status code, or the kind of failure. */
  readonly outcomes: Readonly<Partial<Record<Role, number | FailureKind>>>;
}

export type BodyView =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string; readonly mediaType: string; readonly length: number }
  | { readonly kind: 'binary'; readonly mediaType: string; readonly length: number; readonly sha256: string }
  | { readonly kind: 'cut'; readonly length: number; readonly sha256: string };

export type AnswerView =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: readonly HeaderLine[];
      readonly trailers: readonly HeaderLine[];
      readonly body: BodyView;
      readonly ms: number;
    }
  | { readonly kind: 'failure'; readonly failure: FailureKind; readonly detail: string; readonly ms: number };

/** GET /runs/:run/exchanges/:id. Bodies are decoded (content encoding, charset); credentials are replaced by a keyed hash. */
export interface ExchangeView {
  readonly id: string;
  readonly at: string;
  readonly endpoint: string;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: readonly HeaderLine[];
    readonly body: BodyView;
  };
  readonly answers: {
    readonly primary: AnswerView;
    readonly secondary?: AnswerView;
    readonly candidate: AnswerView;
  };
  readonly observations: readonly (Observation & { readonly finding: string })[];
  /** jsondiffpatch delta of the primary's body, lifted to JSON, to the candidate's; null where not both are documents of moderate size. */
  readonly delta: unknown;
}

/** GET /rules: those in force, with what they did in the newest run. */
export type RuleList = { readonly items: readonly ReportRule[] };

/** POST /rules takes a rule, or `{ "text": "ignore body.updatedAt on GET /orders/*" }`; it holds for exchanges from then on. */
export type RuleView = ReportRule;

/** DELETE /rules/:rule */
export type RuleRemoved = { readonly id: string };

/** POST /runs/:run/rules/preview: what a rule would do to the newest exchanges that are stored as examples. */
export interface RulePreview {
  readonly text: string;
  readonly sentence: string;
  /** Stored exchanges looked at. */
  readonly exchanges: number;
  /** Findings that the rule would touch, the most important first. */
  readonly findings: readonly {
    readonly id: string;
    readonly endpoint: string;
    readonly field: string;
    readonly aspect: Aspect;
    readonly class: FindingClass;
    /** Of those exchanges, how many show it, and how many of them would not with the rule. */
    readonly shown: number;
    readonly silenced: number;
  }[];
}

/** GET /status */
export interface Status {
  readonly version: string;
  /** `serve` listens here; null where no tap runs (a stored database opened for reading). */
  readonly proxy: string | null;
  readonly targets: readonly {
    readonly role: Role;
    readonly url: string;
    /** The latest answer or connection attempt; `unknown` before the first. */
    readonly health: 'up' | 'down' | 'unknown';
    readonly detail: string;
  }[];
  readonly comparing: boolean;
  /** Why not, when it is not. */
  readonly problems: readonly string[];
}

/** GET /events (server-sent events), event `change`: something of the run was committed; fetch what you show again. */
export interface ChangeEvent {
  readonly run: string;
  /** Grows with every commit. */
  readonly revision: number;
}

/** Errors: RFC 9457, content type application/problem+json. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}
