/** Watches the store for commits, of whatever process, while someone listens. */
import type { Store } from '../store/contract.ts';
import type { ChangeEvent } from './contract.ts';

const pollMs = 250;
/** A comment now and then keeps proxies from closing a quiet stream. */
const pollsPerHeartbeat = 60;

interface Listener {
  readonly change: (event: ChangeEvent) => void;
  readonly heartbeat: () => void;
}

export interface Changes {
  /** Tells the present revision at once and every later one, at most four times a second. Returns how to stop. */
  listen(listener: Listener): () => void;
  close(): void;
}

/** `failed` is called once for each time the store stops answering, not for each poll. */
export function changesOf(store: Store, failed: (error: unknown) => void): Changes {
  const told = new Map<Listener, number>();
  let timer: NodeJS.Timeout | undefined;
  let polls = 0;
  let asking = false;
  let failing = false;

  const tell = async (): Promise<void> => {
    const revision = await store.revision();
    const behind = [...told].filter(([, known]) => known !== revision);
    if (behind.length === 0) return;
    const [newest] = (await store.runs({ limit: 1 })).items;
    for (const [listener] of behind) {
      if (!told.has(listener)) continue;
      told.set(listener, revision);
      listener.change({ run: newest?.id ?? 'live', revision });
    }
  };

  const poll = (): void => {
    // A slow answer must not let questions pile up.
    if (asking) return;
    asking = true;
    tell()
      .then(() => {
        failing = false;
      })
      .catch((error: unknown) => {
        if (!failing) failed(error);
        failing = true;
      })
      .finally(() => {
        asking = false;
      });
  };

  const tick = (): void => {
    polls += 1;
    if (polls % pollsPerHeartbeat === 0) for (const listener of told.keys()) listener.heartbeat();
    poll();
  };

  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    listen: (listener) => {
      // No revision is NaN, nor equal to it: whoever is new is behind.
      told.set(listener, Number.NaN);
      timer ??= setInterval(tick, pollMs);
      poll();
      return () => {
        told.delete(listener);
        if (told.size === 0) stop();
      };
    },
    close: () => {
      told.clear();
      stop();
    },
  };
}
