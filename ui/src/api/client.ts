import { problemOf, RequestFailed, unreachable } from './problem.ts';

/** GET of a JSON document below /api/v1. Throws `RequestFailed`, or the abort when `signal` was aborted. */
export function getJson<T>(path: string, signal: AbortSignal): Promise<T> {
  return json(path, { signal, headers: { accept: 'application/json' } });
}

/** POST of a JSON document below /api/v1. Throws `RequestFailed`. */
export function postJson<T>(path: string, body: unknown): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return json(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function json<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/api/v1${path}`, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new RequestFailed(unreachable(cause instanceof Error ? cause.message : String(cause)));
  });
  if (!response.ok) throw new RequestFailed(problemOf(response.status, await response.text()));
  return response.json();
}
