import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { openStore } from '../../server/store/open.ts';
import { inFolder } from '../support/folder.ts';

test('kill -9 amid writing loses at most the batch that was not yet committed, and never half a batch', () =>
  inFolder(async (folder) => {
    const path = `${folder}/t.db`;
    const writer = new URL('../support/endless-writer.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let told = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      told = Number(line);
      if (told === 25) child.kill('SIGKILL');
    }
    await exited;
    assert.equal(child.signalCode, 'SIGKILL');

    const store = await openStore(path);
    const tallies = await store.tallies('r1');
    const stored = tallies?.notCompared.overload ?? 0;
    assert.ok(stored === told || stored === told + 1, `${told} were told, ${stored} are stored`);
    assert.equal(tallies?.endpoints[0]?.compared, stored);
    assert.ok(tallies.findings.every(({ counts }) => counts.candidate === stored));
    const { items } = await store.exchanges('r1', { limit: 10 });
    assert.deepEqual(
      items.map(({ id }) => id),
      [`e${stored}`],
    );
    await store.close();
  }));
