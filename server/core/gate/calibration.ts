/** What the old version says of itself: how noisy it is, where its copies are not alike, and which rules would set the noise aside. */
import type { Values } from '../compare/differences.ts';
import type { Role } from '../exchange.ts';
import { type Aspect, aspects, directed } from '../finding.ts';
import type { Json } from '../lift/json.ts';
import { instantOf } from '../rules/instant.ts';
import type { Rule } from '../rules/rule.ts';
import { isWithin, parseTolerance } from '../rules/tolerance.ts';
import type { Report, ReportFinding } from './model.ts';

/** Shares are fractions of the exchanges compared at the endpoint. */
export interface Calibration {
  readonly floor: readonly {
    readonly endpoint: string;
    readonly compared: number;
    /** In which two of the copies differed from each other. */
    readonly differing: number;
    /** In which one of two copies took longer by more than the tolerance. */
    readonly slower: number;
  }[];
  /** The noisiest first. */
  readonly fields: readonly { readonly finding: ReportFinding; readonly share: number }[];
  /** Findings in which one copy alone is the odd one more often than copies should be. */
  readonly environment: readonly { readonly finding: ReportFinding; readonly odd: Role }[];
  readonly proposals: readonly Proposal[];
}

interface Proposal {
  readonly rule: Rule;
  /** Of the endpoint where it is largest. */
  readonly share: number;
  /** The field is loud enough that a rule spares more than it hides. Rarer noise is left to the statistics. */
  readonly worthIt: boolean;
}

/** @param seen values at a finding's field in stored exchanges that show it, by its id */
export function calibrationOf(report: Report, seen: ReadonlyMap<string, readonly Values[]>): Calibration {
  const environment = report.findings.flatMap((finding) => {
    const odd = finding.oddCopy ?? (finding.class === 'regression' ? ('candidate' as const) : undefined);
    return odd === undefined || directed.has(finding.aspect) ? [] : [{ finding, odd }];
  });
  const unlike = new Set(environment.map(({ finding }) => finding.id));
  const fields = report.findings
    .filter(({ id, aspect }) => !directed.has(aspect) && !unlike.has(id))
    .map((finding) => ({ finding, share: shareOf(finding) }))
    .sort((a, b) => b.share - a.share);
  return {
    floor: report.endpoints.map(({ endpoint, compared, differing }) => {
      const latency = report.findings.find((each) => each.endpoint === endpoint && each.aspect === 'latency');
      const slower = latency === undefined ? 0 : shareOf(latency);
      return { endpoint, compared, differing: compared === 0 ? 0 : differing / compared, slower };
    }),
    fields,
    environment,
    proposals: proposalsFor(report, fields, seen),
  };
}

function shareOf({ counts }: ReportFinding): number {
  const { agree, candidate, secondary, primary, all } = counts;
  const differ = candidate + secondary + primary + all;
  return differ === 0 ? 0 : differ / (agree + differ);
}

function proposalsFor(
  { endpoints }: Report,
  fields: Calibration['fields'],
  seen: ReadonlyMap<string, readonly Values[]>,
): readonly Proposal[] {
  const places = Map.groupBy(fields, ({ finding: { endpoint, field } }) => JSON.stringify([endpoint, field]));
  const single = [...places.values()].flatMap((place): readonly Proposal[] => {
    const [first] = place;
    const rule = first && ruleFor(place, seen);
    return rule === undefined ? [] : [{ rule, share: first?.share ?? 0, worthIt: isWorthIt(rule, first?.share ?? 0) }];
  });
  const alike = Map.groupBy(single, ({ rule: { endpoint: _, ...rest } }) => JSON.stringify(rest));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length < 2 || same.length < endpoints.length) return same;
    const { endpoint: _, ...everywhere } = first.rule;
    return [{ ...first, rule: everywhere as Rule, worthIt: same.some(({ worthIt }) => worthIt) }];
  });
}

/** Of a field that differs more rarely, what a rule would hide is more than what it spares. */
const loud = 0.2;
const isWorthIt = ({ kind }: Rule, share: number): boolean => kind !== 'ignore' || share >= loud;

/** Another status or failure is nothing to get used to. */
const neverIgnored: ReadonlySet<Aspect> = new Set(['failure', 'truncated']);
/** Ways in which a value that is always another one may differ: which of them show in a few exchanges is chance. */
const ofValues: readonly Aspect[] = ['value', 'format', 'length'];

/** The rule that hides least, for all that differs at one place of an endpoint. */
function ruleFor(place: Calibration['fields'], seen: ReadonlyMap<string, readonly Values[]>): Rule | undefined {
  const [first] = place;
  const found = new Set(place.map(({ finding }) => finding.aspect).filter((aspect) => !neverIgnored.has(aspect)));
  if (first === undefined || found.size === 0 || first.finding.field === 'status') return undefined;
  const { endpoint, field } = first.finding;
  const only = (...wanted: readonly Aspect[]) => [...found].every((aspect) => wanted.includes(aspect));
  if (only('order')) return { kind: 'unordered', field, endpoint };
  const values = place.flatMap(({ finding }) => seen.get(finding.id) ?? []);
  if (only('value', 'format')) {
    if (only('value') && values.length > 0 && values.every(areInstants)) return { kind: 'format', field, endpoint };
    const within = toleranceFor(values);
    if (within !== undefined) return { kind: 'tolerance', field, within, endpoint };
  }
  const wanted = ofValues.some((aspect) => found.has(aspect)) ? found.union(new Set(ofValues)) : found;
  return { kind: 'ignore', field, aspects: aspects.filter((aspect) => wanted.has(aspect)), endpoint };
}

const present = (values: Values): readonly Json[] => values.filter((value) => value !== undefined) as readonly Json[];
const areInstants = (values: Values): boolean => present(values).every((value) => instantOf(value) !== undefined);

/** Percent; more would be no jitter. */
const offered = [0.1, 1, 2, 5, 10, 20];

/** The first that is at least twice what was seen: the few exchanges that are kept do not hold the largest of all differences. */
function toleranceFor(seen: readonly Values[]): string | undefined {
  if (seen.length === 0) return undefined;
  const pairs = seen.map(present).flatMap((values) => values.flatMap((a, i) => values.slice(i + 1).map((b) => [a, b])));
  const most = offered.find((percent) => {
    const tolerance = parseTolerance(`${percent / 2}%`);
    return pairs.every(([a = null, b = null]) => a === b || isWithin(tolerance, a, b));
  });
  return most === undefined ? undefined : `${most}%`;
}
