/** What a report says more where a check ended early because it was certain to fail. */
import { counted } from './figures.ts';
import type { Report } from './model.ts';

/** @param requests that had been sent by then */
export function stoppedEarly(report: Report, requests: number): Report {
  const reason = `Stopped early, after ${counted(requests, 'request')}: that it fails was certain.`;
  return { ...report, stoppedEarly: requests, reasons: [...report.reasons, reason] };
}
