import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadConfig } from '../../server/config/load.ts';
import { inFolder } from '../support/folder.ts';

/** What is said of a settings file with these bytes, without the folder's name. */
function saidOf(file: string | Uint8Array, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  return inFolder(async (folder) => {
    const path = join(folder, 'triptych.yml');
    await writeFile(path, file);
    try {
      loadConfig({}, path, environment);
    } catch (error) {
      assert.ok(error instanceof Error && error.name === 'ConfigError', String(error));
      return error.message.replaceAll(`${folder}/`, '');
    }
    return assert.fail('this was accepted');
  });
}

describe('a mistake in the file is told with its line and what was expected', () => {
  const table: readonly (readonly [name: string, text: string, said: string])[] = [
    ['a port too high', '# ports\nport: 99999', 'triptych.yml line 2: port is 99999, expected a port from 0 to 65535.'],
    ['a list for a number', 'port: [1]', 'triptych.yml line 1: port is [1], expected a port from 0 to 65535.'],
    [
      'a map for a list',
      'allow: {a: b}',
      `triptych.yml line 1: allow is {"a":"b"}, expected entries such as 'POST /search': a method and a path.`,
    ],
    [
      'a number for text',
      'candidate_label: 1.10',
      'triptych.yml line 1: candidate_label is 1.1, expected text; put it in "quotes".',
    ],
    ['nothing after the key', 'db:', 'triptych.yml line 1: db has no value, expected text; put it in "quotes".'],
    [
      'no URL',
      'primary: localhost',
      'triptych.yml line 1: primary is "localhost", expected a URL such as http://localhost:9001.',
    ],
    [
      'a URL of another kind',
      'primary: ftp://a',
      'triptych.yml line 1: primary is "ftp://a", expected a URL such as http://localhost:9001.',
    ],
    [
      'a word that is no choice',
      'host_header: mine',
      'triptych.yml line 1: host_header is "mine", expected same or target.',
    ],
    ['a time span of nothing', 'timeout: 0s', 'triptych.yml line 1: timeout is "0s", expected from 1ms to 24h.'],
    ['nobody to send requests', 'concurrency: 0', 'triptych.yml line 1: concurrency is 0, expected at least 1.'],
    [
      'an impossible chance',
      'alpha: 100%',
      'triptych.yml line 1: alpha is "100%", expected a chance between 0 and 1, such as 5%.',
    ],
    [
      'a quantile that is not told',
      'latency:\n  p50: 1.1x\n  p98: 1.2x',
      'triptych.yml line 3: latency.p98 is "1.2x", expected no quantile but p50, p95, p99.',
    ],
    [
      'a ratio in percent',
      "latency: 'p50=110%'",
      'triptych.yml line 1: latency is "p50=110%", expected how many times as slow it may be, such as 1.25x.',
    ],
    [
      'a latency without a quantile',
      'latency: 1.1x',
      'triptych.yml line 1: latency is "1.1x", expected quantiles and ratios, such as p50=1.10x,p99=1.25x.',
    ],
    [
      'thresholds without an endpoint',
      'thresholds: 1%',
      'triptych.yml line 1: thresholds is "1%", expected endpoints and their limits, such as { \'GET /orders/*\': { max_diff_rate: 1% } }.',
    ],
    [
      'a wrong limit of an endpoint',
      'thresholds:\n  GET /a:\n    max_diff_rate: 1%\n  GET /b:\n    min_exchanges: few',
      'triptych.yml line 5: thresholds.GET /b.min_exchanges is "few", expected a whole number.',
    ],
    [
      'a limit that nobody knows',
      'thresholds: { GET /a: { max_diff: 1% } }',
      'triptych.yml line 1: thresholds.GET /a.max_diff is "1%", expected no key but max_diff_rate, max_failure_increase, latency, min_exchanges.',
    ],
    [
      'a wrong ratio of an endpoint',
      'thresholds:\n  GET /a:\n    latency:\n      p99: fast',
      'triptych.yml line 4: thresholds.GET /a.latency.p99 is "fast", expected how many times as slow it may be, such as 1.25x.',
    ],
    [
      'an accepted difference without a place',
      'accept:\n  - { finding: 0123456789ab }\n  - { reason: because }',
      'triptych.yml line 3: accept[1] is {"reason":"because"}, expected a finding or a field.',
    ],
    [
      'an id that YAML reads as a number',
      'accept: [123456789012, 0123456789ag]',
      'triptych.yml line 1: accept[0] is 123456789012, expected the id of a finding, or an entry with a field.\n' +
        'triptych.yml line 1: accept[1] is "0123456789ag", expected the id of a finding: 12 hex digits in "quotes".',
    ],
    [
      'an accepted difference with mistakes',
      'accept:\n  - field: body.[]\n    rate: much\n    until: 2026-02-31\n    aspects: [colour]',
      [
        'triptych.yml line 2: accept[0].field is "body.[]", expected a name after each dot.',
        'triptych.yml line 5: accept[0].aspects is ["colour"], expected value, type, format, missing, extra, length, order, shift, truncated, failure, latency.',
        'triptych.yml line 3: accept[0].rate is "much", expected a rate such as 0.1% or 0.001.',
        'triptych.yml line 4: accept[0].until is "2026-02-31", expected a date such as 2026-12-31.',
      ].join('\n'),
    ],
    [
      'an accepted difference with a key that nobody knows',
      'accept: [{ field: body.at, untill: 2026-12-31 }]',
      'triptych.yml line 1: accept[0] is {"field":"body.at","untill":"2026-12-31"}, expected no key but finding, endpoint, field, aspects, rate, until, reason, and there is untill.',
    ],
    ['a mistyped key', 'prot: 1', 'triptych.yml line 1: prot: there is no such setting, did you mean port?'],
    [
      'a key written like its flag',
      'max-diff-rate: 0',
      'triptych.yml line 1: max-diff-rate: there is no such setting, did you mean max_diff_rate?',
    ],
    ['a key like no other', 'colour: red', 'triptych.yml line 1: colour: there is no such setting.'],
    [
      'a key with a meaning in JavaScript',
      '__proto__: {port: 1}',
      'triptych.yml line 1: __proto__: there is no such setting.',
    ],
    ['a list instead of keys', '- port: 1', 'triptych.yml line 1: expected "key: value" lines, such as "port: 8880".'],
    ['one word', 'port', 'triptych.yml line 1: expected "key: value" lines, such as "port: 8880".'],
    [
      'a tab',
      'port: 1\n\thost: a',
      'triptych.yml line 2: this is not valid YAML: Tabs are not allowed as indentation.',
    ],
    ['a key twice', 'port: 1\nport: 2', 'triptych.yml line 2: this is not valid YAML: Map keys must be unique.'],
  ];
  for (const [name, text, said] of table) test(name, async () => assert.equal(await saidOf(text), said));

  test('a value that repeats itself without end', async () => {
    const rows = ['a: &a [x]'];
    for (const [name, before] of ['ba', 'cb', 'dc', 'ed']) rows.push(`${name}: &${name} [${`*${before},`.repeat(30)}]`);
    assert.match(
      await saidOf(rows.join('\n')),
      /^triptych\.yml line \d: this is not valid YAML: Excessive alias count/,
    );
  });

  test('bytes that are no text', async () => {
    assert.equal(
      await saidOf(new Uint8Array([0x70, 0xff, 0xfe])),
      'triptych.yml cannot be read: it is not UTF-8 text.',
    );
  });

  test('all mistakes at once, each on a line of its own', async () => {
    const lines = (await saidOf('port: x\nprot: 1\nallow: POST\n', { TRIPTYCH_ALPHA: '2' })).split('\n');
    assert.equal(lines.length, 4);
    for (const start of [
      'triptych.yml line 1: port',
      'triptych.yml line 2: prot',
      'triptych.yml line 3: allow',
      'TRIPTYCH_ALPHA is "2"',
    ]) {
      assert.ok(
        lines.some((line) => line.startsWith(start)),
        start,
      );
    }
  });
});

