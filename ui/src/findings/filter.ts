import type { FindingClass, ReportFinding } from '../../../server/api/contract.ts';
import { type FindingsSearch, findingClasses } from '../search.ts';

export interface Filtered {
  readonly shown: readonly ReportFinding[];
  /** How many there are of each class, the endpoint filter applied and the class filter not. */
  readonly perClass: Readonly<Record<FindingClass, number>>;
  readonly total: number;
  readonly endpoints: readonly string[];
}

/** The findings that the URL asks for, in the order the server ranked them. */
export function filterFindings(findings: readonly ReportFinding[], search: FindingsSearch): Filtered {
  const here = findings.filter((finding) => search.endpoint === undefined || finding.endpoint === search.endpoint);
  return {
    shown: here.filter((finding) => search.class === undefined || finding.class === search.class),
    perClass: countClasses(here),
    total: here.length,
    endpoints: [...new Set(findings.map((finding) => finding.endpoint))].toSorted(),
  };
}

export function countClasses(findings: readonly ReportFinding[]): Readonly<Record<FindingClass, number>> {
  const counts = { regression: 0, unexplained: 0, noise: 0, accepted: 0 } satisfies Record<FindingClass, number>;
  for (const finding of findings) counts[finding.class]++;
  return counts;
}

/** Findings of one cause: the one that says most, and those that always come together with it. */
export interface Cause {
  readonly finding: ReportFinding;
  readonly withIt: readonly ReportFinding[];
}

/** One row for each cause. What the filter shows without the finding that says most of its cause keeps a row of its own. */
export function foldCauses(shown: readonly ReportFinding[]): readonly Cause[] {
  const ids = new Set(shown.map(({ id }) => id));
  const followers = shown.filter(({ id, cause }) => cause !== id && ids.has(cause));
  const byCause = Map.groupBy(followers, ({ cause }) => cause);
  return shown
    .filter((finding) => !followers.includes(finding))
    .map((finding) => ({ finding, withIt: byCause.get(finding.id) ?? [] }));
}

/** What is worth a look before anything else: regressions, then what is not explained yet. */
export function lookFirst(findings: readonly ReportFinding[], limit: number): readonly Cause[] {
  const worthIt = findingClasses.slice(0, 2).flatMap((name) => findings.filter((finding) => finding.class === name));
  return foldCauses(worthIt).slice(0, limit);
}
