import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RunSummary } from '../../../server/api/contract.ts';
import { runsQuery } from '../api/queries.ts';
import { count, percent } from '../format/number.ts';
import { dateAndTime, duration } from '../format/time.ts';
import { verdictWords } from '../format/words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Scrollable } from '../parts/Scrollable.tsx';
import tables from '../parts/table.module.css';
import { Untrusted } from '../parts/Untrusted.tsx';
import { loadingOf } from '../state/loading.ts';
import { Loaded, Statement } from '../state/States.tsx';
import styles from './Runs.module.css';

export function RunsPage() {
  const query = useInfiniteQuery(runsQuery);
  return (
    <>
      <title>Runs · Triptych</title>
      <h1>Runs</h1>
      <Loaded from={loadingOf(query)} what="the runs">
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.items);
          return runs.length === 0 ? <NoRuns /> : <Table runs={runs} />;
        }}
      </Loaded>
      {query.hasNextPage && (
        <button
          type="button"
          className={styles.more}
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? 'Loading older runs…' : 'Older runs'}
        </button>
      )}
    </>
  );
}

function NoRuns() {
  return (
    <Statement title="No runs yet">
      <p>
        A run begins when <code>triptych serve</code> starts or <code>triptych check</code> compares recorded traffic.
      </p>
    </Statement>
  );
}

function Table({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <Scrollable label="Runs">
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">Candidate</th>
            <th scope="col">Baseline</th>
            <th scope="col">Started</th>
            <th scope="col" className={tables.number}>
              Ran
            </th>
            <th scope="col" className={tables.number}>
              Compared
            </th>
            <th scope="col" className={tables.number}>
              Diff rate
            </th>
            <th scope="col" className={tables.number}>
              Regressions
            </th>
            <th scope="col" className={tables.number}>
              Unexplained
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <span className={styles.verdict} data-verdict={run.verdict}>
                  <Icon name={run.verdict} />
                  {verdictWords[run.verdict]}
                </span>
              </td>
              <th scope="row">
                <Link to="/runs/$run" params={{ run: run.id }}>
                  <Untrusted text={run.candidate} />
                </Link>
              </th>
              <td>
                <Untrusted text={run.baseline} />
              </td>
              <td className={styles.when}>{dateAndTime(run.startedAt)}</td>
              <td className={tables.number}>
                {run.endedAt === null ? 'running' : duration(run.startedAt, run.endedAt)}
              </td>
              <td className={tables.number}>{count(run.compared)}</td>
              <td className={tables.number}>{percent(run.diffRate.value)}</td>
              <td className={tables.number}>{count(run.regressions)}</td>
              <td className={tables.number}>{count(run.unexplained)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
