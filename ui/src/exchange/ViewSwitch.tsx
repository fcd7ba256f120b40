import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { ExchangeSearch } from '../search.ts';
import styles from './Exchange.module.css';

const from = '/runs/$run/exchanges/$exchange';

const views = [
  { label: 'Everything', set: {} },
  { label: 'Only differences', set: { only: 'differences' } },
  { label: 'Raw', set: { view: 'raw' } },
] as const satisfies readonly { label: string; set: ExchangeSearch }[];

export function ViewSwitch() {
  const params = useParams({ from });
  const { finding } = useSearch({ from });
  return (
    <nav className={styles.views} aria-label="View">
      {views.map(({ label, set }) => (
        <Link
          key={label}
          to={from}
          params={params}
          search={{ ...set, ...(finding && { finding }) }}
          replace
          resetScroll={false}
          activeOptions={{ exact: true }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
