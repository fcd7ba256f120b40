/** The time that the player plays by. */

export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Resolves once `now()` has reached `ms`, or at once when the signal aborts. Never rejects. */
  sleepUntil(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longer timeouts overflow in node and fire at once. */
const longestTimeout = 2 ** 31 - 1;

/** The monotonic clock of this machine. */
export const wallClock: Clock = {
  now: () => performance.now(),
  async sleepUntil(ms, signal) {
    // A timer may fire a fraction of a millisecond early, hence the loop.
    for (let left = ms - performance.now(); left > 0 && !signal?.aborted; left = ms - performance.now()) {
      await timeout(Math.min(Math.ceil(left), longestTimeout), signal);
    }
  },
};

function timeout(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
