import { useState } from 'react';
import styles from './parts.module.css';

type Outcome = 'idle' | 'copied' | 'failed';

const said: Readonly<Record<Outcome, string>> = { idle: '', copied: 'Copied', failed: 'Copying is not allowed here' };

/** The clipboard needs HTTPS or localhost; elsewhere the button says that it could not. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [outcome, setOutcome] = useState<Outcome>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  return (
    <span className={styles.copy}>
      <span role="status">{said[outcome]}</span>
      <button type="button" className={styles.button} onClick={() => void copy()} onBlur={() => setOutcome('idle')}>
        {label}
      </button>
    </span>
  );
}
