/** What the store does, whatever database is behind it. The analyst writes, the API and the reports read. */
import type { Exchange } from '../core/exchange.ts';
import type { Observation } from '../core/finding.ts';
import type { Run, RunTallies } from '../core/tally.ts';

/** One transaction's worth: every number in it is added to what is stored (a finding's or endpoint's first appearance inserts it). */
export interface Batch extends Omit<RunTallies, 'run'> {
  readonly run: string;
  readonly samples: readonly Sample[];
}

export interface StoredExchange {
  /** Already redacted: the store writes what it is given. */
  readonly exchange: Exchange;
  readonly observations: readonly (Observation & { readonly finding: string })[];
}

/** An exchange to keep as evidence. Each place names a finding and a slot; what was in that slot before is forgotten, and exchanges in no slot are deleted. */
export interface Sample extends StoredExchange {
  readonly places: readonly { readonly finding: string; readonly slot: string }[];
}

export interface ExchangeFilter {
  readonly finding?: string;
  readonly endpoint?: string;
  /** Opaque, from a former page. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface Store {
  createRun(run: Run): Promise<void>;
  endRun(id: string, at: number): Promise<void>;
  commit(batch: Batch): Promise<void>;
  /** Newest first. */
  runs(page: {
    readonly cursor?: string;
    readonly limit: number;
  }): Promise<{ items: readonly Run[]; next: string | null }>;
  /** undefined when there is no such run. `run` may be `live`: the newest. */
  tallies(run: string): Promise<RunTallies | undefined>;
  exchange(run: string, id: string): Promise<StoredExchange | undefined>;
  exchanges(run: string, filter: ExchangeFilter): Promise<{ items: readonly StoredExchange[]; next: string | null }>;
  /** Changes whenever anything was committed, by this process or another. Cheap enough to ask four times a second. */
  revision(): Promise<number>;
  close(): Promise<void>;
}
