/** Ids of exchanges: unique across processes by their random head, cheap to make by their counted tail. */
import { randomBytes } from 'node:crypto';

export function exchangeIds(): () => string {
  const head = randomBytes(6).toString('hex');
  let next = 0;
  return () => `${head}-${(next++).toString(36)}`;
}

/** Which of the ids of its maker it is, from 0. */
export const placeOf = (id: string): number => Number.parseInt(id.slice(id.indexOf('-') + 1), 36);
