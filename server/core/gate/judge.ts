/** Tallies in, report out: the one place where a run is judged, live or long after. */
import { type Role, skipReasons } from '../exchange.ts';
import { directed } from '../finding.ts';
import { type Classification, classify } from '../noise/classify.ts';
import { diffyRule } from '../noise/diffy.ts';
import { leastPicked } from '../noise/ebh.ts';
import { type FoldedFinding, foldTallies } from '../noise/folded.ts';
import { exchangesUntilDecided } from '../noise/forecast.ts';
import { quantilesOf } from '../noise/sketch.ts';
import { type EndpointTally, type FindingTally, mostFindings, type RunTallies } from '../tally.ts';
import { acceptanceText } from './acceptance.ts';
import { acceptFindings } from './accepted.ts';
import { causesOf } from './cause.ts';
import { counted } from './figures.ts';
import { failuresIn, judgeRun } from './grounds.ts';
import type { FindingClass, Report, ReportEndpoint, ReportFinding, Thresholds, Where } from './model.ts';
import { RuledFindings, reportRules } from './ruled.ts';
import { sentenceOf } from './sentence.ts';
import { wheresOf } from './where.ts';

/**
 * @param version Triptych's own, for the report's head
 * @param now epoch milliseconds: by it rules and acceptances of a run that goes on have expired; those of one that ended, by its end
 */
export function judge(stored: RunTallies, thresholds: Thresholds, version: string, now = 0): Report {
  const tallies = foldTallies(stored);
  const { run, rules = [] } = tallies;
  const ruled = new RuledFindings(rules);
  const comparedAt = new Map(tallies.endpoints.map(({ endpoint, compared }) => [endpoint, compared]));
  const wheres = wheresOf(tallies);
  const asOf = run.endedAt ?? now;
  const { findings: alone, accepted } = acceptFindings(
    tallies.findings.map((finding) =>
      findingOf(finding, comparedAt.get(finding.endpoint) ?? 0, run, thresholds, ruled, wheres.get(finding.id)),
    ),
    tallies.endpoints,
    thresholds,
    asOf,
  );
  const classes = new Map(alone.map((finding) => [finding.id, finding.class]));
  const causes = causesOf(tallies, classes);
  const picked = leastPicked(
    alone.map(({ logE }) => logE),
    thresholds.alpha,
  );
  const regressedAt = new Map(
    alone.flatMap((finding) =>
      finding.class === 'regression' && !directed.has(finding.aspect) ? [[placeOf(finding), finding.id]] : [],
    ),
  );
  const findings = alone
    .filter(isTold)
    .map((finding) => {
      // A number that only the candidate has wrong has moved as well.
      const id = finding.aspect === 'shift' ? (regressedAt.get(placeOf(finding)) ?? finding.id) : finding.id;
      return { ...finding, cause: causes.get(id) ?? id, ebh: finding.logE >= picked };
    })
    .sort(byImportance);

  const compared = sum(comparedAt.values());
  // Every reason, so that a script may read one that never happened.
  const notCompared = Object.fromEntries(skipReasons.map((reason) => [reason, tallies.notCompared[reason] ?? 0]));
  const received = compared + sum(Object.values(notCompared));

  const { diffRate, regressionRate, ...judged } = judgeRun(tallies, findings, received, thresholds);
  const folded = foldedAt(stored.findings);

  return {
    triptych: version,
    run: {
      id: run.id,
      startedAt: timestamp(run.startedAt),
      endedAt: run.endedAt === null ? null : timestamp(run.endedAt),
      baseline: run.baseline,
      candidate: run.candidate,
      roles: run.roles,
    },
    ...judged,
    stoppedEarly: null,
    exchanges: { received, compared, notCompared },
    diffRate,
    regressionRate,
    endpoints: tallies.endpoints
      .map((endpoint) => endpointOf(endpoint, folded.get(endpoint.endpoint) ?? 0, thresholds.alpha))
      .sort(byTraffic),
    findings,
    rules: reportRules(rules, asOf),
    accepted,
  };
}

const placeOf = ({ endpoint, field }: ReportFinding): string => JSON.stringify([endpoint, field]);

/** Noisy numbers are noise by their values. Which way they go is worth telling only where it is one way. */
const isTold = ({ aspect, class: kind }: ReportFinding): boolean => aspect !== 'shift' || kind !== 'noise';

