import type { FindingClass } from '../../../server/api/contract.ts';
import { classWords } from '../format/words.ts';
import { Icon } from './Icon.tsx';
import styles from './parts.module.css';

export function ClassChip({ of }: { readonly of: FindingClass }) {
  return (
    <span className={styles.chip} data-class={of}>
      <Icon name={of} />
      {classWords[of]}
    </span>
  );
}
