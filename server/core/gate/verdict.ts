/** May this build go out? The verdict on a run, with its reasons as sentences. */
import { counted, grouped, percent, percentExact, percentInterval, percentUp } from './figures.ts';
import type { Interval, Thresholds, Verdict } from './model.ts';

export interface Grounds {
  readonly received: number;
  readonly compared: number;
  /** Diff rate from regressions and unexplained findings. */
  readonly rate: Interval;
  /** Diff rate from regressions alone. */
  readonly regressionRate: Interval;
  readonly regressions: number;
  /** How many causes those regressions have. */
  readonly regressionCauses: number;
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

function failing({ compared, regressionRate, regressions, regressionCauses }: Grounds, thresholds: Thresholds): string {
  const places = regressions > regressionCauses ? ` in ${counted(regressions, 'field')}` : '';
  const why = `because of ${counted(regressionCauses, 'regression')}${places}`;
  return `${differing(regressionRate, compared)} ${why} (${size(regressionRate, thresholds)}): ${tooMany(thresholds)}.`;
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
    const why = `beyond noise with ${counted(unexplained, 'finding')} still unexplained`;
    doubts.push(`${differing(rate, compared)} ${why} (${percent(rate.value)}): ${tooMany(thresholds)}.`);
    if (!threeRoles) doubts.push('There was no secondary to tell noise from regressions.');
  }
  return doubts;
}

function passing({ compared, rate }: Grounds, thresholds: Thresholds): string {
  const share = `${differing(rate, compared)} beyond noise`;
  if (netOf(rate, compared) > 0) {
    return `${share} (${size(rate, thresholds)}): ${percentExact(thresholds.maxDiffRate)} is allowed.`;
  }
  return `${share}: at most ${percentUp(Math.max(0, rate.high))} (${percentExact(1 - thresholds.alpha)}).`;
}

/** Exchanges that differ because of the candidate, those that noise alone explains taken off. */
function netOf({ value }: Interval, compared: number): number {
  return Math.max(0, Math.round(value * compared));
}

function differing(rate: Interval, compared: number): string {
  const net = netOf(rate, compared);
  return `${grouped(net)} of ${counted(compared, 'exchange')} ${net === 1 ? 'differs' : 'differ'}`;
}

function size(rate: Interval, { alpha }: Thresholds): string {
  const { value, ends } = percentInterval(rate);
  return `${value}, ${percentExact(1 - alpha)} interval ${ends}`;
}

function tooMany({ maxDiffRate }: Thresholds): string {
  return maxDiffRate === 0 ? 'none is allowed' : `more than the ${percentExact(maxDiffRate)} allowed`;
}
