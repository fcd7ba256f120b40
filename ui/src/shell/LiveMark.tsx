import { createContext, use, useSyncExternalStore } from 'react';
import type { LiveState, LiveStream } from '../api/live.ts';
import styles from './Shell.module.css';

export const LiveContext = createContext<LiveStream | undefined>(undefined);

const words: Readonly<Record<LiveState, { readonly label: string; readonly meaning: string }>> = {
  connecting: { label: 'Connecting', meaning: 'Connecting to the stream of changes.' },
  live: { label: 'Live', meaning: 'What you see follows the run as it happens.' },
  lost: {
    label: 'Stream lost',
    meaning: 'The stream of changes broke. Asking again every 5 seconds until it is back.',
  },
};

function useLiveState(): LiveState {
  const live = use(LiveContext);
  if (!live) throw new Error('no LiveContext above this component');
  return useSyncExternalStore(live.subscribe, live.state);
}

export function LiveMark() {
  const state = useLiveState();
  return (
    <span className={styles.live} data-state={state} role="status" title={words[state].meaning}>
      <span className={styles.dot} aria-hidden="true" />
      {words[state].label}
    </span>
  );
}

/** Says under the header, where it cannot be missed, that what is shown may be old. */
export function LostNotice() {
  if (useLiveState() !== 'lost') return null;
  return (
    <aside className={styles.lost} aria-label="Connection">
      {words.lost.meaning}
    </aside>
  );
}
