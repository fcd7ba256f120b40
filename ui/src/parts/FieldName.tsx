import type { Aspect } from '../../../server/api/contract.ts';
import styles from './parts.module.css';
import { Untrusted } from './Untrusted.tsx';

/** `body.items[].total` and what about it differs. Paths may break where a path may be read. */
export function FieldName({ field, aspect }: { readonly field: string; readonly aspect: Aspect }) {
  return (
    <span className={styles.field}>
      <code>
        <Untrusted text={field} />
      </code>
      {aspect !== field && <span className={styles.aspect}> {aspect}</span>}
    </span>
  );
}
