/** All that only SQLite needs: opening the file without harming what is in it, pragmas, and Kysely's dialect. */
import { closeSync, existsSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import { StoreError, type StoreErrorKind } from './errors.ts';

/** In the header of every file of ours: "Trip" in ASCII. */
const applicationId = 0x54726970;
/** How long to wait for another process's transaction. */
const busyMs = 2000;
const walBytes = 64 * 1024 * 1024;
/** Statements are prepared once; their texts are few because inserts come in few sizes. */
const preparedStatements = 200;

export interface SqliteOptions {
  /** Nothing is created, migrated or written. */
  readonly readonly?: boolean;
  /** The file grows no further than this; a batch that needs more fails with `full`. */
  readonly maxBytes?: number;
}

export interface Sqlite {
  readonly dialect: Dialect;
  /** Grows when another connection commits. */
  readonly dataVersion: () => number;
  /** The schema lacks migrations that this version knows. */
  readonly outdated: boolean;
}

/** Throws a `StoreError`; a file of another program or a newer version is not touched. `known`: names of our migrations. */
export function openSqlite(path: string, options: SqliteOptions, known: readonly string[]): Sqlite {
  const standing = standingOf(path, known);
  if (options.readonly) {
    if (standing === 'absent') throw new StoreError('fileMissing', path);
    if (standing !== 'current') throw new StoreError('outdated', path);
  }
  const database = guarded(path, () => new Database(path, { readonly: options.readonly ?? false, timeout: busyMs }));
  try {
    guarded(path, () => (options.readonly ? undefined : prepareForWriting(database, options)));
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    dialect: dialectOf(database, path),
    dataVersion: () => guarded(path, () => Number(database.pragma('data_version', { simple: true }))),
    outdated: standing !== 'current',
  };
}

type Standing = 'absent' | 'empty' | 'outdated' | 'current';

/** Looks through a read-only connection, so that nothing is changed in a file that turns out not to be ours. */
function standingOf(path: string, known: readonly string[]): Standing {
  const file = statsOf(path);
  if (file === undefined) return 'absent';
  if (!file.isFile()) throw new StoreError('notAFile', path);
  if (file.size === 0) return 'empty';
  return guarded(path, () => {
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: busyMs });
    try {
      return standingOfDatabase(database, path, known);
    } finally {
      database.close();
    }
  });
}

function standingOfDatabase(database: Database.Database, path: string, known: readonly string[]): Standing {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  const id = database.pragma('application_id', { simple: true });
  if (tables.length === 0 && (id === 0 || id === applicationId)) return 'empty';
  if (id !== applicationId) throw new StoreError('foreign', path);
  const applied = tables.includes('kysely_migration')
    ? database.prepare('select name from kysely_migration').pluck().all()
    : [];
  const names = new Set<unknown>(known);
  const unknown = applied.filter((name) => !names.has(name));
  // What no version of ours would write is damage, not the future.
  if (unknown.some((name) => typeof name !== 'string' || !/^[\w-]{1,60}$/.test(name)))
    throw new StoreError('corrupt', path);
  if (unknown.length > 0) throw new StoreError('newer', path);
  return applied.length < known.length ? 'outdated' : 'current';
}

function statsOf(path: string): Stats | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return stats;
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) return undefined;
  } catch (cause) {
    throw new StoreError('unreadable', path, cause);
  }
  throw new StoreError('folderMissing', path);
}

function prepareForWriting(database: Database.Database, { maxBytes }: SqliteOptions): void {
  // Starting a change tells a locked or read-only file now, not at the first batch; the lock alone is given even for the latter.
  database.exec('begin immediate; pragma user_version = 1; rollback');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma('foreign_keys = ON');
  database.pragma(`journal_size_limit = ${walBytes}`);
  if (maxBytes !== undefined) {
    const pageSize = Number(database.pragma('page_size', { simple: true }));
    database.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
  }
  if (database.pragma('application_id', { simple: true }) !== applicationId) {
    database.pragma(`application_id = ${applicationId}`);
  }
}

function dialectOf(database: Database.Database, path: string): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new WriteFirstDriver(database, path),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite can roll back schema changes; Kysely's own adapter says no, and a kill amid a migration would leave half of it. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class WriteFirstDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(database: Database.Database, path: string) {
    super({ database: preparedOnce(database, path) });
    this.#database = database;
  }

  /** A transaction that reads first and writes later fails at once, without waiting, if another process wrote between. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const deferred = this.#database.readonly || settings?.accessMode === 'read only';
    await connection.executeQuery(CompiledQuery.raw(deferred ? 'begin' : 'begin immediate'));
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide the first error behind its own. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }

  /**
   * SQLite itself empties the log into the file only when the last connection closes, and not even then if that one only
   * read. Whoever copies the file after the run, a CI job say, must find everything in it.
   */
  override async destroy(): Promise<void> {
    try {
      if (!this.#database.readonly) this.#database.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      // A full disk, for instance: what was committed stays safe in the log, so closing has not failed.
      if (!(error instanceof Database.SqliteError)) throw error;
    } finally {
      await super.destroy();
    }
  }
}

/** What Kysely needs of a database, with the last statements kept prepared and SQLite's errors told as ours. */
function preparedOnce(database: Database.Database, path: string): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const statement = guarded(path, () => database.prepare<unknown[]>(sql));
    return {
      reader: statement.reader,
      all: (parameters) => guarded(path, () => statement.all(...parameters)),
      run: (parameters) => guarded(path, () => statement.run(...parameters)),
      iterate: (parameters) => guarded(path, () => statement.iterate(...parameters)),
    };
  };
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = prepared.get(sql) ?? prepare(sql);
      // Taken out and put in again, so that the first key is the one unused for longest.
      prepared.delete(sql);
      prepared.set(sql, statement);
      const [oldest] = prepared.keys();
      if (prepared.size > preparedStatements && oldest !== undefined) prepared.delete(oldest);
      return statement;
    },
  };
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const kind = error instanceof Database.SqliteError ? kindOf(error.code, path) : undefined;
    throw kind === undefined ? error : new StoreError(kind, path, error);
  }
}

/** Primary result code -> kind. Any other code is a mistake of ours and stays what it is. */
const kindByCode: Readonly<Record<string, StoreErrorKind>> = {
  BUSY: 'locked',
  LOCKED: 'locked',
  READONLY: 'readOnly',
  PERM: 'readOnly',
  CORRUPT: 'corrupt',
  NOTADB: 'corrupt',
  FULL: 'full',
  IOERR: 'disk',
};

/** `code` may be extended: SQLITE_BUSY_SNAPSHOT is a BUSY. */
function kindOf(code: string, path: string): StoreErrorKind | undefined {
  const primary = code.split('_')[1] ?? '';
  if (primary !== 'CANTOPEN') return kindByCode[primary];
  return existsSync(path) && !mayRead(path) ? 'unreadable' : 'readOnly';
}

/** Opens it, because `access` would answer for the user who started the process and not for the one it acts as. */
function mayRead(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'));
    return true;
  } catch {
    // That it throws is the answer.
    return false;
  }
}
