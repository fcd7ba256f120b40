/** The tables as Kysely types: what `migrations.ts` makes. Times are epoch milliseconds; counters are only ever added to. */

import type { Role, SkipReason } from '../core/exchange.ts';
import type { Aspect, Likeness } from '../core/finding.ts';
import type { RuleOrigin, SetTally, Trouble } from '../core/tally.ts';
import type { ExchangeHead } from './contract.ts';

export interface Tables {
  runs: {
    id: string;
    started_at: number;
    ended_at: number | null;
    baseline: string;
    candidate: string;
    /** Space-separated roles. */
    roles: string;
    random_order: number;
    /** How often the run was written. */
    changes: number;
  };
  skips: { run: string; reason: SkipReason; n: number };
  endpoints: { run: string; endpoint: string; compared: number; differing: number };
  failures: { run: string; endpoint: string; role: Role; kind: Trouble; n: number };
  latency: { run: string; endpoint: string; role: Role; bucket: number; n: number };
  /** `minute` since the epoch, at which a span of so many minutes begins. */
  latency_minutes: {
    run: string;
    span: number;
    minute: number;
    endpoint: string;
    role: Role;
    bucket: number;
    n: number;
  };
  findings: {
    run: string;
    id: string;
    endpoint: string;
    field: string;
    aspect: Aspect;
    rank: number;
    latched: number;
    first_seen: number;
    last_seen: number;
    only_candidate: number;
    only_secondary: number;
    only_primary: number;
    all_differ: number;
    blocks_candidate: number;
    blocks_secondary: number;
    votes_candidate: number;
    votes_secondary: number;
    candidate_gaps: number;
    candidate_gap_sum: number;
    candidate_gap_squares: number;
    old_gaps: number;
    old_gap_sum: number;
    old_gap_squares: number;
  };
  patterns: { run: string; finding: string; pattern: Likeness; n: number };
  /** Of findings whose exchanges were sent again; the others have no row. */
  confirmations: { run: string; finding: string; tries: number; candidate: number; secondary: number };
  /** `key` is a digest of `findings`, which holds the ids, space-separated: a set may have thousands. */
  sets: { run: string; endpoint: string; side: SetTally['side']; key: string; findings: string; n: number };
  /** Rules added at run time. `rule` is JSON here and below. */
  rules: { id: string; rule: string; added_at: number };
  /** Rules that are or were in force in a run. */
  run_rules: { run: string; id: string; rule: string; origin: RuleOrigin; position: number; removed: number };
  rule_hits: { run: string; rule: string; endpoint: string; field: string; aspect: Aspect; n: number };
  /** `finding` is empty for the random sample; `value` begins with `=`, and is empty for all beyond those told apart. */
  attributes: {
    run: string;
    endpoint: string;
    finding: string;
    attribute: string;
    value: string;
    n: number;
    sampled: number;
  };
  samples: { run: string; finding: string; slot: string; exchange: string };
  exchanges: {
    run: string;
    id: string;
    at: number;
    endpoint: string;
    method: string;
    target: string;
    /** JSON of `ExchangeHead['outcomes']`. */
    outcomes: string;
    content: Uint8Array;
  };
}

export type Outcomes = ExchangeHead['outcomes'];
