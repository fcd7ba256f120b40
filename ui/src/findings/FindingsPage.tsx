import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReportFinding } from '../../../server/api/contract.ts';
import { findingsQuery, runQuery } from '../api/queries.ts';
import { count, percent } from '../format/number.ts';
import { classWords, plural } from '../format/words.ts';
import { Icon } from '../parts/Icon.tsx';
import { type FindingsSearch, findingClasses } from '../search.ts';
import { loadingOf } from '../state/loading.ts';
import { Loaded, NoSuchRun, Statement } from '../state/States.tsx';
import { FindingRows } from './FindingRows.tsx';
import styles from './Findings.module.css';
import { type Filtered, filterFindings, foldCauses } from './filter.ts';

const from = '/runs/$run/findings';

export function FindingsPage() {
  const { run } = useParams({ from });
  const findings = loadingOf(useQuery(findingsQuery(run)));
  return (
    <>
      <title>Findings · Triptych</title>
      <h1>Findings</h1>
      <Loaded from={findings} what="the findings" missing={<NoSuchRun run={run} />}>
        {({ items }) => (items.length === 0 ? <NothingDiffers run={run} /> : <List run={run} findings={items} />)}
      </Loaded>
    </>
  );
}

function List({ run, findings }: { readonly run: string; readonly findings: readonly ReportFinding[] }) {
  const search = useSearch({ from });
  const filtered = filterFindings(findings, search);
  return (
    <>
      <Filters run={run} search={search} filtered={filtered} />
      {filtered.shown.length > 0 ? (
        <FindingRows run={run} causes={foldCauses(filtered.shown)} />
      ) : (
        <Statement title="No finding matches the filter">
          <p>
            There are {count(findings.length)} {plural(findings.length, 'finding')} in this run.{' '}
            <Link to={from} params={{ run }} search={{}}>
              Clear the filter
            </Link>
          </p>
        </Statement>
      )}
    </>
  );
}

function Filters({
  run,
  search,
  filtered,
}: {
  readonly run: string;
  readonly search: FindingsSearch;
  readonly filtered: Filtered;
}) {
  const navigate = useNavigate({ from });
  const { class: chosen, ...others } = search;
  const choose = (endpoint: string) =>
    navigate({ search: { ...(chosen && { class: chosen }), ...(endpoint && { endpoint }) }, replace: true });
  return (
    <div className={styles.filters}>
      <nav className={styles.classes} aria-label="Class of finding">
        <Link to={from} params={{ run }} search={others} replace activeOptions={{ exact: true }}>
          All <span>{count(filtered.total)}</span>
        </Link>
        {findingClasses.map((name) => (
          <Link
            key={name}
            to={from}
            params={{ run }}
            search={{ ...others, class: name }}
            replace
            data-class={name}
            activeOptions={{ exact: true }}
          >
            <Icon name={name} />
            {classWords[name]} <span>{count(filtered.perClass[name])}</span>
          </Link>
        ))}
      </nav>
      <label className={styles.choice}>
        Endpoint
        <select value={search.endpoint ?? ''} onChange={(event) => void choose(event.target.value)}>
          <option value="">All endpoints</option>
          {filtered.endpoints.map((endpoint) => (
            <option key={endpoint}>{endpoint}</option>
          ))}
          {search.endpoint !== undefined && !filtered.endpoints.includes(search.endpoint) && (
            <option>{search.endpoint}</option>
          )}
        </select>
      </label>
    </div>
  );
}

function NothingDiffers({ run }: { readonly run: string }) {
  const { data } = useQuery(runQuery(run));
  if (data?.compared === 0) {
    return (
      <Statement title="Nothing has been compared yet">
        <p>Findings show here as soon as answers differ.</p>
      </Statement>
    );
  }
  return (
    <Statement title="Nothing differs">
      <p>
        {data
          ? `In ${count(data.compared)} compared ${plural(data.compared, 'exchange')} all answers were alike. A regression, if there is one, touches at most ${percent(data.diffRate.high)} of exchanges.`
          : 'All answers were alike.'}
      </p>
    </Statement>
  );
}
