import { useMutation } from '@tanstack/react-query';
import type { Replayed } from '../../../server/api/contract.ts';
import { postJson } from '../api/client.ts';
import { problemFrom } from '../api/problem.ts';
import parts from '../parts/parts.module.css';
import { Untrusted } from '../parts/Untrusted.tsx';
import styles from './Exchange.module.css';

const times = 10;

/** Whether what this exchange showed comes back: its request goes to the three of the running `serve` again. */
export function SendAgain({ run, exchange }: { readonly run: string; readonly exchange: string }) {
  const path = `/runs/${encodeURIComponent(run)}/exchanges/${encodeURIComponent(exchange)}/replay`;
  const sending = useMutation({ mutationFn: () => postJson<Replayed>(path, { times }) });
  return (
    <section className={styles.again} aria-label="Send again">
      <button
        type="button"
        className={parts.button}
        disabled={sending.isPending}
        title="The request goes to all three in random order; what comes of it is counted apart"
        onClick={() => sending.mutate()}
      >
        Send again {times} times
      </button>
      <div role="status">
        {sending.isPending && <p>Sending …</p>}
        {sending.isError && <p>{problemFrom(sending.error).detail}</p>}
        {sending.isSuccess && (
          <ul>
            {sending.data.findings.map(({ id, field, aspect, sentence }) => (
              <li key={id}>
                <code>
                  <Untrusted text={field} />
                </code>
                {field === aspect ? '' : ` ${aspect}`}: {sentence}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
