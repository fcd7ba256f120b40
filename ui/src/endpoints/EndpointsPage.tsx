import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { endpointsQuery, findingsQuery } from '../api/queries.ts';
import { count } from '../format/number.ts';
import { plural } from '../format/words.ts';
import { bothOf, loadingOf } from '../state/loading.ts';
import { Loaded, NoSuchRun, Statement } from '../state/States.tsx';
import styles from './Endpoints.module.css';
import { EndpointsTable } from './EndpointsTable.tsx';
import { type EndpointTable, endpointTable } from './sort.ts';

const from = '/runs/$run/endpoints';

export function EndpointsPage() {
  const { run } = useParams({ from });
  const search = useSearch({ from });
  const both = bothOf(loadingOf(useQuery(endpointsQuery(run))), loadingOf(useQuery(findingsQuery(run))));
  return (
    <>
      <title>Endpoints · Triptych</title>
      <div className={styles.heading}>
        <h1>Endpoints</h1>
        <NoiseSwitch />
      </div>
      <Loaded from={both} what="the endpoints" missing={<NoSuchRun run={run} />}>
        {([endpoints, findings]) => {
          if (endpoints.items.length === 0) return <Nothing />;
          const table = endpointTable(endpoints.items, findings.items, search);
          return (
            <>
              {table.rows.length > 0 && <EndpointsTable run={run} search={search} rows={table.rows} />}
              <Hidden run={run} table={table} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function NoiseSwitch() {
  const { run } = useParams({ from });
  const { noise, ...others } = useSearch({ from });
  const hidden = noise === 'hide';
  return (
    <Link
      to={from}
      params={{ run }}
      search={hidden ? others : { ...others, noise: 'hide' }}
      replace
      role="switch"
      aria-checked={hidden}
      className={styles.switch}
    >
      <span aria-hidden="true" />
      Hide noise
    </Link>
  );
}

function Hidden({ run, table }: { readonly run: string; readonly table: EndpointTable }) {
  if (table.hidden === 0) return null;
  return (
    <p className={styles.hidden}>
      {count(table.hidden)} {plural(table.hidden, 'endpoint')} with nothing but noise{' '}
      {plural(table.hidden, 'is', 'are')} hidden.{' '}
      <Link to={from} params={{ run }} search={({ noise: _, ...others }) => others} replace>
        Show
      </Link>
    </p>
  );
}

function Nothing() {
  return (
    <Statement title="No endpoint has been compared yet">
      <p>An endpoint shows here with its first compared exchange.</p>
    </Statement>
  );
}
