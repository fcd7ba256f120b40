import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { skipReasons } from '../../server/core/exchange.ts';
import { check } from '../support/checked.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';

/** An order with a total and a token that is never the same twice. */
let asked = 0;
const shop =
  (total: (id: number) => number): RequestListener =>
  (request, response) => {
    const id = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, total: total(id), token: `t${asked++}` }));
  };
const right = (id: number) => id * 10;

describe('check', { concurrency: 4 }, () => {
  let same: Three;
  let tenth: Three;
  let once: Three;
  before(async () => {
    same = await startThree(shop(right), shop(right));
    tenth = await startThree(
      shop(right),
      shop((id) => right(id) + (id % 10 === 0 ? 1 : 0)),
    );
    once = await startThree(
      shop(right),
      shop((id) => right(id) + (id === 7 ? 1 : 0)),
    );
  });
  after(() => Promise.all([same, tenth, once].map((three) => three.close())));
  const traffic = orderLines(120);

  test('passes with 0 when only noise differs', async () => {
    const { code, stdout, report } = await check(same.flags, traffic);
    assert.equal(report.verdict, 'pass');
    assert.equal(code, 0);
    assert.match(stdout, /^ PASS /);
    const token = report.findings.find(({ field }) => field === 'body.token');
    assert.equal(token?.class, 'noise');
  });

  test('fails with 1 on a regression, and names it', async () => {
    const { code, stdout, report } = await check(tenth.flags, traffic);
    assert.equal(report.verdict, 'fail');
    assert.equal(code, 1);
    assert.match(stdout, /^ FAIL /);
    assert.match(stdout, /GET \/orders\/\{id\} {2}body\.total value/);
    assert.equal(report.diffRate.value, 0.1);
  });

  test('passes the same regression below --max-diff-rate', async () => {
    const { code, report } = await check(tenth.flags, traffic, '--max-diff-rate', '20%');
    assert.equal(report.verdict, 'pass');
    assert.equal(code, 0);
    assert.ok(report.findings.some(({ field, class: kind }) => field === 'body.total' && kind === 'regression'));
  });

  test('fails it above --max-diff-rate', async () => {
    const { code } = await check(tenth.flags, traffic, '--max-diff-rate', '5%');
    assert.equal(code, 1);
  });

  test('is inconclusive with 2 when too little was compared, and 1 with --strict', async () => {
    const few = traffic.slice(0, 20);
    const [loose, strict] = await Promise.all([check(same.flags, few), check(same.flags, few, '--strict')]);
    assert.equal(loose.report.verdict, 'inconclusive');
    assert.equal(loose.code, 2);
    assert.match(loose.stdout, /^ INCONCLUSIVE /);
    assert.equal(strict.report.verdict, 'inconclusive');
    assert.equal(strict.code, 1);
    const enough = await check(same.flags, few, '--min-exchanges', '20');
    assert.equal(enough.code, 0);
  });

  test('is inconclusive when the one difference it saw is no evidence yet, and no request may be sent again', async () => {
    const { code, report } = await check(once.flags, traffic, '--confirm', '0');
    assert.equal(report.verdict, 'inconclusive');
    assert.equal(code, 2);
    assert.equal(report.findings.find(({ field }) => field === 'body.total')?.class, 'unexplained');
  });

  test('accounts for every request in the report', async () => {
    const { report } = await check(same.flags, [...traffic, '{"method":"POST","path":"/orders"}']);
    const { received, compared, notCompared } = report.exchanges;
    assert.deepEqual(Object.keys(notCompared).sort(), [...skipReasons].sort());
    assert.equal(received, 121);
    assert.equal(notCompared.sideEffects, 1);
    const sum = Object.values(notCompared).reduce((total, count) => total + count, 0);
    assert.equal(received, compared + sum);
    assert.equal(
      report.endpoints.reduce((total, endpoint) => total + endpoint.compared, 0),
      compared,
    );
    assert.equal(report.run.baseline, `${same.primary.url}/`);
    assert.ok(report.run.endedAt !== null && report.run.startedAt <= report.run.endedAt);
    for (const { endpoint, counts } of report.findings) {
      const n = report.endpoints.find((each) => each.endpoint === endpoint)?.compared;
      assert.equal(
        Object.values(counts).reduce((total, count) => total + count, 0),
        n,
      );
    }
  });

  test('sends a request with side effects to nobody, unless --allow names it', async () => {
    const lines = ['{"method":"POST","path":"/search","data":"cQ=="}', '{"method":"POST","path":"/orders"}'];
    const { report } = await check(same.flags, lines, '--allow', 'POST /search');
    assert.equal(report.exchanges.compared, 1);
    assert.equal(report.exchanges.notCompared.sideEffects, 1);
    for (const { requests } of [same.primary, same.secondary, same.candidate]) {
      const posted = requests.filter(({ method }) => method === 'POST').map(({ url }) => url);
      assert.deepEqual(posted, ['/search']);
    }
  });

  test('works without a secondary, and then calls no difference noise by itself', async () => {
    const two = [...same.flags.slice(0, 2), ...same.flags.slice(4)];
    const { code, report } = await check(two, traffic, '--confirm', '0');
    assert.deepEqual(report.run.roles, ['primary', 'candidate']);
    assert.equal(report.findings.find(({ field }) => field === 'body.token')?.class, 'unexplained');
    assert.equal(code, 2);
  });

  test('prints the verdict also when a report cannot be written, and then ends with 3', () =>
    inFolder(async (folder) => {
      const lines = await writeTraffic(folder, traffic);
      const full = ['--traffic', lines, '--report', 'json=/dev/full', '--report', `text=${join(folder, 'out.txt')}`];
      const { code, stdout, stderr } = await triptych('check', ...same.flags, ...full);
      assert.match(stdout, /^ PASS /);
      assert.match(stderr, /^triptych: --report json=\/dev\/full cannot be written: ENOSPC/);
      assert.equal(code, 3);
      assert.match(await readFile(join(folder, 'out.txt'), 'utf8'), /^ PASS /);
    }));

  test('uses the labels it is given, and a Host of each target on request', async () => {
    const labels = ['--baseline-label', 'v1', '--candidate-label', 'v2', '--host-header', 'target'];
    const { stdout, report } = await check(same.flags, traffic.slice(0, 3), ...labels);
    assert.match(stdout, /v2 against v1/);
    assert.equal(report.run.candidate, 'v2');
    const { host } = new URL(same.candidate.url);
    assert.ok(same.candidate.requests.some(({ headers }) => headers.host === host));
  });
});
