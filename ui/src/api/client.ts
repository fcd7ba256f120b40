import { problemOf, RequestFailed, unreachable } from './problem.ts';

/** GET of a JSON document below /api/v1. Throws `RequestFailed`, or the abort when `signal` was aborted. */
export async function getJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(`/api/v1${path}`, { signal, headers: { accept: 'application/json' } }).catch(
    (cause: unknown) => {
      if (signal.aborted) throw cause;
      throw new RequestFailed(unreachable(cause instanceof Error ? cause.message : String(cause)));
    },
  );
  if (!response.ok) throw new RequestFailed(problemOf(response.status, await response.text()));
  return response.json();
}
