/** What the store does, whatever database is behind it. The analyst writes, the API and the reports read. */
import type { Exchange, FailureKind, Role } from '../core/exchange.ts';
import type { Observation } from '../core/finding.ts';
import type { NamedRule } from '../core/rules/rule.ts';
import type { MinuteTally, RuleHits, Run, RunTallies, SpanTally } from '../core/tally.ts';

/**
 * One transaction's worth: every number in it is added to what is stored (a finding's or endpoint's first appearance inserts
 * it). An endpoint, a finding and a set stand in it at most once each. `examples` is the store's to fill and is not read here.
 */
export interface Batch extends Omit<RunTallies, 'run' | 'rules'> {
  readonly run: string;
  readonly samples: readonly Sample[];
  /** Each rule, endpoint, field and aspect at most once. */
  readonly ruleHits?: readonly RuleHits[];
  /** Each endpoint, role and minute at most once. */
  readonly minutes?: readonly MinuteTally[];
}

export interface StoredExchange {
  /** Already redacted: the store writes what it is given. */
  readonly exchange: Exchange;
  readonly observations: readonly (Observation & { readonly finding: string })[];
}

/** What a list shows of an exchange, without reading its bodies. */
export interface ExchangeHead {
  readonly id: string;
  readonly at: number;
  readonly endpoint: string;
  readonly method: string;
  readonly target: string;
  /** Status code, or the kind of failure. */
  readonly outcomes: Readonly<Partial<Record<Role, number | FailureKind>>>;
}

/** An exchange to keep as evidence. Each place names a finding and a slot; what was in that slot before is forgotten, and exchanges in no slot are deleted. */
export interface Sample extends StoredExchange {
  readonly places: readonly { readonly finding: string; readonly slot: string }[];
}

/** One page of a list; `next` is the cursor of the following one, null at the end. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface ExchangeFilter {
  /** Of any of these. */
  readonly findings?: readonly string[];
  readonly endpoint?: string;
  /** Opaque, from a former page. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface Store {
  /** @param rules of the configuration, in the order in which they apply; those added at run time follow by themselves */
  createRun(run: Run, rules?: readonly NamedRule[]): Promise<void>;
  endRun(id: string, at: number): Promise<void>;
  commit(batch: Batch): Promise<void>;
  /** Newest first. */
  runs(page: { readonly cursor?: string; readonly limit: number }): Promise<Listed<Run>>;
  /** undefined when there is no such run. Here and below, `run` may be `live`: the newest. */
  tallies(run: string): Promise<RunTallies | undefined>;
  /** Latency of an endpoint over time, oldest first. undefined when there is no such run. */
  latency(run: string, endpoint: string): Promise<readonly SpanTally[] | undefined>;
  exchange(run: string, id: string): Promise<StoredExchange | undefined>;
  /** Newest first. */
  exchanges(run: string, filter: ExchangeFilter): Promise<Listed<ExchangeHead>>;
  /** Rules added at run time, in the order of adding. They are in force in every run, also a later one. */
  rules(): Promise<readonly NamedRule[]>;
  /** Adds a rule, or takes the place of the one with its id. `at`: epoch milliseconds. */
  addRule(rule: NamedRule, at: number): Promise<void>;
  /** Resolves to whether there was such a rule. What it did stays in the runs that it was in force in. */
  removeRule(id: string): Promise<boolean>;
  /**
   * Grows whenever anything was committed, by this process or another. Cheap enough to ask four times a second. Only
   * comparable with what the same open store said before.
   */
  revision(): Promise<number>;
  /** How often this run was written: the same number means the same tallies, also after a restart. undefined when there is no such run. */
  changes(run: string): Promise<number | undefined>;
  close(): Promise<void>;
}
