/** Reports of runs, judged anew only when a run has changed: one screen of the dashboard asks for several. */
import { judge } from '../core/gate/judge.ts';
import type { Report, Thresholds } from '../core/gate/model.ts';
import type { Store } from '../store/contract.ts';

/** `run` is an id or `live`. undefined where there is no such run. */
export type ReportOf = (run: string, thresholds?: Partial<Thresholds>) => Promise<Report | undefined>;

const keptReports = 32;

interface Kept {
  readonly changes: number;
  readonly report: Promise<Report | undefined>;
}

export function reportsFrom(store: Store, defaults: Thresholds, version: string): ReportOf {
  const kept = new Map<string, Kept>();
  const judged = async (id: string, thresholds: Thresholds) => {
    const tallies = await store.tallies(id);
    return tallies === undefined ? undefined : judge(tallies, thresholds, version, Date.now());
  };
  return async (run, thresholds = {}) => {
    const id = run === 'live' ? (await store.runs({ limit: 1 })).items[0]?.id : run;
    const changes = id === undefined ? undefined : await store.changes(id);
    if (id === undefined || changes === undefined) return undefined;
    if (Object.keys(thresholds).length > 0) return judged(id, { ...defaults, ...thresholds });

    const known = kept.get(id);
    if (known?.changes === changes) return known.report;
    // Tallies read a moment later may hold more than `changes` says; then the next request judges again.
    const report = judged(id, defaults);
    kept.delete(id);
    kept.set(id, { changes, report });
    const [oldest] = kept.keys();
    if (kept.size > keptReports && oldest !== undefined) kept.delete(oldest);
    return report.catch((error: unknown) => {
      kept.delete(id);
      throw error;
    });
  };
}
