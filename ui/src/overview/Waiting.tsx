import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../api/queries.ts';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Pane } from '../state/Pane.tsx';
import { Statement } from '../state/States.tsx';
import styles from './Overview.module.css';
import { Targets } from './Targets.tsx';

/** Nothing was received: either nothing was sent yet, or nothing ever will be. */
export function Waiting({ live }: { readonly live: boolean }) {
  const { data } = useQuery(statusQuery);
  const proxy = data?.proxy ?? undefined;
  return (
    <>
      <title>{live ? 'Waiting for traffic · Triptych' : 'Empty run · Triptych'}</title>
      {live && proxy ? (
        <Statement title="Waiting for traffic" page>
          <p>
            Nothing has come through the proxy yet. Send it a request as you would send it to your service; the first
            comparison shows here by itself.
          </p>
          <Command text={`curl -i '${proxy}/'`} />
        </Statement>
      ) : (
        <Statement title="This run received nothing" page>
          <p>
            {live
              ? 'There is no run yet, and no proxy is listening here. Start one with triptych serve, or run triptych check with this database.'
              : 'It ended before any request came, so there is nothing to compare.'}
          </p>
        </Statement>
      )}
      <div className={styles.waiting}>
        <Pane name="The list of targets">
          <Targets />
        </Pane>
      </div>
    </>
  );
}

function Command({ text }: { readonly text: string }) {
  return (
    <div className={styles.command}>
      <code>{text}</code>
      <CopyButton label="Copy" text={() => text} />
    </div>
  );
}
