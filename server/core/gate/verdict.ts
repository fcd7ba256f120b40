/** May this build go out? The verdict on a run, with its reasons as sentences. */
import { counted, grouped, percent, percentExact, percentInterval, percentUp } from './figures.ts';
import type { Interval, Thresholds, Verdict } from './model.ts';

export interface Grounds {
  readonly received: number;
  readonly compared: number;
  /** Exchanges that the primary did not answer, and the secondary: they say nothing about the candidate. */
  readonly unanswered: Readonly<Record<'primary' | 'secondary', number>>;
  /** Those compared, less those: what the rates are shares of. */
  readonly answered: number;
  /** Diff rate from regressions and unexplained findings. */
  readonly rate: Interval;
  /** Diff rate from regressions alone. */
  readonly regressionRate: Interval;
  readonly regressions: number;
  /** How many causes those regressions have. */
  readonly regressionCauses: number;
  /** Regressions of noisy numbers and lengths that went one way in more exchanges than may differ; the rates know nothing of them. */
  readonly shifts: number;
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
  const failures = [
    ...(grounds.regressionRate.value > thresholds.maxDiffRate ? [failing(grounds, thresholds)] : []),
    ...(grounds.shifts > 0 ? [shifting(grounds)] : []),
  ];
  if (failures.length > 0) return { verdict: 'fail', reasons: failures };
  const doubts = doubtsOf(grounds, thresholds);
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: doubts };
  return { verdict: 'pass', reasons: [passing(grounds, thresholds), ...unansweredOf(grounds)] };
}

function failing({ answered, regressionRate, regressions, regressionCauses }: Grounds, thresholds: Thresholds): string {
  const places = regressions > regressionCauses ? ` in ${counted(regressions, 'field')}` : '';
  const why = `because of ${counted(regressionCauses, 'regression')}${places}`;
  return `${differing(regressionRate, answered)} ${why} (${size(regressionRate, thresholds)}): ${tooMany(thresholds)}.`;
}

function shifting({ shifts }: Grounds): string {
  const what = shifts === 1 ? 'A noisy value' : `${grouped(shifts)} noisy values`;
  return `${what} of the candidate moved one way.`;
}

function doubtsOf(grounds: Grounds, thresholds: Thresholds): string[] {
  const { received, compared, answered, rate, unexplained, threeRoles } = grounds;
  if (compared === 0) {
    const were = received === 1 ? 'was' : 'were';
    const why =
      received === 0 ? 'no exchange was received' : `${counted(received, 'exchange')} ${were} received and left out`;
    return [`Nothing was compared: ${why}.`];
  }
  const doubts: string[] = [];
  const short = thresholds.minExchanges - answered;
  if (short > 0) {
    const was = answered === 1 ? 'was' : 'were';
    const are = short === 1 ? 'is' : 'are';
    const by = answered < compared ? ' with the answers of all' : '';
    doubts.push(
      `Only ${counted(answered, 'exchange')} ${was} compared${by}: ${grouped(short)} more ${are} needed for a verdict.`,
    );
  }
  if (short > 0 || answered < compared / 2) doubts.push(...unansweredOf(grounds));
  if (rate.value > thresholds.maxDiffRate) {
    const why = `beyond noise with ${counted(unexplained, 'finding')} still unexplained`;
    doubts.push(`${differing(rate, answered)} ${why} (${percent(rate.value)}): ${tooMany(thresholds)}.`);
    if (!threeRoles) doubts.push('There was no secondary to tell noise from regressions.');
  }
  return doubts;
}

/** An old copy that does not answer is no verdict on the new one, but must not pass unseen. */
function unansweredOf({ compared, unanswered }: Grounds): string[] {
  return (['primary', 'secondary'] as const)
    .filter((role) => unanswered[role] > 0)
    .map((role) => `The ${role} did not answer ${grouped(unanswered[role])} of ${counted(compared, 'request')}.`);
}

function passing({ answered, rate }: Grounds, thresholds: Thresholds): string {
  const share = `${differing(rate, answered)} beyond noise`;
  if (netOf(rate, answered) > 0) {
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
