import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import Papa from 'papaparse';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { triptych, triptychIn } from '../support/program.ts';
import { whileServing } from '../support/running.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';
import { sayJson } from '../support/upstream.ts';

let three: Three;
before(async () => {
  three = await startThree(sayJson({ total: 12.5 }), sayJson({ total: 13 }));
});
after(() => three.close());

const kinds = ['json', 'junit', 'markdown', 'html', 'csv', 'text'] as const;
type Written = Readonly<Record<(typeof kinds)[number], string>>;

const flagsFor = (folder: string): string[] => kinds.flatMap((kind) => ['--report', `${kind}=${join(folder, kind)}`]);

async function readAll(folder: string): Promise<Written> {
  const entries = await Promise.all(kinds.map(async (kind) => [kind, await readFile(join(folder, kind), 'utf8')]));
  return Object.fromEntries(entries) as Written;
}

/** Every report that a person reads has the sentence, the example, and the command. */
function assertTold(written: Written, candidate: string): void {
  const { findings } = JSON.parse(written.json) as Report;
  const [finding] = findings;
  assert.ok(finding);
  const plain = (text: string) =>
    text.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
  const said = finding.sentence.slice(0, 40);
  for (const kind of ['junit', 'markdown', 'html', 'csv', 'text'] as const) {
    assert.ok(plain(written[kind]).includes(said), `${kind}: ${said}`);
  }
  for (const kind of ['junit', 'markdown', 'text'] as const) {
    assert.match(written[kind], /primary {4}12\.5\n.*secondary {2}12\.5\n.*candidate {2}13\n/, kind);
  }
  for (const kind of ['junit', 'markdown', 'html', 'text'] as const) {
    assert.ok(written[kind].includes(`curl -i ${candidate}orders/`), kind);
  }
  const { data } = Papa.parse<Record<string, string>>(written.csv, { header: true });
  assert.equal(data.find(({ id }) => id === finding.id)?.candidateValue, '13');
}

describe('reports', { concurrency: 3 }, () => {
  test('of check and of its database are of every kind, and tell the same', () =>
    inFolder(async (folder) => {
      const traffic = await writeTraffic(folder, orderLines(120));
      const db = join(folder, 'run.db');
      const checked = await triptych('check', ...three.flags, '--traffic', traffic, '--db', db, ...flagsFor(folder));
      assert.equal(checked.code, 1);
      const written = await readAll(folder);
      assertTold(written, `${three.candidate.url}/`);
      const again = await triptych('report', '--db', db, ...flagsFor(folder));
      assert.equal(again.code, 1);
      assert.deepEqual(await readAll(folder), written);
    }));

  test('of a running serve too, and the command works', () =>
    inFolder(async (folder) => {
      await whileServing([...three.flags, '--db', join(folder, 't.db'), '--min-exchanges', '1'], async (serving) => {
        for (let id = 0; id < 20; id++) await (await fetch(`${serving.proxy}/orders/${id}`)).arrayBuffer();
        await serving.report(20);
        assert.equal((await triptych('report', '--from', serving.dashboard, ...flagsFor(folder))).code, 1);
        const written = await readAll(folder);
        assertTold(written, `${three.candidate.url}/`);
        const command = /# the candidate\n(curl .*)\n/.exec(written.markdown)?.[1] ?? assert.fail(written.markdown);
        const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl --noproxy "*" ')]);
        assert.match(stdout, /"total":13/);
      });
    }));

  test('in GitHub Actions: annotations on standard error, the summary appended', () =>
    inFolder(async (folder) => {
      const traffic = await writeTraffic(folder, orderLines(120));
      const summary = join(folder, 'summary.md');
      await writeFile(summary, 'before\n');
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
      const flags = [...three.flags, '--traffic', traffic, '--candidate-label', '##[error]x'];
      const { code, stdout, stderr } = await triptychIn({ env }, 'check', ...flags);
      assert.equal(code, 1);
      assert.match(stderr, /^::error title=Triptych%3A fail::120 of 120 exchanges differ because of 1 regression/m);
      assert.match(stderr, /^::error title=GET \/orders\/\{id\} body\.total value::Only the .*candidate: 13$/m);
      assert.match(stdout, /^ FAIL {2}# #\[error\]x against /);
      assert.match(await readFile(summary, 'utf8'), /^before\n### ❌ Triptych: fail\n/);

      const nowhere = { ...env, GITHUB_STEP_SUMMARY: folder };
      const unwritable = await triptychIn({ env: nowhere }, 'check', ...flags);
      assert.equal(unwritable.code, 3);
      assert.match(unwritable.stderr, /GITHUB_STEP_SUMMARY=.* cannot be written: EISDIR/);
    }));

  test('of a kind that there is not are refused, with those that there are', async () => {
    const { code, stderr } = await triptych('report', '--report', 'pdf=x');
    assert.equal(code, 3);
    assert.match(stderr, /expected json=PATH, junit=PATH, markdown=PATH, html=PATH, csv=PATH or text=PATH\./);
  });
});
