import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadConfig } from '../../server/config/load.ts';
import { defaultOf, flagOf, keys, listKeys, schema, variableOf } from '../../server/config/schema.ts';
import { endpointLimitsText, latencyText } from '../../server/core/gate/written.ts';
import { inFolder } from '../support/folder.ts';

/** Loads with `text` as the settings file. */
function loaded(
  text: string,
  environment: Readonly<Record<string, string>> = {},
  flags: Parameters<typeof loadConfig>[0] = {},
): Promise<ReturnType<typeof loadConfig>> {
  return inFolder(async (folder) => {
    const path = join(folder, 'triptych.yml');
    await writeFile(path, text);
    return loadConfig(flags, path, environment);
  });
}

describe('flags beat variables, variables beat the file, the file beats the defaults', () => {
  const file = 'port: 1\nmin_exchanges: 10\nconcurrency: 5\n';
  const environment = { TRIPTYCH_PORT: '2', TRIPTYCH_MIN_EXCHANGES: '20' };

  test('each where it is the strongest that speaks', async () => {
    const { config, given } = await loaded(file, environment, { port: '3' });
    assert.equal(config.port, 3);
    assert.equal(config.min_exchanges, 20);
    assert.equal(config.concurrency, 5);
    assert.equal(config.dashboard_port, 8888);
    assert.deepEqual([...given].sort(), ['concurrency', 'min_exchanges', 'port']);
  });

  test('a list is replaced, not added to', async () => {
    const { config } = await loaded('allow: [POST /a, POST /b]\n', {}, { allow: ['POST /c'] });
    assert.deepEqual(config.allow, ['POST /c']);
  });

  test('limits mean the same as a map, as text and as JSON', async () => {
    const file = [
      'max_failure_increase: 0.1%',
      'latency: { p50: 1.10x, p99: 1.25 }',
      'thresholds:',
      "  'GET /orders/*': { max_diff_rate: 1%, latency: p95=2x, min_exchanges: 50 }",
      '',
    ].join('\n');
    const latency = { p50: 1.1, p99: 1.25 };
    const thresholds = [{ endpoint: 'GET /orders/*', maxDiffRate: 0.01, latency: { p95: 2 }, minExchanges: 50 }];
    const { config } = await loaded(file);
    assert.deepEqual([config.max_failure_increase, config.latency, config.thresholds], [0.001, latency, thresholds]);
    const written = { TRIPTYCH_LATENCY: latencyText(latency), TRIPTYCH_THRESHOLDS: endpointLimitsText(thresholds) };
    const { config: again } = await loaded('', written, { max_failure_increase: '0.1%' });
    assert.deepEqual([again.max_failure_increase, again.latency, again.thresholds], [0.001, latency, thresholds]);
  });

  test('accepted differences of all three hold together', async () => {
    const file = 'accept:\n  - { field: body.total, aspects: value, rate: 1.2%, until: 2026-12-31, reason: agreed }\n';
    const { config } = await loaded(file, { TRIPTYCH_ACCEPT: '[{"field":"body.**"}]' }, { accept: ['0123456789ab'] });
    assert.deepEqual(config.accept, [
      { field: 'body.total', aspects: ['value'], rate: 0.012, until: '2026-12-31', reason: 'agreed' },
      { field: 'body.**' },
      { finding: '0123456789ab' },
    ]);
  });

  test('rules of all three hold together', async () => {
    const rules = 'rules:\n  - ignore body.a\n  - { kind: tolerance, field: body.b, within: 1% }\n';
    const variable = '[{"kind":"unordered","field":"body.c"}]';
    const { config } = await loaded(rules, { TRIPTYCH_RULES: variable }, { rules: ['ignore body.d'] });
    assert.deepEqual(config.rules, [
      { kind: 'ignore', field: 'body.a' },
      { kind: 'tolerance', field: 'body.b', within: '1%' },
      { kind: 'unordered', field: 'body.c' },
      { kind: 'ignore', field: 'body.d' },
    ]);
  });

  test('a variable may hold rules as lines of text, or one rule', async () => {
    const { config } = await loaded('', { TRIPTYCH_RULES: 'ignore body.a\nignore body.b because a, b\n' });
    assert.deepEqual(
      config.rules.map(({ field }) => field),
      ['body.a', 'body.b'],
    );
    assert.equal((await loaded('', { TRIPTYCH_RULES: 'key body.items sku' })).config.rules[0]?.kind, 'key');
    const object = '{"kind":"format","field":"body.id"}';
    assert.equal((await loaded('', { TRIPTYCH_RULES: object })).config.rules[0]?.kind, 'format');
  });

  test('a mistake that a stronger source overrides does no harm', async () => {
    const { config } = await loaded('port: many\n', {}, { port: '3' });
    assert.equal(config.port, 3);
  });
});

