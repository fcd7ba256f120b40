/** What the reader tests share: the fixtures, streams cut anywhere, and one line for each item. */
import { readFileSync } from 'node:fs';
import type { Recorded, RecordedRequest } from '../../server/traffic/recorded.ts';

export const fixturePath = (name: string): string => new URL(`../fixtures/traffic/${name}`, import.meta.url).pathname;
export const fixture = (name: string): Buffer => readFileSync(fixturePath(name));

/** The bytes cut before each of the positions, which may stand in any order and lie anywhere. */
export async function* cutAt(bytes: Buffer, positions: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const cuts = [...new Set(positions.map((p) => p % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export function request(
  method: string,
  target: string,
  rest: Partial<Omit<RecordedRequest, 'body'>> & { readonly body?: string | Uint8Array } = {},
): Recorded {
  const body = new Uint8Array(Buffer.from(rest.body ?? ''));
  return { kind: 'request', method, target, headers: [], at: undefined, ...rest, body };
}

export const malformed = (position: string, reason: string): Recorded => ({ kind: 'malformed', position, reason });
