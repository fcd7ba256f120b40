import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { FindingClass, Quantiles, Role } from '../../../server/api/contract.ts';
import { count, milliseconds, percent } from '../format/number.ts';
import { plural, roleWords } from '../format/words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Scrollable } from '../parts/Scrollable.tsx';
import tables from '../parts/table.module.css';
import { Untrusted } from '../parts/Untrusted.tsx';
import { type EndpointSort, type EndpointsSearch, findingClasses } from '../search.ts';
import styles from './Endpoints.module.css';
import type { EndpointRow } from './sort.ts';

const roles = ['primary', 'secondary', 'candidate'] as const satisfies readonly Role[];
const quantiles = ['p50', 'p95', 'p99'] as const satisfies readonly (keyof Quantiles)[];

export function EndpointsTable({
  run,
  search,
  rows,
}: {
  readonly run: string;
  readonly search: EndpointsSearch;
  readonly rows: readonly EndpointRow[];
}) {
  const header = (sort: EndpointSort, label: ReactNode, attributes: { colSpan?: number; rowSpan?: number } = {}) => (
    <SortHeader run={run} search={search} sort={sort} {...attributes}>
      {label}
    </SortHeader>
  );
  return (
    <Scrollable label="Endpoints">
      <table className={`${tables.table} ${styles.endpoints}`}>
        <thead>
          <tr>
            {header('endpoint', 'Endpoint', { rowSpan: 2 })}
            {header('findings', 'Findings', { rowSpan: 2 })}
            {header('compared', 'Compared', { rowSpan: 2 })}
            {header('differing', 'Differing', { rowSpan: 2 })}
            {header('failures', 'Failures', { colSpan: 3 })}
            {quantiles.map((name) => (
              <Fragment key={name}>{header(name, `${name} latency`, { colSpan: 3 })}</Fragment>
            ))}
          </tr>
          <tr>
            {['failures', ...quantiles].map((group) =>
              roles.map((role) => (
                <th key={`${group} ${role}`} scope="col" className={tables.number} data-first={role === 'primary'}>
                  <abbr title={roleWords[role]} aria-label={roleWords[role]}>
                    {roleWords[role].slice(0, 4)}.
                  </abbr>
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.endpoint.endpoint} run={run} row={row} hideNoise={search.noise === 'hide'} />
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

function SortHeader({
  run,
  search,
  sort,
  children,
  ...attributes
}: {
  readonly run: string;
  readonly search: EndpointsSearch;
  readonly sort: EndpointSort;
  readonly children: ReactNode;
  readonly colSpan?: number;
  readonly rowSpan?: number;
}) {
  const current = (search.sort ?? 'findings') === sort;
  return (
    <th
      scope={attributes.colSpan ? 'colgroup' : 'col'}
      aria-sort={current ? (sort === 'endpoint' ? 'ascending' : 'descending') : undefined}
      className={sort === 'endpoint' || sort === 'findings' ? undefined : tables.number}
      data-first={attributes.colSpan !== undefined}
      {...attributes}
    >
      <Link to="/runs/$run/endpoints" params={{ run }} search={{ ...search, sort }} replace className={styles.sort}>
        {children}
        {current && <Icon name="open" />}
      </Link>
    </th>
  );
}

function Row({
  run,
  row,
  hideNoise,
}: {
  readonly run: string;
  readonly row: EndpointRow;
  readonly hideNoise: boolean;
}) {
  const { endpoint } = row;
  return (
    <tr>
      <th scope="row">
        <Link to="/runs/$run/findings" params={{ run }} search={{ endpoint: endpoint.endpoint }}>
          <Untrusted text={endpoint.endpoint} />
        </Link>
      </th>
      <td>
        <ClassCounts counts={row.findings} hideNoise={hideNoise} />
        {endpoint.folded > 0 && (
          <p className={styles.capped}>
            More fields differ than are told apart: the rest, in {count(endpoint.folded)}{' '}
            {plural(endpoint.folded, 'exchange')}, counts as <code>body truncated</code>.
          </p>
        )}
      </td>
      <td className={tables.number}>{count(endpoint.compared)}</td>
      <td className={tables.number}>
        {count(endpoint.differing)}
        {endpoint.differing > 0 && (
          <span className={styles.share}> {percent(endpoint.differing / Math.max(1, endpoint.compared))}</span>
        )}
      </td>
      {roles.map((role) => (
        <td
          key={role}
          className={tables.number}
          data-first={role === 'primary'}
          data-zero={endpoint.failures[role] === 0}
        >
          {count(endpoint.failures[role])}
        </td>
      ))}
      {quantiles.map((quantile) =>
        roles.map((role) => (
          <td
            key={`${quantile} ${role}`}
            className={tables.number}
            data-first={role === 'primary'}
            title={latencyTitle(endpoint.latencyMs[role], quantile)}
          >
            {milliseconds(endpoint.latencyMs[role][quantile])}
          </td>
        )),
      )}
    </tr>
  );
}

function latencyTitle({ count: n, intervals }: Quantiles, quantile: (typeof quantiles)[number]): string {
  const from = `from ${count(n)} timed ${plural(n, 'answer')}`;
  const interval = intervals[quantile];
  if (interval === null) return `${from}; a quantile that so few cannot support is left out`;
  const { low, high } = interval;
  const ends = high === null ? `from ${milliseconds(low)} ms up` : `${milliseconds(low)} to ${milliseconds(high)} ms`;
  return `${from}; interval ${ends}`;
}

function ClassCounts({ counts, hideNoise }: { readonly counts: EndpointRow['findings']; readonly hideNoise: boolean }) {
  const shown = findingClasses.filter((name) => counts[name] > 0 && !(hideNoise && name === 'noise'));
  if (shown.length === 0) return <span className={styles.none}>none</span>;
  return (
    <span className={styles.counts}>
      {shown.map((name) => (
        <span key={name} data-class={name} title={`${counts[name]} ${classPlural(name, counts[name])}`}>
          <Icon name={name} />
          {count(counts[name])}
          <span className={styles.word}> {classPlural(name, counts[name])}</span>
        </span>
      ))}
    </span>
  );
}

function classPlural(name: FindingClass, n: number): string {
  return name === 'regression' ? plural(n, 'regression') : name;
}
