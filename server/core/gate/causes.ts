/** Findings as they are told: those that always occur together once, by the one that says the most. */
import type { FindingClass, Report, ReportFinding } from './model.ts';

export interface Cause {
  readonly lead: ReportFinding;
  readonly withIt: readonly ReportFinding[];
}

/** Of the findings that lead, all that are of this class, in the report's order. */
export function causesOfClass({ findings }: Pick<Report, 'findings'>, kind: FindingClass): readonly Cause[] {
  const leads = new Map(findings.filter(({ id, cause }) => id === cause).map((finding) => [finding.id, finding]));
  const leadOf = (finding: ReportFinding): ReportFinding => leads.get(finding.cause) ?? finding;
  const others = Map.groupBy(findings, leadOf);
  return findings
    .filter((finding) => finding.class === kind && leadOf(finding) === finding)
    .map((lead) => ({ lead, withIt: (others.get(lead) ?? []).filter((finding) => finding !== lead) }));
}

/** Noise that did not come together with something that is told. */
export function noiseAlone({ findings }: Pick<Report, 'findings'>): readonly ReportFinding[] {
  return causesOfClass({ findings }, 'noise').flatMap(({ lead, withIt }) => [
    lead,
    ...withIt.filter((finding) => finding.class === 'noise'),
  ]);
}

/** `body.total value`; what is field and aspect in one is said once. As it is in the answer: not fit for a terminal. */
export const nameOf = ({ field, aspect }: Pick<ReportFinding, 'field' | 'aspect'>): string =>
  field === aspect ? field : `${field} ${aspect}`;
