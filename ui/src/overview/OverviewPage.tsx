import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReportView } from '../../../server/api/contract.ts';
import { reportQuery } from '../api/queries.ts';
import { verdictWords } from '../format/words.ts';
import { loadingOf } from '../state/loading.ts';
import { Pane } from '../state/Pane.tsx';
import { Loaded, NoSuchRun } from '../state/States.tsx';
import { Accounting } from './Accounting.tsx';
import { LookFirst } from './LookFirst.tsx';
import styles from './Overview.module.css';
import { Targets } from './Targets.tsx';
import { Figures, Verdict } from './Verdict.tsx';
import { Waiting } from './Waiting.tsx';

export function OverviewPage() {
  const { run } = useParams({ from: '/runs/$run' });
  const report = loadingOf(useQuery(reportQuery(run)));
  return (
    <Loaded
      from={report}
      what="the run"
      page
      missing={run === 'live' ? <Waiting live={true} /> : <NoSuchRun run={run} />}
    >
      {(value) =>
        value.exchanges.received === 0 ? (
          <Waiting live={value.run.endedAt === null} />
        ) : (
          <Overview run={run} report={value} />
        )
      }
    </Loaded>
  );
}

function Overview({ run, report }: { readonly run: string; readonly report: ReportView }) {
  return (
    <>
      <title>{`${verdictWords[report.verdict]} · ${report.run.candidate} · Triptych`}</title>
      <Verdict report={report} />
      <Figures run={run} report={report} />
      <div className={styles.columns}>
        <Pane name="The list of what to look at first">
          <LookFirst run={run} report={report} />
        </Pane>
        <aside className={styles.aside} aria-label="The run">
          <Pane name="The list of targets">
            <Targets />
          </Pane>
          <Accounting exchanges={report.exchanges} />
        </aside>
      </div>
    </>
  );
}
