/** Rows of `runs` and the runs they stand for. */
import type { Insertable, Kysely, Selectable } from 'kysely';
import { roles } from '../core/exchange.ts';
import type { Run } from '../core/tally.ts';
import type { Listed } from './contract.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import type { Tables } from './schema.ts';

type RunRow = Selectable<Tables['runs']>;

/** `live` is the newest run. */
export async function findRun(db: Kysely<Tables>, id: string): Promise<RunRow | undefined> {
  const query = db.selectFrom('runs').selectAll();
  return id === 'live'
    ? query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
    : query.where('id', '=', id).executeTakeFirst();
}

export async function listRuns(
  db: Kysely<Tables>,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): Promise<Listed<Run>> {
  let query = db
    .selectFrom('runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(cursor);
    query = query.where(({ eb, or, and }) =>
      or([eb('started_at', '<', at), and([eb('started_at', '=', at), eb('id', '<', id)])]),
    );
  }
  const rows = await query.execute();
  return pageOf(rows.map(runOf), limit, (run) => ({ at: run.startedAt, id: run.id }));
}

export function runOf(row: RunRow): Run {
  const present = row.roles.split(' ');
  return {
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    baseline: row.baseline,
    candidate: row.candidate,
    roles: roles.filter((role) => present.includes(role)),
    randomOrder: row.random_order === 1,
  };
}

export function rowOf(run: Run): Insertable<Tables['runs']> {
  return {
    id: run.id,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    baseline: run.baseline,
    candidate: run.candidate,
    roles: run.roles.join(' '),
    random_order: run.randomOrder ? 1 : 0,
    changes: 0,
  };
}
