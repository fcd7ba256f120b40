/** When a run that still goes on cannot be saved: `check --abort-early`. */
import { counted, percentExact } from './figures.ts';
import type { Report } from './model.ts';

/**
 * A failing run whose rate from regressions alone is above the threshold with its lower end: regressions stay such for good, and
 * the interval holds at all times together, so looking for the moment it clears the threshold is no second chance.
 */
export function isCertain({ verdict, regressionRate }: Report, maxDiffRate: number): boolean {
  return verdict === 'fail' && regressionRate.low > maxDiffRate;
}

/** The report of a run that was stopped because it was certain after so many requests. */
export function stoppedEarly(report: Report, requests: number, maxDiffRate: number): Report {
  const above = maxDiffRate === 0 ? 'it differs' : `more than ${percentExact(maxDiffRate)} of exchanges differ`;
  const reason = `Stopped early, after ${counted(requests, 'request')}: that ${above} was certain.`;
  return { ...report, stoppedEarly: requests, reasons: [...report.reasons, reason] };
}
