import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FindingClass, Report, ReportFinding } from '../../server/core/gate/model.ts';
import { askings, headerChanges, library, requestsEach } from '../support/json-server-changes.ts';
import { type Ended, type Listening, startProgram, triptych } from '../support/program.ts';

const old = fileURLToPath(import.meta.resolve('json-server-0/lib/cli/bin.js'));
const newer = fileURLToPath(import.meta.resolve('json-server-1/lib/bin.js'));

let folder: string;
const servers: Listening[] = [];
let ended: Ended;
let report: Report;

/** A json-server over its own copy of the data. Neither version can say which port it took, and both print when they listen. */
async function start(name: string, bin: string, ready: RegExp): Promise<string> {
  const data = join(folder, `${name}.json`);
  await writeFile(data, JSON.stringify(library()));
  const server = await startProgram(bin, (port) => ['--host', '127.0.0.1', '--port', `${port}`, data], ready, folder);
  servers.push(server);
  return server.url;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-json-server-'));
  const [primary, secondary, candidate] = await Promise.all([
    start('primary', old, /Home/),
    start('secondary', old, /Home/),
    start('candidate', newer, /started on PORT/),
  ]);
  const lines = Array.from({ length: requestsEach }, (_, i) =>
    askings.map(({ name, path }) => ({ method: 'GET', path: path(i + 1), headers: { 'canonical-resource': name } })),
  ).flat();
  const traffic = join(folder, 'traffic.jsonl');
  await writeFile(traffic, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const out = join(folder, 'out.json');
  ended = await triptych(
    ...['check', '--primary', primary, '--secondary', secondary, '--candidate', candidate],
    ...['--traffic', traffic, '--db', join(folder, 'run.db'), '--report', `json=${out}`],
  );
  report = JSON.parse(await readFile(out, 'utf8').catch(() => assert.fail(ended.stderr))) as Report;
});

after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

const shown = ({ field, aspect }: ReportFinding): string => `${field} ${aspect}`;
/** Without latency: which version is faster depends on the machine. */
const findings = (kind: FindingClass): readonly ReportFinding[] =>
  report.findings.filter((finding) => finding.class === kind && finding.aspect !== 'latency');
const regressionsOf = (name: string): readonly string[] =>
  findings('regression').flatMap((finding) => (finding.endpoint === `GET ${name}` ? [shown(finding)] : []));

describe('json-server 0.17.4 against 1.0.0-beta.15', () => {
  test('the check fails, having compared every request', () => {
    assert.equal(ended.code, 1, ended.stderr);
    assert.equal(report.verdict, 'fail');
    assert.equal(report.exchanges.received, askings.length * requestsEach);
    assert.equal(report.exchanges.compared, report.exchanges.received);
    assert.deepEqual(
      report.endpoints.map(({ endpoint }) => endpoint).toSorted(),
      askings.map(({ name }) => `GET ${name}`).toSorted(),
    );
  });

  for (const { name, announced, changes } of askings) {
    test(`${name}: ${announced}`, () => {
      // An answer of another status class is one difference: its headers and body follow from it.
      const failing = changes.some(([field]) => field === 'status');
      const expected = [...changes, ...(failing ? [] : headerChanges)].map(([field, aspect]) => `${field} ${aspect}`);
      assert.deepEqual(regressionsOf(name).toSorted(), expected.toSorted());
    });
  }

  test('nothing is left unexplained, and where the candidate is blamed the old copies agree', () => {
    assert.deepEqual(
      findings('unexplained').map((finding) => `${finding.endpoint} ${shown(finding)}`),
      [],
    );
    for (const finding of findings('regression')) {
      assert.equal(finding.counts.secondary, 0, `${finding.endpoint} ${shown(finding)}`);
    }
  });
});
