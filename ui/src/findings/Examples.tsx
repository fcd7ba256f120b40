import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ExchangeSummary, Role } from '../../../server/api/contract.ts';
import { examplesQuery } from '../api/queries.ts';
import { timeOfDay } from '../format/time.ts';
import { roleWords } from '../format/words.ts';
import { Scrollable } from '../parts/Scrollable.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import { loadingOf } from '../state/loading.ts';
import { Loaded } from '../state/States.tsx';
import styles from './Finding.module.css';

const roles = ['primary', 'secondary', 'candidate'] as const satisfies readonly Role[];

export function Examples({ run, finding }: { readonly run: string; readonly finding: string }) {
  const examples = loadingOf(useQuery(examplesQuery(run, finding)));
  return (
    <section aria-labelledby="examples" className={styles.examples}>
      <h2 id="examples">Examples</h2>
      <Loaded from={examples} what="the examples">
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.reading}>No exchange of this finding is kept any more: retention has removed them.</p>
          ) : (
            <Table run={run} finding={finding} items={items} />
          )
        }
      </Loaded>
    </section>
  );
}

function Table({
  run,
  finding,
  items,
}: {
  readonly run: string;
  readonly finding: string;
  readonly items: readonly ExchangeSummary[];
}) {
  const shown = roles.filter((role) => items.some((item) => item.outcomes[role] !== undefined));
  return (
    <Scrollable label="Examples">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Request</th>
            {shown.map((role) => (
              <th key={role} scope="col">
                {roleWords[role]}
              </th>
            ))}
            <th scope="col">At</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                <Link to="/runs/$run/exchanges/$exchange" params={{ run, exchange: item.id }} search={{ finding }}>
                  <code>
                    {item.method} <Untrusted text={item.target} />
                  </code>
                </Link>
              </td>
              {shown.map((role) => (
                <td key={role} data-other={item.outcomes[role] !== item.outcomes.primary}>
                  {item.outcomes[role]}
                </td>
              ))}
              <td>
                <time dateTime={item.at}>{timeOfDay(item.at)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
