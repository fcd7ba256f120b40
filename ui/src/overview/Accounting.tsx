import type { ReportView } from '../../../server/api/contract.ts';
import { count } from '../format/number.ts';
import { skipWord } from '../format/words.ts';
import styles from './Overview.module.css';

/** Every exchange received is in this list exactly once. */
export function Accounting({ exchanges }: { readonly exchanges: ReportView['exchanges'] }) {
  const reasons = Object.entries(exchanges.notCompared)
    .filter(([, n]) => n > 0)
    .toSorted(([, a], [, b]) => b - a);
  return (
    <section aria-labelledby="accounting">
      <h2 id="accounting">Every exchange accounted for</h2>
      <dl className={styles.ledger}>
        <div>
          <dt>Compared</dt>
          <dd>{count(exchanges.compared)}</dd>
        </div>
        {reasons.map(([reason, n]) => (
          <div key={reason} className={styles.skipped}>
            <dt>{sentence(skipWord(reason))}</dt>
            <dd>{count(n)}</dd>
          </div>
        ))}
        <div className={styles.sum}>
          <dt>Received</dt>
          <dd>{count(exchanges.received)}</dd>
        </div>
      </dl>
      {reasons.length === 0 && <p className={styles.note}>Nothing was left out.</p>}
    </section>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
