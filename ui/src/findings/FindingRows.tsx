import { Link } from '@tanstack/react-router';
import type { ReportFinding } from '../../../server/api/contract.ts';
import { ClassChip } from '../parts/ClassChip.tsx';
import { FieldName } from '../parts/FieldName.tsx';
import { MiniTowers } from '../parts/MiniTowers.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import styles from './Findings.module.css';

/** One finding a row; the whole row is its link. */
export function FindingRows({ run, findings }: { readonly run: string; readonly findings: readonly ReportFinding[] }) {
  return (
    <ul className={styles.rows}>
      {findings.map((finding) => (
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
            <p className={styles.sentence}>{finding.sentence}</p>
          </div>
          <span className={styles.towers}>
            <MiniTowers finding={finding} />
          </span>
        </li>
      ))}
    </ul>
  );
}
