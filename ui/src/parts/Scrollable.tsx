import type { ReactNode } from 'react';
import styles from './parts.module.css';

/** A table that may be wider than the screen. What scrolls must be reachable from the keyboard, and then have a name. */
export function Scrollable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={styles.scroll} tabIndex={0} aria-label={`${label}, scrollable`}>
      {children}
    </section>
  );
}
