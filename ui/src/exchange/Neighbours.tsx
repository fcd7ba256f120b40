import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { examplesQuery } from '../api/queries.ts';
import { Icon } from '../parts/Icon.tsx';
import styles from './Exchange.module.css';

/** Previous and next example of the finding that led here. */
export function Neighbours({
  run,
  finding,
  exchange,
}: {
  readonly run: string;
  readonly finding: string;
  readonly exchange: string;
}) {
  const { data } = useQuery(examplesQuery(run, finding));
  const items = data?.items ?? [];
  const at = items.findIndex(({ id }) => id === exchange);
  const previous = items[at - 1];
  const next = at < 0 ? undefined : items[at + 1];
  const step = (id: string, label: string, icon: 'previous' | 'next') => (
    <Link
      to="/runs/$run/exchanges/$exchange"
      params={{ run, exchange: id }}
      search={(search) => ({ ...search, finding })}
      replace
      aria-label={label}
    >
      <Icon name={icon} />
    </Link>
  );
  return (
    <nav className={styles.neighbours} aria-label="Examples of the finding">
      <Link to="/runs/$run/findings/$finding" params={{ run, finding }}>
        Back to the finding
      </Link>
      {at >= 0 && (
        <>
          {previous && step(previous.id, 'Previous example', 'previous')}
          <span>
            Example {at + 1} of {items.length}
          </span>
          {next && step(next.id, 'Next example', 'next')}
        </>
      )}
    </nav>
  );
}
