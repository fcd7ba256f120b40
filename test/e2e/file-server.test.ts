import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Report } from '../../server/core/gate/model.ts';
import { startFileServer, writeSite } from '../support/file-server.ts';
import { triptych } from '../support/program.ts';

const fixture = new URL('../fixtures/traffic/apache_access.log.gz', import.meta.url);

test('10 000 real requests pass through check against three copies of a file server, and none is lost', async (t) => {
  const log = gunzipSync(await readFile(fixture)).toString();
  const folder = await mkdtemp(join(tmpdir(), 'triptych-files-'));
  t.after(() => rm(folder, { recursive: true }));
  const lines = log.trimEnd().split('\n');
  assert.equal(lines.length, 10_000);
  const traffic = join(folder, 'access.log');
  await writeFile(traffic, log);
  const site = join(folder, 'site');
  await writeSite(site, log);
  const servers = await Promise.all([startFileServer(site), startFileServer(site), startFileServer(site)]);
  t.after(() => Promise.all(servers.map((server) => server.close())));
  const [primary, secondary, candidate] = servers;
  const out = join(folder, 'out.json');

  const ended = await triptych(
    ...['check', '--primary', primary.url, '--secondary', secondary.url, '--candidate', candidate.url],
    ...['--traffic', traffic, '--db', join(folder, 'run.db'), '--report', `json=${out}`],
  );

  assert.equal(ended.code, 0, ended.stderr);
  const report = JSON.parse(await readFile(out, 'utf8')) as Report;
  assert.equal(report.verdict, 'pass');
  // Line 8899 breaks off in its user agent, so it is the one that is named rather than sent.
  const { received, compared, notCompared } = report.exchanges;
  assert.equal(received, 9_999);
  assert.match(ended.stdout + ended.stderr, /\bline 8899\b/);
  const skipped = Object.values(notCompared).reduce((sum, count) => sum + count, 0);
  assert.equal(compared + skipped, received);
  const unsafe = lines.filter((line) => line.includes('"POST ')).length;
  assert.equal(notCompared.sideEffects, unsafe);
  assert.equal(compared, received - unsafe);
  assert.equal(
    report.endpoints.reduce((sum, endpoint) => sum + endpoint.compared, 0),
    compared,
  );
  // How fast a shared machine answers is not for a test to say; everything else must be the same in every copy.
  assert.deepEqual(
    report.findings.filter((finding) => finding.aspect !== 'latency'),
    [],
  );
});
