/**
 * Findings from before the keys in their fields were known to be data (`body.orders["8812"].total`) are counted with the
 * folded one (`body.orders.{}.total`) from the moment the map is learned.
 *
 * The stored numbers stay as they are, and the folded finding is computed from them whenever they are read. So nothing can
 * be added twice, after a crash or by two machines: what is stored is additive as ever, and which finding stands for which
 * follows from their names alone.
 *
 * Two keys may differ in one exchange, which is one vote and not two, so the findings' own counts must not be summed. The
 * counted sets hold the exchange as a whole: those with any of the findings in them are the exchanges in which, under the folded
 * field, only the candidate differed, or only the secondary. Where under one key it was the one and under another the other, which
 * folded is `all`, the exchange is in a set of each side and counts on both: a toss of heads and one of tails, which can only lower
 * the evidence (2p 2(1-p) <= 1) and widen the interval. Either way it treats secondary and candidate alike.
 *
 * The folded finding is weighed by the rank it got when the map was learned; the ranks of the others stay spent. That its
 * evidence is older than its rank does no harm: a map is learned from keys, whoever sent them, so when it is and which ranks follow
 * tells nothing about how the coins fell.
 */
import { foldedField, mapsIn } from '../compare/folding.ts';
import { type Case, cases, directed } from '../finding.ts';
import {
  type CaseCounts,
  type FindingTally,
  otherEndpoint,
  type RuleTally,
  type RunTallies,
  type SetTally,
  type Voter,
} from '../tally.ts';

type Named = Pick<FindingTally, 'id' | 'field' | 'aspect'>;

/** What superseded findings bring to the folded one. */
export interface Brought {
  readonly counts: CaseCounts;
  readonly votes: FindingTally['votes'];
}

const nothing: Brought = {
  counts: { candidate: 0, secondary: 0, primary: 0, all: 0 },
  votes: { candidate: 0, secondary: 0 },
};

/** The same with their ids; `counts` and `votes` of the folded one include it. */
interface Before extends Brought {
  readonly findings: readonly string[];
}

export type FoldedFinding = FindingTally & { readonly before?: Before };

export interface FoldedTallies extends RunTallies {
  readonly findings: readonly FoldedFinding[];
}

/** Of one endpoint: finding id -> id of the folded finding that it counts with. */
export function supersededAmong(findings: readonly Named[]): ReadonlyMap<string, string> {
  const maps = new Set(findings.flatMap(({ field }) => mapsIn(field)));
  const into = new Map<string, string>();
  if (maps.size === 0) return into;
  const ids = new Map(findings.map(({ id, field, aspect }) => [`${aspect} ${field}`, id]));
  for (const { id, field, aspect } of findings) {
    const folded = ids.get(`${aspect} ${foldedField(field, maps)}`);
    if (folded !== undefined && folded !== id) into.set(id, folded);
  }
  return into;
}

/**
 * In how many exchanges the superseded findings, any of them, differed and the folded one itself did not.
 * @param sets of the endpoint
 */
function countsBefore(
  folded: string,
  superseded: readonly Pick<FindingTally, 'id' | 'counts'>[],
  sets: Iterable<Pick<SetTally, 'side' | 'findings' | 'count'>>,
): CaseCounts {
  const ids = new Set(superseded.map(({ id }) => id));
  const any = { candidate: 0, secondary: 0 };
  const each = { candidate: 0, secondary: 0 };
  const withIt = { candidate: 0, secondary: 0 };
  for (const { side, findings, count } of sets) {
    const among = findings.filter((id) => ids.has(id)).length;
    each[side] += among * count;
    if (among > 0) (findings.includes(folded) ? withIt : any)[side] += count;
  }
  const largest = (name: Case) => Math.max(...superseded.map(({ counts }) => counts[name]));
  const sum = (name: Case) => superseded.reduce((total, { counts }) => total + counts[name], 0);
  const exact = (side: SetTally['side']) => each[side] === sum(side);
  return {
    // Where some are in sets that are no longer told apart, the candidate is given the benefit: at least so many, at most so many.
    candidate: exact('candidate') ? any.candidate : Math.max(any.candidate, largest('candidate') - withIt.candidate),
    secondary: exact('secondary') ? any.secondary : sum('secondary'),
    // No sets are kept of these, and no evidence is made of them: at least so many.
    primary: largest('primary'),
    all: largest('all'),
  };
}

/**
 * What they bring in counts and votes. Which of them were repeats of a request is not known of the exchange as a whole: no more votes
 * than it has counts, nor than its fields had together. Time blocks of before are left out, which only makes the evidence less, and
 * so are the gaps between them, as each key's are longer than the map's.
 */
export function broughtBy(
  folded: string,
  superseded: readonly Pick<FindingTally, 'id' | 'aspect' | 'counts' | 'votes'>[],
  sets: Iterable<Pick<SetTally, 'side' | 'findings' | 'count'>>,
): Brought {
  // Which way a number went is in no set, so it begins anew.
  if (superseded.some(({ aspect }) => directed.has(aspect))) return nothing;
  const counts = countsBefore(folded, superseded, sets);
  const votesOf = (voter: Voter) =>
    Math.min(
      counts[voter],
      superseded.reduce((total, { votes }) => total + votes[voter], 0),
    );
  return { counts, votes: { candidate: votesOf('candidate'), secondary: votesOf('secondary') } };
}

