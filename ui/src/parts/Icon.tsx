import type { ReactNode } from 'react';
import styles from './parts.module.css';

/** Shapes that can be told apart without colour; always beside their word, so hidden from screen readers. */
const shapes = {
  regression: <path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM8 4.6v4M8 10.7v.6" />,
  unexplained: <path d="M8 1 15 8l-7 7-7-7zM6.4 6.6C6.4 5.5 7.1 5 8 5s1.6.6 1.6 1.5C9.6 7.5 8 7.6 8 8.9M8 10.6v.6" />,
  noise: <path d="M1 8c1.2-4 2.3-4 3.5 0s2.3 4 3.5 0 2.3-4 3.5 0 2.3 4 3.5 0" />,
  accepted: <path d="M2 2h12v12H2zM4.8 8.3l2.2 2.2 4.2-4.8" />,
  pass: <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM4.9 8.2l2.2 2.2 4-4.5" />,
  fail: <path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" />,
  inconclusive: <path d="M8 1 15 8l-7 7-7-7zM5.2 8h5.6" />,
  system: <path d="M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3" />,
  light: (
    <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 .8v1.6M8 13.6v1.6M.8 8h1.6M13.6 8h1.6M2.9 2.9 4 4M12 12l1.1 1.1M13.1 2.9 12 4M4 12l-1.1 1.1" />
  ),
  dark: <path d="M13.8 9.8A6.2 6.2 0 0 1 6.2 2.2a6.2 6.2 0 1 0 7.6 7.6z" />,
  next: <path d="M6 3.5 10.5 8 6 12.5" />,
  previous: <path d="M10 3.5 5.5 8 10 12.5" />,
  open: <path d="M3.5 6 8 10.5 12.5 6" />,
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[name]}
    </svg>
  );
}