describe('a mistake in a rule is told with its line, its number and what was expected', () => {
  const table: readonly (readonly [name: string, text: string, said: string])[] = [
    [
      'a field that is none',
      'rules:\n  - ignore body.at\n  - kind: tolerance\n    within: 1%\n    field: at\n',
      'triptych.yml line 5: rules[1].field is "at", expected a field such as body.items[].price, headers.etag or status.',
    ],
    [
      'a line of text',
      'port: 1\nrules:\n  - tolerance body.a lots\n',
      'triptych.yml line 3: rules[0] is "tolerance body.a lots", expected a tolerance such as 0.01, 1%, 4ulps or 5s.',
    ],
    [
      'something missing',
      'rules:\n  - ignore body.at\n  - kind: key\n    field: body.items\n',
      'triptych.yml line 3: rules[1].by has no value, expected the name of a member.',
    ],
    [
      'a kind that nobody knows',
      'rules: [{ kind: ignored, field: body.at }]\n',
      'triptych.yml line 1: rules[0].kind is "ignored", expected a rule whose kind is ignore, tolerance, unordered, key, mask, format, expect.',
    ],
    [
      'a condition far down',
      'rules:\n  - kind: ignore\n    field: body.a\n    when:\n      field: body.b\n      is: [[1]]\n',
      'triptych.yml line 6: rules[0].when.is is [[1]], expected a value or a list of values.',
    ],
    [
      'one rule that is no list',
      'rules:\n  kind: mask\n  field: body.a\n  pattern: "("\n',
      'triptych.yml line 4: rules.pattern is "(", expected a regular expression: missing closing ).',
    ],
    [
      'a number',
      'rules: 7\n',
      'triptych.yml line 1: rules is 7, expected a rule whose kind is ignore, tolerance, unordered, key, mask, format, expect.',
    ],
  ];
  for (const [name, text, said] of table) test(name, async () => assert.equal(await saidOf(text), said));

  test('in a variable and a flag by their names', async () => {
    const rules = '[{"kind":"ignore","field":"body.a"},{"kind":"ignore","field":"a"}]';
    assert.match(
      await saidOf('rules: [ignore body.x]\n', { TRIPTYCH_RULES: rules }),
      /^TRIPTYCH_RULES\[1\]\.field is "a", expected/,
    );
    assert.match(await saidOf('', { TRIPTYCH_RULES: '[{' }), /^TRIPTYCH_RULES is "\[\{", expected JSON: /);
    const flags = { rules: ['ignore body.a', 'ignore a'] };
    assert.throws(() => loadConfig(flags, undefined, {}), {
      message: /^--rule is "ignore a", expected a field such as/,
    });
  });
});

