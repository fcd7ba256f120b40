/** Ids of exchanges: unique across processes by their random head, cheap to make by their counted tail. */
import { randomBytes } from 'node:crypto';

export function exchangeIds(): () => string {
  const head = randomBytes(6).toString('hex');
  let next = 0;
  return () => `${head}-${(next++).toString(36)}`;
}