test('every setting can be given in the file, as a variable and as a flag', async () => {
  const texts = ['db', 'traffic', 'host', 'baseline_label', 'candidate_label'];
  for (const key of keys.filter((each) => !listKeys.has(each) && !texts.includes(each))) {
    const said = new RegExp(`(^| )(${key}|${variableOf(key)}|${flagOf(key)}) is " "`);
    await assert.rejects(loaded(`${key}: " "\n`), said);
    await assert.rejects(loaded('', { [variableOf(key)]: ' ' }), said);
    await assert.rejects(loaded('', {}, { [key]: ' ' }), said);
  }
});

test('units are read alike from all sources', async () => {
  const fromFile = await loaded('max_diff_rate: 0.1%\nmemory: 1MiB\ntimeout: 2s\n');
  const fromVariables = await loaded('', {
    TRIPTYCH_MAX_DIFF_RATE: '0.1%',
    TRIPTYCH_MEMORY: '1MiB',
    TRIPTYCH_TIMEOUT: '2s',
  });
  const fromFlags = await loaded('', {}, { max_diff_rate: '0.1%', memory: '1MiB', timeout: '2s' });
  assert.deepEqual(fromFile, fromVariables);
  assert.deepEqual(fromFile, fromFlags);
  const { max_diff_rate, memory, timeout } = fromFile.config;
  assert.deepEqual([max_diff_rate, memory, timeout], [0.001, 1024 ** 2, 2000]);
});

test('a list is one entry or several, in a variable divided by commas', async () => {
  assert.deepEqual((await loaded('allow: POST /a\n')).config.allow, ['POST /a']);
  assert.deepEqual((await loaded('allow: [POST /a, PUT /b]\n')).config.allow, ['POST /a', 'PUT /b']);
  assert.deepEqual((await loaded('', { TRIPTYCH_ALLOW: 'POST /a, PUT /b' })).config.allow, ['POST /a', 'PUT /b']);
});

test('an empty variable is as good as none', async () => {
  const { config, given } = await loaded('port: 1\n', { TRIPTYCH_PORT: '', TRIPTYCH_SECONDARY: '' });
  assert.equal(config.port, 1);
  assert.equal(config.secondary, undefined);
  assert.deepEqual([...given], ['port']);
});

test('a file that is empty or holds only comments sets nothing', async () => {
  for (const text of ['', '\n\n', '# port: 1\n', '---\n', '{}', '\ufeff']) {
    assert.deepEqual((await loaded(text)).given, new Set(), JSON.stringify(text));
  }
});

test('variables of other programs are none of ours', async () => {
  assert.deepEqual((await loaded('', { PORT: 'x', MY_TRIPTYCH_PORT: 'x' })).given, new Set());
});

test('the result is frozen, lists and defaults too', async () => {
  const { config } = await loaded('allow: [POST /a]\n');
  for (const value of [config, config.allow, config.routes]) assert.ok(Object.isFrozen(value));
});

test('defaults are themselves what one may write', () => {
  const written = Object.fromEntries(
    keys.flatMap((key) => (defaultOf(key) === undefined ? [] : [[key, defaultOf(key)]])),
  );
  assert.deepEqual(schema.parse(written), schema.parse({}));
});
