import { Link } from '@tanstack/react-router';
import { count } from '../format/number.ts';
import { unbroken } from '../format/words.ts';
import { ClassChip } from '../parts/ClassChip.tsx';
import { FieldName } from '../parts/FieldName.tsx';
import { MiniTowers } from '../parts/MiniTowers.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import styles from './Findings.module.css';
import type { Cause } from './filter.ts';

const mostNamed = 3;

/** One cause a row; the whole row is the link to its finding. */
export function FindingRows({ run, causes }: { readonly run: string; readonly causes: readonly Cause[] }) {
  return (
    <ul className={styles.rows}>
      {causes.map(({ finding, withIt }) => (
        <li key={finding.id} className={styles.row}>
          <ClassChip of={finding.class} />
          <div className={styles.what}>
            <p className={styles.title}>
              <Link to="/runs/$run/findings/$finding" params={{ run, finding: finding.id }} className={styles.cover}>
                <FieldName field={finding.field} aspect={finding.aspect} />
              </Link>
              <span className={styles.endpoint}>
                <Untrusted text={finding.endpoint} />
              </span>
            </p>
            <p className={styles.sentence}>{unbroken(finding.sentence)}</p>
            {withIt.length > 0 && (
              <p className={styles.together}>
                +{count(withIt.length)} with the same cause:
                {withIt.slice(0, mostNamed).map(({ id, field, aspect }) => (
                  <FieldName key={id} field={field} aspect={aspect} />
                ))}
                {withIt.length > mostNamed && '…'}
              </p>
            )}
          </div>
          <span className={styles.towers}>
            <MiniTowers finding={finding} />
          </span>
        </li>
      ))}
    </ul>
  );
}
