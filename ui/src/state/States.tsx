import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Problem } from '../../../server/api/contract.ts';
import type { Loading } from './loading.ts';
import styles from './States.module.css';

/** Shows a value once it is there, and otherwise says why it is not. `missing` is what a 404 means here; `page`: it is all there is on the page. */
export function Loaded<T>({
  from,
  what,
  missing,
  page = false,
  children,
}: {
  readonly from: Loading<T>;
  readonly what: string;
  readonly missing?: ReactNode;
  readonly page?: boolean;
  readonly children: (value: T) => ReactNode;
}) {
  if (from.kind === 'loading') {
    const Line = page ? 'h1' : 'p';
    return <Line className={styles.loading}>Loading {what}…</Line>;
  }
  if (from.kind === 'failed') {
    return from.problem.status === 404 && missing ? missing : <Failed what={what} problem={from.problem} page={page} />;
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

function Failed({ what, problem, page }: { readonly what: string; readonly problem: Problem; readonly page: boolean }) {
  return (
    <Statement title={`Could not load ${what}`} alert page={page}>
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
  page = false,
  children,
}: {
  readonly title: string;
  readonly alert?: boolean;
  readonly page?: boolean;
  readonly children: ReactNode;
}) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <section className={styles.statement} role={alert ? 'alert' : undefined}>
      <Heading className={styles.title}>{title}</Heading>
      {children}
    </section>
  );
}

export function NoSuchRun({ run }: { readonly run: string }) {
  return (
    <Statement title="No such run" page>
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
    <Statement title="There is no such page" page>
      <p>The address leads nowhere.</p>
      <p>
        <Link to="/runs/$run" params={{ run: 'live' }}>
          To the live run
        </Link>
      </p>
    </Statement>
  );
}
