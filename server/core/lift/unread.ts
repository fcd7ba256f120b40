/** What stands in a tree for a part of a body that there was no work left to read. Two are equal where their bytes are. */
import type { Json } from './json.ts';

const mark = Symbol('unread');

export function unreadPart(length: number, sha256: string): Json {
  const part: Json = { length, sha256 };
  return Object.assign(part, { [mark]: true });
}

export const isUnreadPart = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
