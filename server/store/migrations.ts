/** The history of the schema. A released migration is never edited: a change is a new entry, in the order of the names. */
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from './schema.ts';

export const migrations: Readonly<Record<string, Migration>> = {
  '001-first': {
    up: async (db: Kysely<never>) => {
      await db.schema
        .createTable('runs')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('baseline', 'text', (column) => column.notNull())
        .addColumn('candidate', 'text', (column) => column.notNull())
        .addColumn('roles', 'text', (column) => column.notNull())
        .addColumn('random_order', 'integer', (column) => column.notNull())
        .addColumn('changes', 'bigint', (column) => column.notNull())
        .execute();
      for (const table of firstTables) await createRunTable(db, table);
      await db.schema.createIndex('exchanges_by_time').on('exchanges').columns(['run', 'at', 'id']).execute();
      await db.schema.createIndex('samples_by_exchange').on('samples').columns(['run', 'exchange']).execute();
    },
  },
  '002-rules': {
    up: async (db: Kysely<never>) => {
      await db.schema
        .createTable('rules')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('rule', 'text', (column) => column.notNull())
        .addColumn('added_at', 'bigint', (column) => column.notNull())
        .execute();
      for (const table of ruleTables) await createRunTable(db, table);
    },
  },
  '003-patterns': {
    up: async (db: Kysely<never>) => {
      await createRunTable(db, { name: 'patterns', key: { finding: 'text', pattern: 'text' }, rest: { n: 'bigint' } });
    },
  },
  '004-attributes': { up: (db: Kysely<never>) => createRunTable(db, attributes) },
  '005-votes': {
    up: async (db: Kysely<never>) => {
      for (const column of votingColumns) {
        await db.schema
          .alterTable('findings')
          .addColumn(column, 'bigint', (definition) => definition.notNull().defaultTo(0))
          .execute();
      }
      // Of runs from before every count was a vote; of their gaps nothing is known.
      await (db as unknown as Kysely<Tables>)
        .updateTable('findings')
        .set(({ ref }) => ({ votes_candidate: ref('only_candidate'), votes_secondary: ref('only_secondary') }))
        .execute();
    },
  },
  '006-latency-minutes': {
    up: (db: Kysely<never>) => createRunTable(db, latencyMinutes),
  },
  '007-confirmations': { up: (db: Kysely<never>) => createRunTable(db, confirmations) },
};

const votingColumns = [
  'votes_candidate',
  'votes_secondary',
  'candidate_gaps',
  'candidate_gap_sum',
  'candidate_gap_squares',
  'old_gaps',
  'old_gap_sum',
  'old_gap_squares',
] as const;

type ColumnType = 'text' | 'integer' | 'bigint' | 'blob';

interface RunTable {
  readonly name: string;
  /** With `run` the primary key. */
  readonly key: Readonly<Record<string, ColumnType>>;
  readonly rest: Readonly<Record<string, ColumnType>>;
}

const confirmations: RunTable = {
  name: 'confirmations',
  key: { finding: 'text' },
  rest: { tries: 'bigint', candidate: 'bigint', secondary: 'bigint' },
};

const firstTables: readonly RunTable[] = [
  { name: 'skips', key: { reason: 'text' }, rest: { n: 'bigint' } },
  { name: 'endpoints', key: { endpoint: 'text' }, rest: { compared: 'bigint', differing: 'bigint' } },
  { name: 'failures', key: { endpoint: 'text', role: 'text', kind: 'text' }, rest: { n: 'bigint' } },
  { name: 'latency', key: { endpoint: 'text', role: 'text', bucket: 'integer' }, rest: { n: 'bigint' } },
  {
    name: 'findings',
    key: { id: 'text' },
    rest: {
      endpoint: 'text',
      field: 'text',
      aspect: 'text',
      rank: 'integer',
      latched: 'integer',
      first_seen: 'bigint',
      last_seen: 'bigint',
      only_candidate: 'bigint',
      only_secondary: 'bigint',
      only_primary: 'bigint',
      all_differ: 'bigint',
      blocks_candidate: 'bigint',
      blocks_secondary: 'bigint',
    },
  },
  { name: 'sets', key: { endpoint: 'text', side: 'text', key: 'text' }, rest: { findings: 'text', n: 'bigint' } },
  { name: 'samples', key: { finding: 'text', slot: 'text' }, rest: { exchange: 'text' } },
  {
    name: 'exchanges',
    key: { id: 'text' },
    rest: { at: 'bigint', endpoint: 'text', method: 'text', target: 'text', outcomes: 'text', content: 'blob' },
  },
];

const ruleTables: readonly RunTable[] = [
  {
    name: 'run_rules',
    key: { id: 'text' },
    rest: { rule: 'text', origin: 'text', position: 'integer', removed: 'integer' },
  },
  { name: 'rule_hits', key: { rule: 'text', endpoint: 'text', field: 'text', aspect: 'text' }, rest: { n: 'bigint' } },
];

const attributes: RunTable = {
  name: 'attributes',
  key: { endpoint: 'text', finding: 'text', attribute: 'text', value: 'text' },
  rest: { n: 'bigint', sampled: 'bigint' },
};

/** Time comes first in the key: what gets old is looked for by it. */
const latencyMinutes: RunTable = {
  name: 'latency_minutes',
  key: { span: 'integer', minute: 'integer', endpoint: 'text', role: 'text', bucket: 'integer' },
  rest: { n: 'bigint' },
};

/** Every table but `runs` and `rules` belongs to a run and goes with it. */
async function createRunTable(db: Kysely<never>, { name, key, rest }: RunTable): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema
    .createTable(name)
    .addColumn('run', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'));
  for (const [column, type] of Object.entries({ ...key, ...rest })) {
    table = table.addColumn(column, type, (definition) => definition.notNull());
  }
  await table.addPrimaryKeyConstraint(`${name}_key`, ['run', ...Object.keys(key)]).execute();
}
