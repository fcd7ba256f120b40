import type { ReportFinding } from '../../../server/api/contract.ts';
import { towerCases } from '../findings/towers.ts';
import { count } from '../format/number.ts';
import { caseWords } from '../format/words.ts';
import styles from './parts.module.css';

const height = 22;

/** The four discordant counts as a picture of a word's size: a tower at the candidate, or level bars. */
export function MiniTowers({ finding }: { readonly finding: ReportFinding }) {
  const scale = Math.max(1, ...towerCases.map((name) => finding.counts[name]));
  const words = towerCases.map((name) => `${caseWords[name]} ${count(finding.counts[name])}`).join(', ');
  return (
    <svg className={styles.mini} viewBox={`0 0 32 ${height}`} role="img" aria-label={words} data-class={finding.class}>
      <title>{words}</title>
      {towerCases.map((name, i) => {
        const n = finding.counts[name];
        const h = n === 0 ? 1 : Math.max(2, (n / scale) * height);
        return <rect key={name} data-case={name} x={i * 8} y={height - h} width="6" height={h} />;
      })}
    </svg>
  );
}
