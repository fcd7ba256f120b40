import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';

/** Each answer differs in a token, so that nothing is passed over as equal bytes. */
let asked = 0;
const shop =
  (answer: { readonly fails?: (id: number) => boolean; readonly ms?: number }): RequestListener =>
  (request, response) => {
    const id = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
    response.statusCode = answer.fails?.(id) ? 503 : 200;
    response.setHeader('content-type', 'application/json');
    setTimeout(() => response.end(JSON.stringify({ id, token: `t${asked++}` })), answer.ms ?? 0);
  };

interface Checked {
  readonly code: number | null;
  readonly stderr: string;
  readonly report: Report;
}

/** Checks with the settings in a file; then judges the stored run once more by `report` with the flags. */
function checked(three: Three, settings: string, flags: readonly string[]): Promise<readonly [Checked, Checked]> {
  return inFolder(async (folder) => {
    const traffic = await writeTraffic(folder, orderLines(200));
    const config = join(folder, 'triptych.yml');
    await writeFile(config, settings);
    const [out, db] = [join(folder, 'out.json'), join(folder, 't.db')];
    const kept = ['--db', db, '--report', `json=${out}`];
    const read = async () => JSON.parse(await readFile(out, 'utf8')) as Report;
    const first = await triptych('check', ...three.flags, '--traffic', traffic, '--config', config, ...kept);
    const before = { ...first, report: await read() };
    const second = await triptych('report', ...kept, ...flags);
    return [before, { ...second, report: await read() }];
  });
}

describe('thresholds', { concurrency: 2 }, () => {
  let failing: Three;
  let slow: Three;
  before(async () => {
    failing = await startThree(shop({}), shop({ fails: (id) => id % 5 === 0 }));
    slow = await startThree(shop({}), shop({ ms: 300 }));
  });
  after(() => Promise.all([failing.close(), slow.close()]));

  test('fail a build whose candidate answers 5xx more often, from a file as from flags', async () => {
    for (const { code, report } of await checked(failing, 'max_diff_rate: 100%\nmax_failure_increase: 1%\n', [
      ...['--max-diff-rate', '100%', '--max-failure-increase', '0.01'],
    ])) {
      assert.equal(code, 1);
      assert.equal(report.reasons.length, 1);
      assert.match(
        report.reasons[0] ?? '',
        /^The candidate failed or answered 5xx in 40 of 200 requests, the secondary in 0: 20 % more, .* and 1 % is allowed\.$/,
      );
    }
  });

  test('fail a build whose candidate is slower than its endpoint may be, and pass one that may', async () => {
    const limits = (p50: string) => `thresholds: { 'GET /orders/{id}': { latency: { p50: ${p50} } } }\n`;
    const json = JSON.stringify({ '/orders/*': { latency: { p50: '1000x' } } });
    const [tight, loose] = await checked(slow, limits('1.2x'), ['--thresholds', json]);
    assert.equal(tight.code, 1, tight.report.reasons.join());
    assert.match(tight.report.reasons[0] ?? '', /^p50 at GET \/orders\/\{id\} is .* and 1\.2x is allowed\.$/);
    assert.equal(loose.code, 0, loose.report.reasons.join());
    assert.match(loose.report.reasons[1] ?? '', /: 1000x is allowed\.$/);
  });
});
