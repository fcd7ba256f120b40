import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExchangeView, ReportFinding } from '../../../server/api/contract.ts';
import { caseWords, plural } from '../format/words.ts';
import { ClassChip } from '../parts/ClassChip.tsx';
import { FieldName } from '../parts/FieldName.tsx';
import styles from './Exchange.module.css';
import { withFindings } from './observed.ts';

const atFirst = 5;

/** What was counted in this exchange, each with the finding it was counted for. */
export function Observed({
  run,
  observations,
  findings,
}: {
  readonly run: string;
  readonly observations: ExchangeView['observations'];
  readonly findings: readonly ReportFinding[];
}) {
  const [all, setAll] = useState(false);
  const listed = withFindings(observations, findings);
  const shown = all ? listed : listed.slice(0, atFirst);
  const rest = listed.length - shown.length;
  if (listed.length === 0) return <p className={styles.nothing}>Nothing that counts differs between the answers.</p>;
  return (
    <section aria-label="What differs">
      <ul className={styles.observed}>
        {shown.map((item) => (
          <li key={`${item.finding} ${item.case}`}>
            <span>{item.found && <ClassChip of={item.found.class} />}</span>
            <Link to="/runs/$run/findings/$finding" params={{ run, finding: item.finding }}>
              <FieldName field={item.field} aspect={item.aspect} />
            </Link>
            <span>{caseWords[item.case]}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className={styles.plain} onClick={() => setAll(true)}>
          {rest} more {plural(rest, 'difference')}
        </button>
      )}
    </section>
  );
}
