/** May this build go out? The verdict on a run, with its reasons as sentences. */
import { counted, grouped, percent, percentExact, percentRange, percentUp } from './figures.ts';
import type { Interval, Thresholds, Verdict } from './model.ts';

export interface Grounds {
  readonly received: number;
  readonly compared: number;
  /** Diff rate from regressions and unexplained findings. */
  readonly rate: Interval;
  /** Diff rate from regressions alone. */
  readonly regressionRate: Interval;
  readonly regressions: number;
  readonly unexplained: number;
  readonly threeRoles: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** At least one. */
  readonly reasons: readonly string[];
}

/** A regression fails however little was compared: its evidence already accounts for that. */
export function verdictOf(grounds: Grounds, thresholds: Thresholds): Judgement {
  if (grounds.regressionRate.value > thresholds.maxDiffRate) {
    return { verdict: 'fail', reasons: [failing(grounds, thresholds)] };
  }
  const doubts = doubtsOf(grounds, thresholds);
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: doubts };
  return { verdict: 'pass', reasons: [passing(grounds, thresholds)] };
}

function failing({ compared, regressionRate, regressions }: Grounds, thresholds: Thresholds): string {
  const share = `${percent(regressionRate.value)} of ${counted(compared, 'exchange')}`;
  return `${share} differ because of ${counted(regressions, 'regression')} (${interval(regressionRate, thresholds)}): ${allowed(thresholds)}.`;
}

function doubtsOf(grounds: Grounds, thresholds: Thresholds): string[] {
  const { received, compared, rate, unexplained, threeRoles } = grounds;
  if (compared === 0) {
    const were = received === 1 ? 'was' : 'were';
    const why =
      received === 0 ? 'no exchange was received' : `${counted(received, 'exchange')} ${were} received and left out`;
    return [`Nothing was compared: ${why}.`];
  }
  const doubts: string[] = [];
  const short = thresholds.minExchanges - compared;
  if (short > 0) {
    const was = compared === 1 ? 'was' : 'were';
    const are = short === 1 ? 'is' : 'are';
    doubts.push(
      `Only ${counted(compared, 'exchange')} ${was} compared: ${grouped(short)} more ${are} needed for a verdict.`,
    );
  }
  if (rate.value > thresholds.maxDiffRate) {
    const share = `${percent(rate.value)} of ${counted(compared, 'exchange')} ${differ(compared)} beyond noise`;
    doubts.push(`${share} with ${counted(unexplained, 'finding')} still unexplained: ${allowed(thresholds)}.`);
    if (!threeRoles) doubts.push('There was no secondary to tell noise from regressions.');
  }
  return doubts;
}

function passing({ compared, rate }: Grounds, thresholds: Thresholds): string {
  const beyond = Math.max(0, Math.round(rate.value * compared));
  const share = `${grouped(beyond)} of ${counted(compared, 'exchange')} ${differ(compared)} beyond noise`;
  if (beyond > 0) return `${share} (${interval(rate, thresholds)}): ${percentExact(thresholds.maxDiffRate)} may.`;
  const bound = percentUp(Math.max(0, rate.high));
  return `${share}: at most ${bound} (${percentExact(1 - thresholds.alpha)}).`;
}

function differ(exchanges: number): string {
  return exchanges === 1 ? 'differs' : 'differ';
}

function interval({ low, high }: Interval, { alpha }: Thresholds): string {
  return `${percentExact(1 - alpha)} interval ${percentRange(low, high)}`;
}

function allowed({ maxDiffRate }: Thresholds): string {
  return maxDiffRate === 0 ? 'none may' : `at most ${percentExact(maxDiffRate)} may`;
}
