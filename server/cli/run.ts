/** What every command that compares needs: an open store, a run in it, and the analyst that fills it. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config, Key } from '../config/schema.ts';
import { judge } from '../core/gate/judge.ts';
import type { Report, Thresholds } from '../core/gate/model.ts';
import type { Run } from '../core/tally.ts';
import type { Store } from '../store/contract.ts';
import { openStore } from '../store/open.ts';
import { type Analysis, startAnalysis } from './analysis.ts';
import { required } from './command.ts';
import { namedRules } from './rules.ts';
import { version } from './version.ts';

export interface OpenRun {
  readonly id: string;
  readonly store: Store;
  readonly analysis: Analysis;
  /** As of now. */
  report(): Promise<Report>;
  /** Ends the run in the store; everything offered until now is part of it. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export const thresholdsOf = (config: Config): Thresholds => ({
  classifier: config.classifier,
  alpha: config.alpha,
  minEffect: config.min_effect,
  maxDiffRate: config.max_diff_rate,
  minExchanges: config.min_exchanges,
  ...(config.max_failure_increase === undefined ? {} : { maxFailureIncrease: config.max_failure_increase }),
  ...(config.latency === undefined ? {} : { latency: config.latency }),
  ...(config.thresholds === undefined ? {} : { endpoints: config.thresholds }),
  accept: config.accept,
});

/** Settings that say when a build fails, of every command that judges. */
export const judging = [
  'max_diff_rate',
  'max_failure_increase',
  'latency',
  'min_exchanges',
  'thresholds',
  'accept',
  'classifier',
  'alpha',
  'min_effect',
] as const satisfies readonly Key[];

/** @param db path of the SQLite file */
export async function openRun(
  config: Config,
  { db, randomOrder, log }: { readonly db: string; readonly randomOrder: boolean; readonly log: Logger },
): Promise<OpenRun> {
  const store = await openStore(db);
  const run: Run = {
    id: `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`,
    startedAt: Date.now(),
    endedAt: null,
    baseline: config.baseline_label ?? required(config, 'primary'),
    candidate: config.candidate_label ?? required(config, 'candidate'),
    roles: config.secondary === undefined ? ['primary', 'candidate'] : ['primary', 'secondary', 'candidate'],
    randomOrder,
  };
  try {
    const { alpha, redact } = config;
    const rules = namedRules(config);
    await store.createRun(run, rules);
    const analysis = await startAnalysis({ db, run: run.id, alpha, redact, rules, log });
    return {
      id: run.id,
      store,
      analysis,
      report: async () => {
        const tallies = await store.tallies(run.id);
        if (tallies === undefined) throw new Error(`run ${run.id} is gone from ${db}`);
        return judge(tallies, thresholdsOf(config), version, Date.now());
      },
      end: async () => {
        await analysis.bus.drain();
        await store.endRun(run.id, Date.now());
      },
      close: async () => {
        await analysis.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