/** The tallies with every superseded finding counted to the one that stands for it, and its id in sets and hits replaced. */
export function foldTallies(tallies: RunTallies): FoldedTallies {
  const byEndpoint = Map.groupBy(tallies.findings, ({ endpoint }) => endpoint);
  // Under `other` several endpoints share their names: what is a map of one may be a record of another.
  byEndpoint.delete(otherEndpoint);
  const into = new Map([...byEndpoint.values()].flatMap((findings) => [...supersededAmong(findings)]));
  if (into.size === 0) return tallies;

  const members = Map.groupBy(
    tallies.findings.filter(({ id }) => into.has(id)),
    ({ id }) => into.get(id),
  );
  const sets = Map.groupBy(tallies.sets, ({ endpoint }) => endpoint);
  const compared = new Map(tallies.endpoints.map((endpoint) => [endpoint.endpoint, endpoint.compared]));
  const findings = tallies.findings.flatMap((finding): readonly FoldedFinding[] => {
    const { id, endpoint } = finding;
    const superseded = members.get(id);
    if (superseded === undefined) return into.has(id) ? [] : [finding];
    const brought = broughtBy(id, superseded, sets.get(endpoint) ?? []);
    return [withBefore(finding, superseded, brought, compared.get(endpoint) ?? 0)];
  });
  return {
    ...tallies,
    findings,
    sets: foldSets(tallies.sets, into),
    ...(tallies.rules && { rules: foldHits(tallies.rules, tallies.findings, into) }),
  };
}

const mostExamples = 5;

/** @param n exchanges compared at the endpoint */
function withBefore(
  own: FindingTally,
  superseded: readonly FindingTally[],
  { counts, votes }: Brought,
  n: number,
): FoldedFinding {
  const candidate = own.counts.candidate + counts.candidate;
  const secondary = own.counts.secondary + counts.secondary;
  // More than were compared: that many at least count on both sides.
  const onBoth = Math.min(Math.max(0, candidate + secondary - n), counts.candidate, counts.secondary);
  const before = { ...counts, candidate: counts.candidate - onBoth, secondary: counts.secondary - onBoth };
  const votesBefore = {
    candidate: Math.min(votes.candidate, before.candidate),
    secondary: Math.min(votes.secondary, before.secondary),
  };
  // When the map was learned is not when its fields differed.
  const all = cases.some((name) => own.counts[name] > 0) ? [own, ...superseded] : superseded;
  return {
    ...own,
    counts: {
      candidate: candidate - onBoth,
      secondary: secondary - onBoth,
      primary: own.counts.primary + before.primary,
      all: own.counts.all + before.all,
    },
    votes: {
      candidate: own.votes.candidate + votesBefore.candidate,
      secondary: own.votes.secondary + votesBefore.secondary,
    },
    // Each was weighed by its own share of alpha: what one of them showed is shown.
    latched: own.latched || superseded.some(({ latched }) => latched),
    firstSeen: Math.min(...all.map(({ firstSeen }) => firstSeen)),
    lastSeen: Math.max(...all.map(({ lastSeen }) => lastSeen)),
    examples: [...new Set(all.flatMap(({ examples }) => examples))].slice(0, mostExamples),
    before: { findings: superseded.map(({ id }) => id), counts: before, votes: votesBefore },
  };
}

function foldSets(sets: readonly SetTally[], into: ReadonlyMap<string, string>): readonly SetTally[] {
  const folded = new Map<string, SetTally>();
  for (const { endpoint, side, findings, count } of sets) {
    const ids = [...new Set(findings.map((id) => into.get(id) ?? id))].sort();
    const key = JSON.stringify([endpoint, side, ids]);
    folded.set(key, { endpoint, side, findings: ids, count: count + (folded.get(key)?.count ?? 0) });
  }
  return [...folded.values()];
}

function foldHits(
  rules: readonly RuleTally[],
  findings: readonly FindingTally[],
  into: ReadonlyMap<string, string>,
): readonly RuleTally[] {
  const keyOf = ({ endpoint, field, aspect }: Pick<FindingTally, 'endpoint' | 'field' | 'aspect'>) =>
    JSON.stringify([endpoint, field, aspect]);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const foldedOf = new Map(
    findings.flatMap((finding) => {
      const folded = byId.get(into.get(finding.id) ?? '');
      return folded === undefined ? [] : [[keyOf(finding), folded.field] as const];
    }),
  );
  return rules.map((rule) => {
    const hits = new Map<string, RuleTally['hits'][number]>();
    for (const hit of rule.hits) {
      const renamed = { ...hit, field: foldedOf.get(keyOf(hit)) ?? hit.field };
      const key = keyOf(renamed);
      hits.set(key, { ...renamed, n: hit.n + (hits.get(key)?.n ?? 0) });
    }
    return { ...rule, hits: [...hits.values()] };
  });
}
