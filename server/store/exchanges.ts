/** Reading the exchanges kept as evidence. */
import type { Kysely } from 'kysely';
import { decodeExchange } from './blob.ts';
import type { ExchangeFilter, ExchangeHead, Listed, StoredExchange } from './contract.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { StoreError } from './errors.ts';
import { findRun } from './runs.ts';
import type { Outcomes, Tables } from './schema.ts';

export async function readExchange(
  db: Kysely<Tables>,
  place: string,
  run: string,
  id: string,
): Promise<StoredExchange | undefined> {
  const found = await findRun(db, run);
  if (found === undefined) return undefined;
  const row = await db
    .selectFrom('exchanges')
    .select('content')
    .where('run', '=', found.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  try {
    return decodeExchange(row.content);
  } catch (cause) {
    throw new StoreError('corrupt', place, cause);
  }
}

export async function listExchanges(
  db: Kysely<Tables>,
  run: string,
  { findings, endpoint, cursor, limit }: ExchangeFilter,
): Promise<Listed<ExchangeHead>> {
  const found = await findRun(db, run);
  if (found === undefined) return { items: [], next: null };
  let query = db
    .selectFrom('exchanges')
    .select(['id', 'at', 'endpoint', 'method', 'target', 'outcomes'])
    .where('run', '=', found.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (endpoint !== undefined) query = query.where('endpoint', '=', endpoint);
  if (findings !== undefined) {
    query = query.where('id', 'in', ({ selectFrom }) =>
      selectFrom('samples').select('exchange').where('run', '=', found.id).where('finding', 'in', findings),
    );
  }
  if (cursor !== undefined) {
    const last = decodeCursor(cursor);
    query = query.where(({ eb, or, and }) =>
      or([eb('at', '<', last.at), and([eb('at', '=', last.at), eb('id', '<', last.id)])]),
    );
  }
  const rows = await query.execute();
  const heads = rows.map((row): ExchangeHead => {
    const outcomes: Outcomes = JSON.parse(row.outcomes);
    return { ...row, outcomes };
  });
  return pageOf(heads, limit, ({ at, id }) => ({ at, id }));
}
