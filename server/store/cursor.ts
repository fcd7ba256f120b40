/** A cursor is the key of the last item of a page: opaque to the outside, stable while new items arrive at the front. */
import type { Listed } from './contract.ts';
import { StoreError } from './errors.ts';

interface Key {
  readonly at: number;
  readonly id: string;
}

function encodeCursor({ at, id }: Key): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Throws a `StoreError` of kind `cursor` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): Key {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw new StoreError('cursor', '', cause);
  }
  if (!Array.isArray(parsed)) throw new StoreError('cursor', '');
  const [at, id]: readonly unknown[] = parsed;
  if (typeof at !== 'number' || typeof id !== 'string') throw new StoreError('cursor', '');
  return { at, id };
}

/** The page of `items`, which were asked for with one more than `limit` to see whether there is a next one. */
export function pageOf<T>(items: readonly T[], limit: number, keyOf: (item: T) => Key): Listed<T> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
