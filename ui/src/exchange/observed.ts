import type { ExchangeView, FindingClass, ReportFinding } from '../../../server/api/contract.ts';

type Observations = ExchangeView['observations'];

/** The class of what was observed at each field, the worst first where a field has several. */
export type ClassesByField = ReadonlyMap<string, FindingClass>;

const severity = { regression: 3, unexplained: 2, accepted: 1, noise: 0 } satisfies Record<FindingClass, number>;

export function classesByField(observations: Observations, findings: readonly ReportFinding[]): ClassesByField {
  const classes = new Map<string, FindingClass>();
  for (const { field, found } of withFindings(observations, findings)) {
    const known = classes.get(field);
    if (found && (known === undefined || severity[found.class] > severity[known])) classes.set(field, found.class);
  }
  return classes;
}

/** Parameters and cookies are findings below their header, so a header has the class of what is below it. */
export function classAt(classes: ClassesByField, field: string): FindingClass | undefined {
  const own = classes.get(field);
  if (own !== undefined || !field.startsWith('headers.')) return own;
  for (const [name, found] of classes) {
    // `.max-age`, `["connect.sid"]`, `<url>`
    if (name.startsWith(field) && /[.[<]/.test(name.charAt(field.length))) return found;
  }
  return undefined;
}

/** What was observed in this exchange, the worst first. */
export function withFindings(observations: Observations, findings: readonly ReportFinding[]) {
  const byId = new Map(
    findings.flatMap((finding) => [finding.id, ...finding.supersedes].map((id) => [id, finding] as const)),
  );
  const weight = (finding: ReportFinding | undefined) => (finding ? severity[finding.class] : -1);
  return (
    observations
      .map((observation) => ({ ...observation, found: byId.get(observation.finding) }))
      // Which way a noisy number went is told only where it is a finding.
      .filter(({ aspect, found }) => aspect !== 'shift' || found !== undefined)
      .toSorted((a, b) => weight(b.found) - weight(a.found))
  );
}
