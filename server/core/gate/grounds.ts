/** From a run's tallies and its findings to what the verdict rests on: numbers alone. */
import type { SkipReason } from '../exchange.ts';
import { type EndpointTally, type RunTallies, serverError, type Troubles } from '../tally.ts';
import { limitOutcomes } from './limits.ts';
import type { FindingClass, Interval, ReportFinding, Thresholds } from './model.ts';
import { diffRate } from './rate.ts';
import { scopesOf } from './scope.ts';
import { type Differing, type Judgement, rateOutcome, verdictOf } from './verdict.ts';

/** Left out because it could not be done, not because somebody chose so. */
const lostReasons: readonly SkipReason[] = ['tooLarge', 'overload', 'incomplete', 'breaker', 'storeLost', 'error'];

/** Answers that never came, or could not be read. */
export function failuresIn({ [serverError]: _answered, ...failures }: Troubles): number {
  return sum(Object.values(failures));
}

/** @param received exchanges, compared or not */
export function judgeRun(
  tallies: RunTallies,
  findings: readonly ReportFinding[],
  received: number,
  thresholds: Thresholds,
): Judgement & Readonly<Record<'diffRate' | 'regressionRate', Interval>> {
  const { endpoints, run, notCompared } = tallies;
  const compared = comparedAt(endpoints);
  const differing = differingOf(tallies, findings, thresholds);
  // The run always has this limit, so its scope is the first.
  const [rest, ...apart] = scopesOf('maxDiffRate', endpoints, thresholds);
  const own = rest === undefined || rest.where === '' ? {} : { where: rest.where };
  const grounds = {
    ...differing(rest?.endpoints ?? []),
    ...own,
    received,
    compared,
    unanswered: unansweredAt(endpoints),
    answeredInAll: answeredAt(endpoints),
    lost: sum(lostReasons.map((reason) => notCompared[reason] ?? 0)),
  };
  const others = apart.map(({ where, endpoints: at, limit }) =>
    rateOutcome({ ...differing(at), where }, { maxDiffRate: limit, alpha: thresholds.alpha }),
  );
  const limits = limitOutcomes(endpoints, run.roles, thresholds);
  const { rate: diffRate, regressionRate } = differing(endpoints);
  return { ...verdictOf(grounds, thresholds, [...others, ...limits]), diffRate, regressionRate };
}

function differingOf(
  { run, sets }: RunTallies,
  findings: readonly ReportFinding[],
  { alpha, maxDiffRate }: Thresholds,
) {
  const classes = new Map(findings.map((finding) => [finding.id, finding.class]));
  return (endpoints: readonly EndpointTally[]): Differing => {
    const names = new Set(endpoints.map(({ endpoint }) => endpoint));
    const here = findings.filter(({ endpoint }) => names.has(endpoint));
    const setsHere = sets.filter(({ endpoint }) => names.has(endpoint));
    const answered = answeredAt(endpoints);
    const rateOf = (counted: readonly FindingClass[]) =>
      diffRate({ compared: answered, sets: setsHere, classes, counted, alpha });
    const ofClass = (kind: FindingClass) => here.filter((finding) => finding.class === kind);
    const regressions = ofClass('regression');
    return {
      answered,
      rate: rateOf(['regression', 'unexplained']),
      regressionRate: rateOf(['regression']),
      regressions: regressions.length,
      regressionCauses: regressions.filter(({ id, cause }) => cause === id).length,
      shifts: regressions.filter(({ aspect, delta }) => aspect === 'shift' && Math.abs(delta.value) > maxDiffRate)
        .length,
      unexplained: ofClass('unexplained').length,
      needs: needsOf(ofClass('unexplained'), endpoints),
      threeRoles: run.roles.includes('secondary'),
    };
  };
}

/** Until all of them are decided, if requests go on to be spread over endpoints as they were. Latency waits for time, not for requests. */
function needsOf(unexplained: readonly ReportFinding[], endpoints: readonly EndpointTally[]): number | null {
  const all = comparedAt(endpoints);
  const at = new Map(endpoints.map(({ endpoint, compared }) => [endpoint, compared]));
  let most = 0;
  for (const { endpoint, aspect, needs } of unexplained) {
    if (aspect === 'latency') continue;
    if (needs === null) return null;
    most = Math.max(most, Math.ceil((needs * all) / Math.max(1, at.get(endpoint) ?? 0)));
  }
  return most;
}

function unansweredAt(endpoints: readonly EndpointTally[]): Readonly<Record<'primary' | 'secondary', number>> {
  const of = (role: 'primary' | 'secondary') => sum(endpoints.map(({ failures }) => failuresIn(failures[role])));
  return { primary: of('primary'), secondary: of('secondary') };
}

function answeredAt(endpoints: readonly EndpointTally[]): number {
  const { primary, secondary } = unansweredAt(endpoints);
  return Math.max(0, comparedAt(endpoints) - primary - secondary);
}

const comparedAt = (endpoints: readonly EndpointTally[]): number => sum(endpoints.map(({ compared }) => compared));

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
