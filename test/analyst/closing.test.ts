import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import pino from 'pino';
import { Analyst } from '../../server/analyst/analyst.ts';
import { decoders } from '../../server/decoders.ts';
import { openStore } from '../../server/store/open.ts';
import { agreement } from '../support/deliveries.ts';
import { inFolder } from '../support/folder.ts';
import { run } from '../support/seed.ts';

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('an analyst that closes over a store that refuses everything gives up and leaves no retry behind', () =>
  inFolder(async (folder) => {
    const path = `${folder}/t.db`;
    const writing = await openStore(path);
    await writing.createRun(run('r1', 1));
    // Refuses at once, where a lock or a full disk would take its time.
    const store = await openStore(path, { readonly: true });
    const before = timers();
    const analyst = await Analyst.open({
      store,
      run: 'r1',
      alpha: 0.05,
      decoders,
      sha256: (text) => text,
      checksum: crc32,
      redact: (given) => given,
      random: () => 0,
      log: pino({ level: 'silent' }),
      storeProblem: () => undefined,
    });
    await analyst.take([agreement('GET /a')], {});
    await analyst.close();
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    assert.equal(timers(), before);
    await store.close();
    await writing.close();
  }));