function findingOf(
  finding: FoldedFinding,
  n: number,
  run: RunTallies['run'],
  thresholds: Thresholds,
  ruled: RuledFindings,
  common: readonly Where[] = [],
): ReportFinding {
  const { id, endpoint, field, aspect, counts, patterns } = finding;
  const evidence = classify(finding, n, run, thresholds);
  const diffy = diffyRule(counts, n);
  const byDiffy = byDiffyRule(evidence, diffy.flagged && !directed.has(aspect), run.roles);
  const classification = thresholds.classifier === 'diffy' ? byDiffy : evidence;
  // Which requests noise fell on says nothing.
  const where = classification.class === 'noise' ? [] : common;
  const needs = needsOf(finding, n, classification, thresholds);
  const disagree = counts.candidate + counts.secondary + counts.primary + counts.all;
  return {
    id,
    endpoint,
    field,
    aspect,
    cause: id,
    class: classification.class,
    flags: classification.oddCopy === null ? [] : ['environment'],
    oddCopy: classification.oddCopy,
    counts: { agree: Math.max(0, n - disagree), ...counts },
    patterns,
    votes: finding.votes,
    blocks: finding.blocks,
    clustered: classification.clustered,
    confirmed: finding.confirmed,
    logE: classification.logE,
    delta: classification.delta,
    diffy,
    classes: { evidence: evidence.class, diffy: byDiffy.class },
    ebh: false,
    triage: null,
    ...ruled.told(
      finding,
      `${sentenceOf({ ...finding, where, n, classification, needs, diffy, thresholds })}${foldedNote(finding)}`,
    ),
    needs,
    firstSeen: timestamp(finding.firstSeen),
    lastSeen: timestamp(finding.lastSeen),
    examples: finding.examples,
    accept: classification.class === 'noise' ? null : acceptanceText({ ...finding, delta: classification.delta }),
    supersedes: finding.before?.findings ?? [],
    where,
  };
}

/** It knows no third answer, and nothing of time or of which way a number goes, and needs a secondary as ours does. */
function byDiffyRule(evidence: Classification, flagged: boolean, roles: readonly Role[]): Classification {
  if (!roles.includes('secondary')) return evidence;
  return { ...evidence, class: flagged ? 'regression' : 'noise', reason: 'diffy' };
}

function foldedNote({ before }: FoldedFinding): string {
  if (before === undefined) return '';
  const keys = counted(before.findings.length, 'field');
  return ` It includes ${keys} told apart by key until the keys were seen to be data.`;
}

function needsOf(
  { rank, votes }: FindingTally,
  n: number,
  { class: kind, reason, clustered }: Classification,
  { alpha, minEffect }: Thresholds,
): number | null {
  // What comes in bursts, as times do, waits for time to pass, not only for requests.
  if (kind !== 'unexplained' || reason === 'twoRoles' || clustered) return null;
  const { candidate: candidateOnly, secondary: secondaryOnly } = votes;
  return exchangesUntilDecided({ n, candidateOnly, secondaryOnly, rank, alpha, minEffect });
}

/** Endpoint -> exchanges with differences in fields that are no longer told apart, of endpoints that have so many. */
function foldedAt(findings: readonly FindingTally[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const { endpoint } of findings) seen.set(endpoint, (seen.get(endpoint) ?? 0) + 1);
  const rest = findings.filter(
    ({ endpoint, field, aspect }) =>
      field === 'body' && aspect === 'truncated' && (seen.get(endpoint) ?? 0) >= mostFindings,
  );
  return new Map(rest.map(({ endpoint, counts }) => [endpoint, sum(Object.values(counts))]));
}

function endpointOf(
  { endpoint, compared, differing, failures, latency }: EndpointTally,
  folded: number,
  alpha: number,
): ReportEndpoint {
  return {
    endpoint,
    compared,
    differing,
    failures: {
      primary: failuresIn(failures.primary),
      secondary: failuresIn(failures.secondary),
      candidate: failuresIn(failures.candidate),
    },
    latencyMs: {
      primary: quantilesOf(latency.primary, alpha),
      secondary: quantilesOf(latency.secondary, alpha),
      candidate: quantilesOf(latency.candidate, alpha),
    },
    folded,
  };
}

const importance: Readonly<Record<FindingClass, number>> = { regression: 0, unexplained: 1, noise: 2, accepted: 3 };

function byImportance(a: ReportFinding, b: ReportFinding): number {
  return (
    importance[a.class] - importance[b.class] ||
    b.logE - a.logE ||
    b.counts.candidate - a.counts.candidate ||
    compareText(a.id, b.id)
  );
}

function byTraffic(a: ReportEndpoint, b: ReportEndpoint): number {
  return b.compared - a.compared || compareText(a.endpoint, b.endpoint);
}

/** By code unit: the order must not depend on the machine's locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
