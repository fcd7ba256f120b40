/** May this build go out? The verdict on a run, with its reasons as sentences. */
import { counted, grouped, percent, percentExact, percentInterval, percentUp, roughly } from './figures.ts';
import type { Interval, Thresholds, Verdict } from './model.ts';

/** How exchanges differ, of a run or at one endpoint. */
export interface Differing {
  /** As it follows "exchanges": ` at GET /orders/{id}`; absent for the whole run. */
  readonly where?: string;
  /** Exchanges that both old copies answered: what the rates are shares of. */
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
  /** About how many more requests of the run decide about them; null where that is not known. */
  readonly needs?: number | null;
  readonly threeRoles: boolean;
}

export interface Grounds extends Differing {
  readonly received: number;
  readonly compared: number;
  /** Exchanges that the primary did not answer, and the secondary: they say nothing about the candidate. */
  readonly unanswered: Readonly<Record<'primary' | 'secondary', number>>;
  /** Those compared, less those, at all endpoints; absent where that is `answered`. */
  readonly answeredInAll?: number;
  /** Exchanges that should have been compared and could not be. */
  readonly lost?: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** At least one. */
  readonly reasons: readonly string[];
}

/** What one limit says; a reason may be missing where there was nothing to say. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** A regression fails however little was compared: its evidence already accounts for that. */
export function verdictOf(grounds: Grounds, thresholds: Thresholds, others: readonly Outcome[] = []): Judgement {
  const outcomes = grounds.compared === 0 ? [] : [rateOutcome(grounds, thresholds), ...others];
  const told = (verdict: Verdict) =>
    outcomes.filter((outcome) => outcome.verdict === verdict).flatMap(({ reasons }) => reasons);
  const failures = told('fail');
  if (failures.length > 0) return { verdict: 'fail', reasons: failures };
  const doubts = [...missing(grounds, thresholds), ...told('inconclusive')];
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: doubts };
  return { verdict: 'pass', reasons: [...told('pass'), ...unansweredOf(grounds)] };
}

/** What the share of exchanges that differ says. */
export function rateOutcome(found: Differing, thresholds: Pick<Thresholds, 'maxDiffRate' | 'alpha'>): Outcome {
  const { where, answered, rate, regressionRate, unexplained, threeRoles } = found;
  // Every endpoint has a limit of its own.
  if (answered === 0 && where !== undefined) return { verdict: 'pass', reasons: [] };
  const failures = [
    ...(regressionRate.value > thresholds.maxDiffRate ? [failing(found, thresholds)] : []),
    ...(found.shifts > 0 ? [shifting(found)] : []),
  ];
  if (failures.length > 0) return { verdict: 'fail', reasons: failures };
  if (rate.value <= thresholds.maxDiffRate) return { verdict: 'pass', reasons: [passing(found, thresholds)] };
  const why = `beyond noise with ${counted(unexplained, 'finding')} still unexplained`;
  const { needs = null } = found;
  const more =
    needs === null || needs === 0
      ? ''
      : `; about ${roughly(needs)} more ${needs === 1 ? 'request' : 'requests'} would decide`;
  const doubt = `${differing(rate, found)} ${why} (${percent(rate.value)}): ${tooMany(thresholds)}${more}.`;
  return {
    verdict: 'inconclusive',
    reasons: threeRoles ? [doubt] : [doubt, 'There was no secondary to tell noise from regressions.'],
  };
}

function failing(found: Differing, thresholds: Pick<Thresholds, 'maxDiffRate' | 'alpha'>): string {
  const { regressionRate, regressions, regressionCauses } = found;
  const places = regressions > regressionCauses ? ` in ${counted(regressions, 'field')}` : '';
  const why = `because of ${counted(regressionCauses, 'regression')}${places}`;
  return `${differing(regressionRate, found)} ${why} (${size(regressionRate, thresholds)}): ${tooMany(thresholds)}.`;
}

function shifting({ shifts, where = '' }: Differing): string {
  const what = shifts === 1 ? 'A noisy value' : `${grouped(shifts)} noisy values`;
  return `${what} of the candidate moved one way${where}.`;
}

/** Too little was compared, or too much was not. */
function missing(grounds: Grounds, thresholds: Thresholds): string[] {
  const { received, compared, answered, answeredInAll = answered, lost = 0 } = grounds;
  if (compared === 0) {
    const were = received === 1 ? 'was' : 'were';
    const why =
      received === 0 ? 'no exchange was received' : `${counted(received, 'exchange')} ${were} received and left out`;
    return [`Nothing was compared: ${why}.`];
  }
  const doubts: string[] = [];
  const short = thresholds.minExchanges - answeredInAll;
  if (short > 0) {
    const was = answeredInAll === 1 ? 'was' : 'were';
    const are = short === 1 ? 'is' : 'are';
    const by = answeredInAll < compared ? ' with the answers of all' : '';
    doubts.push(
      `Only ${counted(answeredInAll, 'exchange')} ${was} compared${by}: ${grouped(short)} more ${are} needed for a verdict.`,
    );
  }
  if (lost > compared) {
    const more = lost - compared;
    doubts.push(
      `${counted(lost, 'exchange')} could not be compared, more than the ${grouped(compared)} that were: ${grouped(more)} more ${more === 1 ? 'is' : 'are'} needed for a verdict.`,
    );
  }
  if (short > 0 || answeredInAll < compared / 2) doubts.push(...unansweredOf(grounds));
  return doubts;
}

/** An old copy that does not answer is no verdict on the new one, but must not pass unseen. */
function unansweredOf({ compared, unanswered }: Grounds): string[] {
  return (['primary', 'secondary'] as const)
    .filter((role) => unanswered[role] > 0)
    .map((role) => `The ${role} did not answer ${grouped(unanswered[role])} of ${counted(compared, 'request')}.`);
}

function passing(found: Differing, thresholds: Pick<Thresholds, 'maxDiffRate' | 'alpha'>): string {
  const { answered, rate } = found;
  const share = `${differing(rate, found)} beyond noise`;
  if (netOf(rate, answered) > 0) {
    return `${share} (${size(rate, thresholds)}): ${percentExact(thresholds.maxDiffRate)} is allowed.`;
  }
  return `${share}: at most ${percentUp(Math.max(0, rate.high))} (${percentExact(1 - thresholds.alpha)}).`;
}

/** Exchanges that differ because of the candidate, those that noise alone explains taken off. */
function netOf({ value }: Interval, compared: number): number {
  return Math.max(0, Math.round(value * compared));
}

function differing(rate: Interval, { answered, where = '' }: Differing): string {
  const net = netOf(rate, answered);
  return `${grouped(net)} of ${counted(answered, 'exchange')}${where} ${net === 1 ? 'differs' : 'differ'}`;
}

function size(rate: Interval, { alpha }: Pick<Thresholds, 'alpha'>): string {
  const { value, ends } = percentInterval(rate);
  return `${value}, ${percentExact(1 - alpha)} interval ${ends}`;
}

function tooMany({ maxDiffRate }: Pick<Thresholds, 'maxDiffRate'>): string {
  return maxDiffRate === 0 ? 'none is allowed' : `more than the ${percentExact(maxDiffRate)} allowed`;
}
