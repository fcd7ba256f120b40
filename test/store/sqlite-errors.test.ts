import assert from 'node:assert/strict';
import { chmod, copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import Database from 'better-sqlite3';
import type { StoreErrorKind } from '../../server/store/errors.ts';
import { openStore } from '../../server/store/open.ts';
import { inFolder } from '../support/folder.ts';
import { batch, run, sample } from '../support/seed.ts';

const inNewFolder = (work: (path: string, folder: string) => Promise<void>) =>
  inFolder((folder) => work(`${folder}/t.db`, folder));

/** The sentence names the file, so that a person knows which. */
function refusal(kind: StoreErrorKind, path: string) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Error && 'kind' in error);
    assert.equal(error.kind, kind);
    assert.ok(error.message.includes(path), error.message);
    return true;
  };
}

async function createStore(path: string): Promise<void> {
  const store = await openStore(path);
  await store.createRun(run('r1', 1));
  await store.close();
}

/** As root no permission binds, so the test becomes `nobody` meanwhile. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a path that cannot be a database is refused by name', () => {
  test('its folder is missing', () =>
    inNewFolder(async (_, folder) => {
      const path = `${folder}/no/t.db`;
      await assert.rejects(openStore(path), refusal('folderMissing', path));
    }));

  test('its folder is a file', () =>
    inNewFolder(async (path) => {
      await writeFile(path, '');
      await assert.rejects(openStore(`${path}/t.db`), refusal('folderMissing', `${path}/t.db`));
    }));

  test('it is a folder', () =>
    inNewFolder(async (_, folder) => {
      await assert.rejects(openStore(folder), refusal('notAFile', folder));
    }));

  test('it is absent and nothing may be created', () =>
    inNewFolder(async (path, folder) => {
      await assert.rejects(openStore(path, { readonly: true }), refusal('fileMissing', path));
      assert.deepEqual(await readdir(folder), []);
    }));
});

test('an empty file becomes a database', () =>
  inNewFolder(async (path) => {
    await writeFile(path, '');
    await createStore(path);
  }));

describe('a file that is not ours is refused and left byte for byte as it was', () => {
  const refusedUntouched = async (path: string, kind: StoreErrorKind) => {
    const before = await readFile(path);
    await assert.rejects(openStore(path), refusal(kind, path));
    await assert.rejects(openStore(path, { readonly: true }), refusal(kind, path));
    assert.ok(before.equals(await readFile(path)));
  };

  test('text', () =>
    inNewFolder(async (path) => {
      await writeFile(path, 'GET /orders/7 HTTP/1.1\n'.repeat(100));
      await refusedUntouched(path, 'corrupt');
    }));

  test('a database of ours with overwritten pages', () =>
    inNewFolder(async (path) => {
      await createStore(path);
      const bytes = await readFile(path);
      await writeFile(path, bytes.fill(0xa5, 4096));
      await refusedUntouched(path, 'corrupt');
    }));

  test('the database of another program', () =>
    inNewFolder(async (path) => {
      const other = new Database(path);
      other.exec('create table customers (id integer primary key)');
      other.close();
      await refusedUntouched(path, 'foreign');
    }));

  test('a newer version’s', () =>
    inNewFolder(async (path) => {
      await createStore(path);
      const future = new Database(path);
      future.exec("insert into kysely_migration values ('999-holograms', '2099-01-01T00:00:00.000Z')");
      future.close();
      await refusedUntouched(path, 'newer');
    }));
});

test('an older version’s database is brought up to date when writing, and told of when only reading', () =>
  inNewFolder(async (path) => {
    // No released version is older yet: what stands for one is a file of ours without any migration.
    const older = new Database(path);
    older.pragma(`application_id = ${0x54726970}`);
    older.exec('create table kysely_migration (name text primary key, timestamp text)');
    older.close();
    await assert.rejects(openStore(path, { readonly: true }), refusal('outdated', path));
    await createStore(path);
    const store = await openStore(path, { readonly: true });
    assert.equal((await store.runs({ limit: 1 })).items.length, 1);
    await store.close();
  }));

describe('a lock held by another connection', () => {
  test('at the start is told by name', () =>
    inNewFolder(async (path) => {
      await createStore(path);
      const other = new Database(path);
      other.exec('begin immediate');
      await assert.rejects(openStore(path), refusal('locked', path));
      other.close();
      await (await openStore(path)).close();
    }));

  test('later fails the batch whole, which can then be written again', () =>
    inNewFolder(async (path) => {
      const store = await openStore(path);
      await store.createRun(run('r1', 1));
      const other = new Database(path);
      other.exec('begin immediate');
      const written = batch('r1', { notCompared: { error: 1 }, samples: [sample('e1', 'f1', 'first')] });
      await assert.rejects(store.commit(written), refusal('locked', path));
      other.close();
      await store.commit(written);
      assert.deepEqual((await store.tallies('r1'))?.notCompared, { error: 1 });
      await store.close();
    }));

  test('does not keep readers out', () =>
    inNewFolder(async (path) => {
      await createStore(path);
      const other = new Database(path);
      other.exec('begin immediate');
      const store = await openStore(path, { readonly: true });
      assert.equal((await store.tallies('live'))?.run.id, 'r1');
      await store.close();
      other.close();
    }));
});

describe('what may not be written', () => {
  test('a new file in a read-only folder', () =>
    inNewFolder(async (path, folder) => {
      await chmod(folder, 0o555);
      await asOrdinaryUser(() => assert.rejects(openStore(path), refusal('readOnly', path)));
      await chmod(folder, 0o755);
    }));

  test('a read-only file', () =>
    inNewFolder(async (path, folder) => {
      await createStore(path);
      await chmod(path, 0o444);
      await chmod(folder, 0o777);
      await asOrdinaryUser(() => assert.rejects(openStore(path), refusal('readOnly', path)));
      await chmod(folder, 0o755);
    }));

  test('a file that may not even be read', () =>
    inNewFolder(async (path, folder) => {
      await createStore(path);
      await chmod(path, 0o000);
      await chmod(folder, 0o755);
      await asOrdinaryUser(() => assert.rejects(openStore(path, { readonly: true }), refusal('unreadable', path)));
    }));

  test('anything, through a store opened for reading', () =>
    inNewFolder(async (path) => {
      await createStore(path);
      const store = await openStore(path, { readonly: true });
      await assert.rejects(store.createRun(run('r2', 2)), refusal('readOnly', path));
      await assert.rejects(store.commit(batch('r1', { notCompared: { error: 1 } })), refusal('readOnly', path));
      await store.close();
    }));
});

describe('no space left', () => {
  const random = (bytes: number) => {
    // Bytes that do not compress, the same in every run of the test.
    let state = 1;
    return Uint8Array.from({ length: bytes }, () => {
      state = (state * 48271) % 2147483647;
      return state & 0xff;
    });
  };
  const large = (id: string) => {
    const kept = sample(id, 'f1', `candidate:${id}`);
    const body = { kind: 'whole', bytes: random(300_000) } as const;
    return { ...kept, exchange: { ...kept.exchange, request: { ...kept.exchange.request, body } } };
  };

  test('a batch that passes the size bound fails whole, and smaller ones go on', () =>
    inNewFolder(async (path) => {
      const store = await openStore(path, { maxBytes: 1_000_000 });
      await store.createRun(run('r1', 1));
      await store.commit(batch('r1', { notCompared: { overload: 1 }, samples: [large('e1')] }));
      const tooMuch = batch('r1', { notCompared: { overload: 1 }, samples: ['e2', 'e3', 'e4', 'e5'].map(large) });
      await assert.rejects(store.commit(tooMuch), refusal('full', path));
      assert.deepEqual((await store.tallies('r1'))?.notCompared, { overload: 1 });
      await store.commit(batch('r1', { notCompared: { storeLost: 1 } }));
      assert.deepEqual((await store.tallies('r1'))?.notCompared, { overload: 1, storeLost: 1 });
      assert.equal(await store.exchange('r1', 'e2'), undefined);
      await store.close();
    }));

  test('a bound too small for the tables themselves is told at the start', () =>
    inNewFolder(async (path) => {
      await assert.rejects(openStore(path, { maxBytes: 8192 }), refusal('full', path));
    }));
});

test('damage to a stored exchange is told, not shown as an exchange', () =>
  inNewFolder(async (path) => {
    await createStore(path);
    const store = await openStore(path);
    await store.commit(batch('r1', { samples: [sample('e1', 'f1', 'first')] }));
    const damage = new Database(path);
    damage.exec("update exchanges set content = x'01' || substr(content, 2, 20) || x'00'");
    damage.close();
    await assert.rejects(store.exchange('r1', 'e1'), refusal('corrupt', path));
    await store.close();
  }));

test('the file alone holds everything once the writer has closed, although a reader has not', () =>
  inNewFolder(async (path, folder) => {
    const writer = await openStore(path);
    await writer.createRun(run('r1', 1));
    const reader = await openStore(path, { readonly: true });
    await writer.commit(batch('r1', { samples: [sample('e1', 'f1', 'first')] }));
    await writer.close();
    await copyFile(path, `${folder}/copy.db`);
    const copy = await openStore(`${folder}/copy.db`, { readonly: true });
    assert.ok(await copy.exchange('r1', 'e1'));
    assert.ok(await reader.exchange('r1', 'e1'));
    await copy.close();
    await reader.close();
  }));

test('a closed store leaves one file behind', () =>
  inNewFolder(async (path, folder) => {
    await createStore(path);
    assert.deepEqual(await readdir(folder), ['t.db']);
  }));
