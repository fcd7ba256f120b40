import type { Problem } from '../../../server/api/contract.ts';
import { problemFrom } from '../api/problem.ts';

/** What can be said about something that was asked for. `stale`: it came once, but asking again failed. */
export type Loading<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'ready'; readonly value: T; readonly stale: Problem | undefined };

export function loadingOf<T>(query: { readonly data: T | undefined; readonly error: unknown }): Loading<T> {
  const problem = query.error === null || query.error === undefined ? undefined : problemFrom(query.error);
  if (query.data !== undefined) return { kind: 'ready', value: query.data, stale: problem };
  return problem ? { kind: 'failed', problem } : { kind: 'loading' };
}

/** Both, as soon as both are there; what failed first is what is said. */
export function bothOf<A, B>(a: Loading<A>, b: Loading<B>): Loading<readonly [A, B]> {
  if (a.kind === 'failed') return a;
  if (b.kind === 'failed') return b;
  if (a.kind === 'loading' || b.kind === 'loading') return { kind: 'loading' };
  return { kind: 'ready', value: [a.value, b.value], stale: a.stale ?? b.stale };
}