test('a file that was named must exist', () =>
  inFolder(async (folder) => {
    const missing = join(folder, 'none.yml');
    assert.throws(() => loadConfig({}, missing, {}), { message: `${missing} cannot be read: there is no such file.` });
    const directory = join(folder, 'dir.yml');
    await mkdir(directory);
    assert.throws(() => loadConfig({}, directory, {}), {
      message: `${directory} cannot be read: this is a directory, not a file.`,
    });
  }));

test('a mistyped variable is answered with the right one', async () => {
  const said = await saidOf('', { TRIPTYCH_PROT: '1', TRIPTYCH_COLOUR: 'red' });
  assert.deepEqual(said.split('\n'), [
    'TRIPTYCH_PROT: there is no such setting, did you mean TRIPTYCH_PORT?',
    'TRIPTYCH_COLOUR: there is no such setting.',
  ]);
});

test('a wrong flag is told as a flag', () => {
  const flags = { max_diff_rate: 'lots' };
  assert.throws(() => loadConfig(flags, undefined, {}), {
    message: '--max-diff-rate is "lots", expected a rate such as 0.1% or 0.001.',
  });
});

test('a password in a target is refused without repeating it', () => {
  assert.throws(
    () => loadConfig({ primary: 'http://ann:secret@old' }, undefined, {}),
    (error: Error) => /^--primary is "http:\/\/\*\*\*@old", expected a URL without a user/.test(error.message),
  );
});
