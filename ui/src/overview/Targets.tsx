import { useQuery } from '@tanstack/react-query';
import type { Status } from '../../../server/api/contract.ts';
import { statusQuery } from '../api/queries.ts';
import { roleMeanings, roleWords } from '../format/words.ts';
import { Untrusted } from '../parts/Untrusted.tsx';
import { loadingOf } from '../state/loading.ts';
import { Loaded } from '../state/States.tsx';
import styles from './Overview.module.css';

const healthWords = { up: 'up', down: 'down', unknown: 'not tried yet' } as const;

export function Targets() {
  const status = loadingOf(useQuery({ ...statusQuery, refetchInterval: 5000 }));
  return (
    <section aria-labelledby="targets">
      <h2 id="targets">Targets now</h2>
      <Loaded from={status} what="the targets' health">
        {(value) => <TargetList status={value} />}
      </Loaded>
    </section>
  );
}

function TargetList({ status }: { readonly status: Status }) {
  return (
    <>
      {status.targets.length === 0 && (
        <p className={styles.note}>This dashboard reads a stored database; no targets are attached.</p>
      )}
      <ul className={styles.targets}>
        {status.targets.map((target) => (
          <li key={target.role}>
            <span className={styles.health} data-health={target.health}>
              <span aria-hidden="true" />
              {healthWords[target.health]}
            </span>
            <span title={roleMeanings[target.role]}>{roleWords[target.role]}</span>
            <code className={styles.url}>
              <Untrusted text={target.url} />
            </code>
            {target.health === 'down' && (
              <span className={styles.detail}>
                <Untrusted text={target.detail} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {status.problems.length > 0 && (
        <ul className={styles.problems}>
          {status.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </>
  );
}
