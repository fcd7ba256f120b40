import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { RunSummary } from '../../../server/api/contract.ts';
import { runsQuery } from '../api/queries.ts';
import { dateAndTime } from '../format/time.ts';
import { verdictWords } from '../format/words.ts';
import styles from './Shell.module.css';

/** A native list: it works from the keyboard, on a phone and with a screen reader. */
export function RunPicker() {
  const { run } = useParams({ strict: false });
  const navigate = useNavigate();
  const { data } = useInfiniteQuery(runsQuery);
  const runs = data?.pages.flatMap((page) => page.items) ?? [];
  const listed = run === undefined || run === 'live' || runs.some(({ id }) => id === run);
  return (
    <div className={styles.picker}>
      <label htmlFor="run" className={styles.hidden}>
        Run
      </label>
      <select
        id="run"
        value={run ?? ''}
        onChange={(event) => void navigate({ to: '/runs/$run', params: { run: event.target.value } })}
      >
        {run === undefined && <option value="">All runs</option>}
        <option value="live">Live: the newest run</option>
        {!listed && <option value={run}>Run {run}</option>}
        {runs.map((item) => (
          <option key={item.id} value={item.id}>
            {labelOf(item)}
          </option>
        ))}
      </select>
      <Link to="/runs" className={styles.all} activeOptions={{ exact: true }}>
        All runs
      </Link>
    </div>
  );
}

function labelOf(run: RunSummary): string {
  return `${run.candidate} · ${dateAndTime(run.startedAt)} · ${verdictWords[run.verdict]}`;
}
