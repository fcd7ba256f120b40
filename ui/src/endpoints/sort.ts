import type { FindingClass, ReportEndpoint, ReportFinding } from '../../../server/api/contract.ts';
import { countClasses } from '../findings/filter.ts';
import type { EndpointSort, EndpointsSearch } from '../search.ts';

export interface EndpointRow {
  readonly endpoint: ReportEndpoint;
  readonly findings: Readonly<Record<FindingClass, number>>;
}

export interface EndpointTable {
  readonly rows: readonly EndpointRow[];
  /** Endpoints left out because noise is hidden and they have nothing else. */
  readonly hidden: number;
}

/** Endpoints with their findings counted, in the order that the URL asks for; the worst first by default. */
export function endpointTable(
  endpoints: readonly ReportEndpoint[],
  findings: readonly ReportFinding[],
  search: EndpointsSearch,
): EndpointTable {
  const byEndpoint = Map.groupBy(findings, (finding) => finding.endpoint);
  const rows = endpoints.map((endpoint) => ({
    endpoint,
    findings: countClasses(byEndpoint.get(endpoint.endpoint) ?? []),
  }));
  const kept = search.noise === 'hide' ? rows.filter((row) => !onlyNoise(row)) : rows;
  return { rows: sortRows(kept, search.sort ?? 'findings'), hidden: rows.length - kept.length };
}

function onlyNoise({ findings }: EndpointRow): boolean {
  return findings.regression === 0 && findings.unexplained === 0 && findings.accepted === 0 && findings.noise > 0;
}

type Measure = (row: EndpointRow) => number;

const candidateQuantile =
  (quantile: 'p50' | 'p95' | 'p99'): Measure =>
  ({ endpoint }) =>
    endpoint.latencyMs.candidate[quantile] ?? -1;

/** Each from most to least. Counts of a worse class outweigh any number of a lesser one. */
const measures: Readonly<Record<Exclude<EndpointSort, 'endpoint'>, readonly Measure[]>> = {
  findings: [
    (row) => row.findings.regression,
    (row) => row.findings.unexplained,
    (row) => row.endpoint.differing / Math.max(1, row.endpoint.compared),
  ],
  compared: [(row) => row.endpoint.compared],
  differing: [(row) => row.endpoint.differing / Math.max(1, row.endpoint.compared)],
  failures: [
    (row) => row.endpoint.failures.candidate,
    (row) => row.endpoint.failures.primary + row.endpoint.failures.secondary,
  ],
  p50: [candidateQuantile('p50')],
  p95: [candidateQuantile('p95')],
  p99: [candidateQuantile('p99')],
};

function sortRows(rows: readonly EndpointRow[], sort: EndpointSort): readonly EndpointRow[] {
  const by = sort === 'endpoint' ? [] : measures[sort];
  return rows.toSorted((a, b) => {
    for (const measure of by) {
      const order = measure(b) - measure(a);
      if (order !== 0) return order;
    }
    return a.endpoint.endpoint < b.endpoint.endpoint ? -1 : 1;
  });
}
