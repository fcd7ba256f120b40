/** Opens the database of a path and hands out the store over it. */
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Store } from './contract.ts';
import { listExchanges, readExchange } from './exchanges.ts';
import { migrations } from './migrations.ts';
import { readMinutes } from './minutes.ts';
import { addRule, listRules, removeRule, writeRunRules } from './rules.ts';
import { findRun, listRuns, rowOf } from './runs.ts';
import type { Tables } from './schema.ts';
import { openSqlite, type SqliteOptions } from './sqlite.ts';
import { readTallies } from './tallies.ts';
import { noteChange, writeBatch } from './write.ts';

/** Throws a `StoreError` (its `kind` says which), also from every method of the store. */
export async function openStore(path: string, options: SqliteOptions = {}): Promise<Store> {
  const { dialect, dataVersion, outdated } = openSqlite(path, options, Object.keys(migrations));
  const db = new Kysely<Tables>({ dialect });
  try {
    if (outdated) await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return storeOver(db, path, dataVersion);
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** `place` names the database in errors; `otherCommits` grows when another connection commits. */
function storeOver(db: Kysely<Tables>, place: string, otherCommits: () => number): Store {
  let ownCommits = 0;
  return {
    createRun: async (run, rules = []) => {
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('runs').values(rowOf(run)).execute();
        await writeRunRules(tx, run.id, rules);
      });
      ownCommits += 1;
    },
    endRun: async (id, at) => {
      await db.transaction().execute(async (tx) => {
        await noteChange(tx, id);
        await tx.updateTable('runs').set({ ended_at: at }).where('id', '=', id).execute();
      });
      ownCommits += 1;
    },
    commit: async (batch) => {
      await writeBatch(db, batch);
      ownCommits += 1;
    },
    runs: (page) => listRuns(db, page),
    tallies: (run) => readTallies(db, run),
    latency: (run, endpoint) => readMinutes(db, run, endpoint),
    exchange: (run, id) => readExchange(db, place, run, id),
    exchanges: (run, filter) => listExchanges(db, run, filter),
    rules: () => listRules(db),
    addRule: async (rule, at) => {
      await addRule(db, rule, at);
      ownCommits += 1;
    },
    removeRule: async (id) => {
      const removed = await removeRule(db, id);
      ownCommits += 1;
      return removed;
    },
    revision: async () => otherCommits() + ownCommits,
    changes: async (run) => (await findRun(db, run))?.changes,
    close: () => db.destroy(),
  };
}
