/** Inserting counters, or adding them to what is there: the one shape behind every additive table. */
import { type Insertable, type RawBuilder, sql, type Transaction } from 'kysely';
import { chunks } from './chunks.ts';
import type { Tables } from './schema.ts';

type Column<Name extends keyof Tables> = keyof Tables[Name] & string;

/** How a new value meets a stored one. A column that is not named keeps what its first row brought. */
type Meeting = 'add' | 'largest';

export interface Accumulation<Name extends keyof Tables> {
  readonly table: Name;
  /** Must be the primary key. */
  readonly key: readonly Column<Name>[];
  readonly meet: Readonly<Partial<Record<Column<Name>, Meeting>>>;
}

/** No two rows may have the same key: databases differ on what one statement does then. */
export async function accumulate<Name extends keyof Tables>(
  tx: Transaction<Tables>,
  { table, key, meet }: Accumulation<Name>,
  all: readonly Insertable<Tables[Name]>[],
): Promise<void> {
  const columns = Object.keys(all[0] ?? {});
  const updates = Object.entries<Meeting | undefined>(meet).map(([column, meeting]) =>
    meeting === 'add' ? sum(table, column) : largest(table, column),
  );
  for (const rows of chunks(all)) {
    const values = rows.map((row) => {
      const record: Readonly<Record<string, unknown>> = row;
      return sql`(${sql.join(columns.map((column) => record[column]))})`;
    });
    await sql`insert into ${sql.table(table)} (${names(columns)}) values ${sql.join(values)}
      on conflict (${names(key)}) do update set ${sql.join(updates)}`.execute(tx);
  }
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

function sum(table: string, column: string): RawBuilder<unknown> {
  return sql`${sql.ref(column)} = ${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`;
}

/** `max` of two values has another name in every database; CASE does not. */
function largest(table: string, column: string): RawBuilder<unknown> {
  const stored = sql.ref(`${table}.${column}`);
  const incoming = sql.ref(`excluded.${column}`);
  return sql`${sql.ref(column)} = case when ${incoming} > ${stored} then ${incoming} else ${stored} end`;
}
