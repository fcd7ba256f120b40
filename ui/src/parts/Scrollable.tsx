import type { ReactNode } from 'react';
import styles from './parts.module.css';

/** A table that may be wider than the screen. What scrolls must be reachable from the keyboard, and then have a name. */
export function Scrollable({
  label,
  onlyNarrow = false,
  children,
}: {
  readonly label: string;
  /** Fits every screen but a narrow one, where alone it needs to scroll; elsewhere its head can then stick to the window. */
  readonly onlyNarrow?: boolean;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={styles.scroll} data-only-narrow={onlyNarrow} tabIndex={0} aria-label={`${label}, scrollable`}>
      {children}
    </section>
  );
}
