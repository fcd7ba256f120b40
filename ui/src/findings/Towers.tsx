import type { FindingView } from '../../../server/api/contract.ts';
import { count, percent } from '../format/number.ts';
import styles from './Finding.module.css';
import { towersOf } from './towers.ts';

const captions = {
  primary: 'Primary alone',
  secondary: 'Secondary alone',
  candidate: 'Candidate alone',
  all: 'All different',
} as const;

const twoRoleCaptions = { ...captions, candidate: 'Candidate differs' };

/** The odd-one-out bars: how often each answer stood alone against the two others. */
export function Towers({ finding, twoRoles }: { readonly finding: FindingView; readonly twoRoles: boolean }) {
  const { towers, noiseLevel, total } = towersOf(finding.counts);
  const shown = twoRoles ? towers.filter((tower) => tower.case === 'candidate') : towers;
  const words = twoRoles ? twoRoleCaptions : captions;
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h2>Who is the odd one out</h2>
      </figcaption>
      <ul className={styles.towers} data-class={finding.class}>
        {shown.map((tower) => (
          <li key={tower.case} data-case={tower.case}>
            <div className={styles.shaft}>
              <span className={styles.count}>{count(tower.count)}</span>
              <span className={styles.tower} style={{ height: `${tower.height * 100}%` }} />
              {tower.case === 'candidate' && !twoRoles && noiseLevel > 0 && (
                <span className={styles.level} style={{ bottom: `${noiseLevel * 100}%` }} />
              )}
            </div>
            <span className={styles.caption}>{words[tower.case]}</span>
          </li>
        ))}
      </ul>
      <p className={styles.reading}>
        All agreed in <strong>{count(finding.counts.agree)}</strong> of {count(total)} exchanges (
        {percent(total === 0 ? 0 : finding.counts.agree / total)}).{' '}
        {twoRoles
          ? 'Without a secondary nothing shows how much of this is noise.'
          : 'Level bars are noise: each copy is the odd one out as often as the others. A tower over the candidate, above the dashed line of what noise alone would give, is a regression.'}
      </p>
    </figure>
  );
}
