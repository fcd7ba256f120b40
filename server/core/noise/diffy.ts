/** Twitter Diffy's rule with its default thresholds, reported beside ours so that the two can be compared. */
import type { CaseCounts } from '../tally.ts';

const relativePercent = 20;
const absolutePercent = 0.03;

/** `raw`: primary and candidate differ; `noise`: primary and secondary differ; `n`: exchanges compared at the endpoint. */
export function diffyRule(counts: CaseCounts, n: number): { raw: number; noise: number; flagged: boolean } {
  const raw = counts.candidate + counts.primary + counts.all;
  const noise = counts.secondary + counts.primary + counts.all;
  const relative = (100 * Math.abs(raw - noise)) / (raw + noise);
  const absolute = (100 * Math.abs(raw - noise)) / n;
  return { raw, noise, flagged: raw > noise && relative > relativePercent && absolute > absolutePercent };
}
