import { Link } from '@tanstack/react-router';
import type { ReportView } from '../../../server/api/contract.ts';
import { FindingRows } from '../findings/FindingRows.tsx';
import { lookFirst } from '../findings/filter.ts';
import { count, percent } from '../format/number.ts';
import { plural } from '../format/words.ts';
import styles from './Overview.module.css';

const most = 6;

export function LookFirst({ run, report }: { readonly run: string; readonly report: ReportView }) {
  const { findings, exchanges, diffRate } = report;
  const first = lookFirst(findings, most);
  return (
    <section aria-labelledby="look-first">
      <div className={styles.heading}>
        <h2 id="look-first">Look at this first</h2>
        {findings.length > 0 && (
          <Link to="/runs/$run/findings" params={{ run }}>
            All {count(findings.length)} {plural(findings.length, 'finding')}
          </Link>
        )}
      </div>
      {first.length > 0 ? (
        <FindingRows run={run} causes={first} />
      ) : (
        <p className={styles.calm}>{nothing(exchanges.compared, findings.length, diffRate.high)}</p>
      )}
    </section>
  );
}

function nothing(compared: number, findings: number, bound: number): string {
  if (compared === 0) return 'Nothing has been compared yet, so nothing can be said. The reasons are beside this.';
  const where = `in ${count(compared)} compared ${plural(compared, 'exchange')}`;
  const limit = `A regression, if there is one, touches at most ${percent(bound)} of exchanges.`;
  if (findings === 0) return `Nothing differs ${where}. ${limit}`;
  return `Nothing differs ${where} that noise or your rules do not explain. ${limit}`;
}
