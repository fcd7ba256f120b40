import { coalesced } from './coalesce.ts';

/** `lost`: the stream broke; what is shown is asked for anew every few seconds until it is back. */
export type LiveState = 'connecting' | 'live' | 'lost';

const refreshEvery = 250;
const pollEvery = 5000;

/** The one event stream of this page. Calls `refresh` for every change, at most four times a second. */
export class LiveStream {
  #state: LiveState = 'connecting';
  #poll: ReturnType<typeof setInterval> | undefined;
  #source: EventSource | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #url: string;
  readonly #refresh: () => void;

  constructor(url: string, refresh: () => void) {
    this.#url = url;
    this.#refresh = coalesced(refresh, refreshEvery);
    this.#open();
  }

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #open(): void {
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener('change', () => this.#refresh());
    source.addEventListener('open', () => {
      clearInterval(this.#poll);
      this.#poll = undefined;
      // Whatever happened while there was no stream was not announced.
      if (this.#state === 'lost') this.#refresh();
      this.#become('live');
    });
    source.addEventListener('error', () => {
      this.#become('lost');
      this.#poll ??= setInterval(() => this.#retry(), pollEvery);
    });
  }

  /** The browser reconnects by itself after a broken connection, but gives up for good after an error status. */
  #retry(): void {
    this.#refresh();
    if (this.#source?.readyState === EventSource.CLOSED) this.#open();
  }

  #become(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
