import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { check } from '../support/checked.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';

/** Ids, times, scores and order that are never the same twice; what the service is about never changes. */
const noisy =
  (total: number): RequestListener =>
  (request, response) => {
    const tags = ['oak', 'new', 'sale'];
    const [first = '', ...rest] = Math.random() < 0.5 ? tags : tags.toReversed();
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-request-id', crypto.randomUUID());
    const score = 4 + Math.random() / 100;
    const at = new Date(1_780_000_000_000 + Math.floor(Math.random() * 1e9)).toISOString();
    response.end(
      JSON.stringify({ path: request.url, total, at, score, trace: crypto.randomUUID(), tags: [first, ...rest] }),
    );
  };

describe('calibrate', () => {
  let three: Three;
  before(async () => {
    three = await startThree(noisy(1), noisy(2));
  });
  after(() => three.close());
  const old = () => three.flags.slice(0, 4);

  test('prints rules that a check takes, and that leave of the noise nothing and of a change all', () =>
    inFolder(async (folder) => {
      const traffic = await writeTraffic(folder, orderLines(150));
      const { code, stdout, stderr } = await triptych('calibrate', ...old(), '--traffic', traffic);
      assert.equal(code, 0);
      assert.match(
        stderr,
        /^The noise floor +compared +copies differ +times differ\n +GET \/orders\/\{id\} +150 +100 %/,
      );
      assert.match(stderr, /Fields that differ +of exchanges\n/);
      assert.match(stderr, /triptych: calibrated on 150 exchanges: 5 rules proposed\.\n$/);
      for (const rule of [
        /'ignore body\.trace value,format,length on GET/,
        /'format body\.at on GET/,
        /'tolerance body\.score 1% on GET/,
        /'unordered body\.tags on GET/,
      ])
        assert.match(stdout, rule);

      const config = join(folder, 'triptych.yml');
      await writeFile(config, stdout);
      const loud = ({ findings }: Report) => findings.filter(({ aspect }) => aspect !== 'latency').map((f) => f.field);
      const quiet = await check([...old(), '--candidate', three.primary.url], orderLines(150), '--config', config);
      assert.deepEqual(loud(quiet.report), []);
      assert.equal(quiet.code, 0);
      const changed = await check(three.flags, orderLines(150), '--config', config);
      assert.deepEqual(loud(changed.report), ['body.total']);
      assert.equal(changed.code, 1);
    }));

  test('takes the candidate of the settings file for the new version that it is, and another old copy by its flag', () =>
    inFolder(async (folder) => {
      const traffic = await writeTraffic(folder, orderLines(20));
      const config = join(folder, 'triptych.yml');
      await writeFile(config, 'candidate: http://127.0.0.1:9\n');
      const { code } = await triptych('calibrate', ...old(), '--traffic', traffic, '--config', config);
      assert.equal(code, 0);
      const given = await triptych('calibrate', ...old(), '--traffic', traffic, '--candidate', 'http://127.0.0.1:9');
      assert.equal(given.code, 4);
      assert.match(given.stderr, /^triptych: the candidate http:\/\/127\.0\.0\.1:9\/ cannot be reached/);
      const wrong = await triptych('calibrate', ...old(), '--traffic', traffic, '--candidate', 'old');
      assert.deepEqual([wrong.code, wrong.stdout], [3, '']);
      assert.match(wrong.stderr, /^triptych: --candidate is "old", expected a URL such as/);
    }));

  test('says so when there was nothing to compare', () =>
    inFolder(async (folder) => {
      const traffic = await writeTraffic(folder, ['{"method":"POST","path":"/orders"}']);
      const { code, stdout, stderr } = await triptych('calibrate', ...old(), '--traffic', traffic);
      assert.deepEqual([code, stdout], [3, '']);
      assert.equal(stderr, 'triptych: no exchange could be compared.\n');
    }));
});
