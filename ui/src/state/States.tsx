import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Problem } from '../../../server/api/contract.ts';
import type { Loading } from './loading.ts';
import styles from './States.module.css';

/** Shows a value once it is there, and otherwise says why it is not. `missing` is what a 404 means here. */
export function Loaded<T>({
  from,
  what,
  missing,
  children,
}: {
  readonly from: Loading<T>;
  readonly what: string;
  readonly missing?: ReactNode;
  readonly children: (value: T) => ReactNode;
}) {
  if (from.kind === 'loading') {
    return (
      <p className={styles.loading} role="status">
        Loading {what}…
      </p>
    );
  }
  if (from.kind === 'failed') {
    return from.problem.status === 404 && missing ? missing : <Failed what={what} problem={from.problem} />;
  }
  return (
    <>
      {from.stale && (
        <p className={styles.stale} role="status">
          <strong>Could not be refreshed, so this may be old.</strong> {from.stale.title}. {from.stale.detail}
        </p>
      )}
      {children(from.value)}
    </>
  );
}

function Failed({ what, problem }: { readonly what: string; readonly problem: Problem }) {
  return (
    <Statement title={`Could not load ${what}`} alert>
      <p>
        <strong>{problem.title}.</strong> {problem.detail}
      </p>
      {problem.status > 0 && <p className={styles.small}>HTTP status {problem.status}</p>}
    </Statement>
  );
}

/** A state of a page or pane that has nothing else to show. */
export function Statement({
  title,
  alert = false,
  children,
}: {
  readonly title: string;
  readonly alert?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.statement} role={alert ? 'alert' : undefined}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function NoSuchRun({ run }: { readonly run: string }) {
  return (
    <Statement title="No such run">
      <p>
        There is no run <code>{run}</code> here. It may have been removed by retention, or the link belongs to another
        database.
      </p>
      <p>
        <Link to="/runs">All runs</Link>
      </p>
    </Statement>
  );
}

export function NoSuchPage() {
  return (
    <Statement title="There is no such page">
      <p>The address leads nowhere.</p>
      <p>
        <Link to="/runs/$run" params={{ run: 'live' }}>
          To the live run
        </Link>
      </p>
    </Statement>
  );
}
