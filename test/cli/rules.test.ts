/** Rules on the real program: from triptych.yml, by flag, and through the API of a serve that is running. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { RuleList, RuleView } from '../../server/api/contract.ts';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { triptych, triptychIn } from '../support/program.ts';
import { whileServing } from '../support/running.ts';
import { startThree, type Three } from '../support/three.ts';
import { orderLines, writeTraffic } from '../support/traffic.ts';
import { until } from '../support/until.ts';
import { sayJson } from '../support/upstream.ts';

const old = { total: 100, at: '2026-01-01T00:00:00Z', tags: ['a', 'b', 'c'], url: '/x?t=1', state: 'open', sum: 1 };
const fresh = {
  total: 100.5,
  at: '2026-01-01T00:00:03Z',
  tags: ['c', 'a', 'b'],
  url: '/x?t=2',
  state: 'OPEN',
  grand: 1,
};

const settings = `
min_exchanges: 1
rules:
  - { kind: tolerance, field: body.total, within: 1%, reason: rounding }
  - { kind: tolerance, field: body.at, within: 5s, endpoint: 'GET /orders/*' }
  - unordered body.tags
  - mask body.url "t=\\\\d"
  - { kind: expect, field: body.state, mapping: { open: OPEN } }
  - expect body.sum rename grand
  - ignore body.nothing
  - { kind: ignore, field: body, until: 2020-12-31 }
`;

describe('rules', { concurrency: 4 }, () => {
  let three: Three;
  before(async () => {
    three = await startThree(sayJson(old), sayJson(fresh));
  });
  after(() => three.close());

  const check = (file: string, ...more: readonly string[]) =>
    inFolder(async (cwd) => {
      await writeFile(join(cwd, 'triptych.yml'), file);
      const traffic = await writeTraffic(cwd, orderLines(30));
      const flags = [...three.flags, '--traffic', traffic, '--report', 'json=out.json', ...more];
      const ended = await triptychIn({ cwd }, 'check', ...flags);
      return { ...ended, report: JSON.parse(await readFile(join(cwd, 'out.json'), 'utf8')) as Report };
    });

  test('of triptych.yml make a check pass that fails without them', async () => {
    const without = await check('min_exchanges: 1\n');
    assert.equal(without.code, 1, without.stdout);
    assert.deepEqual(without.report.rules, []);
    assert.doesNotMatch(without.stdout, /^Rules/m);

    const { code, stdout, report } = await check(settings);
    assert.deepEqual(
      report.findings.filter(({ aspect }) => aspect !== 'latency'),
      [],
    );
    assert.equal(report.verdict, 'pass');
    assert.equal(code, 0);
    assert.deepEqual(
      report.rules.map(({ text, state }) => `${text}: ${state}`),
      [
        'tolerance body.total 1% because rounding: active',
        'tolerance body.at 5s on GET /orders/*: active',
        'unordered body.tags: active',
        'mask body.url "t=\\\\d": active',
        'expect body.state mapping {"open":"OPEN"}: active',
        'expect body.sum rename grand: active',
        'ignore body.nothing: neverMatched',
        'ignore body until 2020-12-31: expired',
      ],
    );
    const [total] = report.rules;
    assert.equal(total?.hits, 30);
    assert.deepEqual(total.fields, [{ endpoint: 'GET /orders/{id}', field: 'body.total', aspect: 'value', hits: 30 }]);
    assert.match(total.sentence, /^Values of body\.total within 1% of each other count as equal: 30 times\.$/);
    assert.match(stdout, /^Rules 8 +differences set aside$/m);
    assert.match(stdout, /^ {2}ignore body\.nothing +never matched$/m);
    assert.match(stdout, /^ {2}ignore body until 2020-12-31 +expired$/m);
    assert.match(stdout, /^ {2}unordered body\.tags +30$/m);
  });

  test('of flags join those of the file, and a stored run is judged with what they did', () =>
    inFolder(async (cwd) => {
      const db = join(cwd, 't.db');
      const rules = ['--rule', 'ignore body.grand', '--rule', '{"kind":"ignore","field":"body.sum"}'];
      const { code, report } = await check(settings.replace(/.*rename.*\n/, ''), ...rules, '--db', db);
      assert.deepEqual([code, report.rules.length], [0, 9]);
      const { stdout } = await triptych('report', '--db', db, '--min-exchanges', '1');
      assert.match(stdout, /^ {2}ignore body\.grand +30$/m);
    }));

  test('leave what they do not cover, and the finding says which rule touched it', async () => {
    const rule = ['--rule', 'ignore body.* status 404', '--rule', 'tolerance body.* 1% when body.state is shut'];
    const { code, report } = await check('min_exchanges: 1\n', ...rule);
    assert.equal(code, 1);
    assert.deepEqual(
      report.rules.map(({ state }) => state),
      ['neverMatched', 'neverMatched'],
    );
    assert.ok(report.findings.every(({ rules }) => rules.length === 0));
  });

  test('with a mistake are refused with 3 before anything is sent', () =>
    inFolder(async (cwd) => {
      await writeFile(join(cwd, 'triptych.yml'), 'rules:\n  - ignore body.a\n  - tolerance body.b many\n');
      const { code, stdout, stderr } = await triptychIn({ cwd }, 'check', ...three.flags, '--traffic', 'none');
      assert.equal(
        stderr,
        'triptych: triptych.yml line 3: rules[1] is "tolerance body.b many", expected a tolerance such as 0.01, 1%, 4ulps or 5s.\n',
      );
      assert.deepEqual([code, stdout], [3, '']);
    }));

  test('are added to a running serve and removed from it, and hold from then on', (t) =>
    inFolder(async (cwd) => {
      const shops = await startThree(sayJson({ total: 1 }), sayJson({ total: 2 }));
      t.after(() => shops.close());
      const flags = [...shops.flags, '--db', join(cwd, 't.db'), '--rule', 'ignore body.other'];
      await whileServing(flags, async ({ proxy, dashboard, report }) => {
        const rules = `${dashboard}/api/v1/rules`;
        const ask = async () => (await fetch(`${proxy}/orders/1`)).text();
        const listed = async () => ((await (await fetch(rules)).json()) as RuleList).items;
        const counted = async () => (await report(0)).findings.find(({ field }) => field === 'body.total')?.counts;
        assert.deepEqual(
          (await listed()).map(({ text, origin }) => [text, origin]),
          [['ignore body.other', 'configuration']],
        );
        await ask();
        await until('the first difference', async () => (await counted())?.candidate);

        const added = await fetch(rules, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: 'ignore body.total on GET /orders/{id}' }),
        });
        assert.equal(added.status, 201);
        const { id } = (await added.json()) as RuleView;
        const hits = async () => (await listed()).find((rule) => rule.id === id)?.hits;
        await until('the rule to be applied', async () => {
          await ask();
          return (await hits()) || undefined;
        });
        const { findings } = await report(2);
        const total = findings.find(({ field }) => field === 'body.total');
        assert.match(total?.sentence ?? '', /The rule "ignore body\.total on GET \/orders\/\{id\}" set it aside/);

        const removed = await fetch(`${rules}/${id}`, { method: 'DELETE' });
        assert.equal(removed.status, 200);
        const before = (await counted())?.candidate ?? 0;
        await until('the difference to show again', async () => {
          await ask();
          return ((await counted())?.candidate ?? 0) > before || undefined;
        });
        assert.equal((await report(3)).rules.find((rule) => rule.id === id)?.state, 'removed');
      });
    }));

  const diff = (...args: readonly string[]) =>
    inFolder(async (cwd) => {
      await writeFile(join(cwd, 'a'), JSON.stringify(old));
      await writeFile(join(cwd, 'b'), JSON.stringify({ ...old, total: 101 }));
      return triptychIn({ cwd }, 'diff', 'a', 'b', ...args);
    });

  test('are tried on files', async () => {
    const near = await diff('--rule', 'tolerance body.total 1%', '--rule', 'ignore body.at');
    assert.equal(near.code, 0);
    assert.match(near.stdout, /^No differences\.$/m);
    assert.match(near.stdout, /^Values of body\.total within 1% of each other count as equal: once\.$/m);
    assert.match(near.stdout, /^Differences at body\.at are ignored: it never matched\.$/m);
    const far = await diff('--json', '--rule', 'tolerance body.total 0.1%');
    assert.equal(far.code, 1);
    const { findings, rules } = JSON.parse(far.stdout) as { findings: unknown[]; rules: { state: string }[] };
    assert.deepEqual([findings.length, rules[0]?.state], [1, 'neverMatched']);
    const elsewhere = ['--rule', 'ignore body.total on GET /orders/*'];
    assert.equal((await diff(...elsewhere)).code, 1);
    assert.equal((await diff(...elsewhere, '--endpoint', 'GET /orders/{id}')).code, 0);
  });
});
