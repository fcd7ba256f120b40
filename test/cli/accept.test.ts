import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';

const shop =
  (total: (id: number) => number | string): RequestListener =>
  (request, response) => {
    const id = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, total: total(id) }));
  };

let rounded: Three;
let text: Three;
before(async () => {
  rounded = await startThree(
    shop((id) => id * 10),
    shop((id) => id * 10 + (id % 4 === 0 ? 1 : 0)),
  );
  text = await startThree(
    shop((id) => id * 10),
    shop((id) => (id % 4 === 0 ? `${id * 10}` : id * 10)),
  );
});
after(() => Promise.all([rounded.close(), text.close()]));

test('the entry that a failing check proposes makes the next one pass, until the difference is another one', () =>
  inFolder(async (folder) => {
    const traffic = await writeTraffic(folder, orderLines(200));
    const [out, config] = [join(folder, 'out.json'), join(folder, 'triptych.yml')];
    const check = async (three: Three, ...flags: readonly string[]) => {
      const given = ['--traffic', traffic, '--config', config, '--report', `json=${out}`];
      const { code, stdout } = await triptych('check', ...three.flags, ...given, ...flags);
      return { code, stdout, report: JSON.parse(await readFile(out, 'utf8')) as Report };
    };
    await writeFile(config, 'min_exchanges: 100\n');
    const failed = await check(rounded);
    assert.equal(failed.code, 1);
    const counts = failed.report.findings.filter((finding) => finding.accept !== null);
    assert.ok(counts.length > 0);
    const entries = counts.map(({ accept }) => `  ${accept}\n`).join('');
    await writeFile(config, `accept:\n${entries}  - { field: body.gone, reason: long ago }\n`);

    const passed = await check(rounded);
    assert.equal(passed.code, 0, passed.report.reasons.join());
    assert.match(passed.stdout, /^Accepted 1/m);
    assert.match(passed.stdout, /body\.gone no longer occurs in 200 exchanges: its entry may be removed\./);
    assert.deepEqual(
      passed.report.accepted.map(({ state }) => state),
      [...counts.map(() => 'active'), 'removable'],
    );

    const other = await check(text);
    assert.equal(other.code, 1);
    assert.ok(
      other.report.findings.some(
        ({ field, aspect, ...found }) => field === 'body.total' && aspect === 'type' && found.class === 'regression',
      ),
    );

    const ids = other.report.findings.flatMap(({ id, accept }) => (accept === null ? [] : ['--accept', id]));
    assert.equal((await check(text, ...ids)).code, 0);
  }));
