/** Plays recorded requests: each at its intended time, with a bounded number in flight. */
import type { Clock } from './clock.ts';
import type { Pace } from './pace.ts';
import type { Malformed, Recorded, RecordedRequest } from './recorded.ts';

export interface Progress {
  /** Requests begun and malformed items. */
  readonly read: number;
  /** Requests that were answered, whatever the status. */
  readonly sent: number;
  readonly failed: number;
  readonly malformedCount: number;
}

/** At the end `sent + failed + malformedCount = read`. */
export interface PlayCounts extends Progress {
  /** The first ones; `malformedCount` counts all. */
  readonly malformed: readonly Malformed[];
  /** Why requests failed, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[];
}

export interface Play {
  readonly requests: AsyncIterable<Recorded>;
  /** Resolves when the answer is in; a rejection counts as failed, its message as the reason. */
  readonly send: (request: RecordedRequest) => Promise<void>;
  readonly pace: Pace;
  /** At most this many unanswered at a time. */
  readonly inFlight: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Called after each answer and each malformed item. */
  readonly onProgress?: (progress: Progress) => void;
}

const malformedKept = 100;
const reasonsKept = 50;
const otherReasons = 'other reasons';

/**
 * Ends when the requests do and every answer is in. Once the signal aborts nothing more is started, and what is in flight is
 * still waited for: whoever cannot wait closes the sender, which makes it fail.
 * @throws what `requests` throws, after every answer is in
 */
export async function play({ requests, send, pace, inFlight, clock, signal, onProgress }: Play): Promise<PlayCounts> {
  if (!(Number.isInteger(inFlight) && inFlight > 0)) throw new RangeError(`in flight must be above 0, not ${inFlight}`);
  const counts = { read: 0, sent: 0, failed: 0, malformedCount: 0 };
  const malformed: Malformed[] = [];
  const reasons = new Map<string, number>();
  const places = placesFor(inFlight, signal);

  const exchange = async (request: RecordedRequest): Promise<void> => {
    try {
      await send(request);
      counts.sent++;
    } catch (error) {
      counts.failed++;
      countReason(reasons, error instanceof Error ? error.message : String(error));
    }
    onProgress?.({ ...counts });
  };

  const start = clock.now();
  let begun = 0;
  try {
    for await (const item of requests) {
      if (signal?.aborted) break;
      if (item.kind === 'malformed') {
        counts.read++;
        counts.malformedCount++;
        if (malformed.length < malformedKept) malformed.push(item);
        onProgress?.({ ...counts });
        continue;
      }
      const due = start + pace(begun, item);
      if (due > clock.now()) await clock.sleepUntil(due, signal);
      await places.free();
      if (signal?.aborted) break;
      begun++;
      counts.read++;
      places.take(exchange(item));
    }
  } finally {
    await places.allFree();
  }
  return { ...counts, malformed, failures: ranked(reasons) };
}

interface Places {
  /** Resolves when one is free, or at once when the signal aborts. One caller at a time. */
  free(): Promise<void>;
  /** Occupies one until the work is done. */
  take(work: Promise<void>): void;
  allFree(): Promise<void>;
}

function placesFor(limit: number, signal: AbortSignal | undefined): Places {
  const taken = new Set<Promise<void>>();
  let wake: (() => void) | undefined;
  return {
    async free() {
      if (taken.size < limit || signal?.aborted) return;
      const freed = Promise.withResolvers<void>();
      const done = (): void => freed.resolve();
      wake = done;
      signal?.addEventListener('abort', done);
      await freed.promise;
      signal?.removeEventListener('abort', done);
    },
    take(work) {
      const place = work.finally(() => {
        taken.delete(place);
        wake?.();
      });
      taken.add(place);
    },
    async allFree() {
      await Promise.all(taken);
    },
  };
}

/** A reason that names something of its own for each request must not grow the tally without bound. */
function countReason(reasons: Map<string, number>, reason: string): void {
  const key = reasons.has(reason) || reasons.size < reasonsKept ? reason : otherReasons;
  reasons.set(key, (reasons.get(key) ?? 0) + 1);
}

const ranked = (reasons: ReadonlyMap<string, number>): { reason: string; count: number }[] =>
  [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
