/** Latency by the minute: written fine, kept coarser as it gets older, so that its size does not grow with the time a run lasts. */
import type { Kysely, Transaction } from 'kysely';
import type { Role } from '../core/exchange.ts';
import type { SpanTally } from '../core/tally.ts';
import { type Accumulation, accumulate } from './accumulate.ts';
import type { Batch } from './contract.ts';
import { findRun } from './runs.ts';
import type { Tables } from './schema.ts';

const latencyMinutes: Accumulation<'latency_minutes'> = {
  table: 'latency_minutes',
  key: ['run', 'span', 'minute', 'endpoint', 'role', 'bucket'],
  meet: { n: 'add' },
};

/** Minutes of the last hour are kept as such, then hours of the last two days, then days. */
const stages = [
  { span: 1, kept: 60, into: 60 },
  { span: 60, kept: 48 * 60, into: 24 * 60 },
] as const;

export async function writeMinutes(tx: Transaction<Tables>, { run, minutes = [] }: Batch): Promise<void> {
  if (minutes.length === 0) return;
  const rows = minutes.flatMap(({ endpoint, minute, role, latency }) =>
    Object.entries(latency).map(([bucket, n]) => ({ run, span: 1, minute, endpoint, role, bucket: Number(bucket), n })),
  );
  await accumulate(tx, latencyMinutes, rows);
  const newest = minutes.reduce((latest, { minute }) => Math.max(latest, minute), 0);
  for (const { span, kept, into } of stages) {
    const before = Math.floor((newest - kept) / into) * into;
    // Whoever deletes a row adds it again elsewhere, so that of two writers only one does.
    const old = await tx
      .deleteFrom('latency_minutes')
      .where('run', '=', run)
      .where('span', '=', span)
      .where('minute', '<', before)
      .returningAll()
      .execute();
    await accumulate(tx, latencyMinutes, merged(old, into));
  }
}

type Row = Tables['latency_minutes'];

/** No two of them with the same key. */
function merged(rows: readonly Row[], span: number): readonly Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const minute = Math.floor(row.minute / span) * span;
    const key = JSON.stringify([minute, row.endpoint, row.role, row.bucket]);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? { ...row, span, minute } : { ...sum, n: sum.n + row.n });
  }
  return [...sums.values()];
}

/** In the order of time; undefined when there is no such run. */
export async function readMinutes(
  db: Kysely<Tables>,
  run: string,
  endpoint: string,
): Promise<readonly SpanTally[] | undefined> {
  const found = await findRun(db, run);
  if (found === undefined) return undefined;
  const rows = await db
    .selectFrom('latency_minutes')
    .selectAll()
    .where('run', '=', found.id)
    .where('endpoint', '=', endpoint)
    .orderBy('minute')
    .orderBy('span', 'desc')
    .execute();
  const spans = new Map<string, SpanTally & { readonly latency: Record<Role, Record<number, number>> }>();
  for (const { minute, span, role, bucket, n } of rows) {
    const key = `${minute} ${span}`;
    const tally = spans.get(key) ?? { minute, span, latency: { primary: {}, secondary: {}, candidate: {} } };
    tally.latency[role][bucket] = n;
    spans.set(key, tally);
  }
  return [...spans.values()];
}
