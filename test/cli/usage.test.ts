import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inFolder } from '../support/folder.ts';
import { triptych, triptychIn } from '../support/program.ts';

const targets = ['--primary', 'http://127.0.0.1:9', '--candidate', 'http://127.0.0.1:9'];

describe('wrong usage ends with 3, says what is wrong on standard error, and nothing on standard output', {
  concurrency: 4,
}, () => {
  const table: readonly (readonly [name: string, args: readonly string[], said: RegExp])[] = [
    [
      'an unknown command',
      ['chek'],
      /^triptych: unknown command 'chek', did you mean check\?\n"triptych --help" lists/,
    ],
    [
      'an unknown flag',
      ['check', '--candidat', 'x'],
      /^triptych: unknown option '--candidat', did you mean --candidate\?\n"triptych check --help" lists/,
    ],
    [
      'a flag without its value',
      ['check', '--primary'],
      /^triptych: option '--primary <url>' argument missing\.\n"triptych check/,
    ],
    ['an argument too many', ['serve', 'now'], /^triptych: too many arguments for 'serve'/],
    ['a file too few', ['diff', 'a'], /^triptych: missing required argument 'candidate'\./],
    [
      'no targets for serve',
      ['serve'],
      /^triptych: --primary is missing: the old version.*\ntriptych: --candidate is missing: the new version\.\n/,
    ],
    [
      'no traffic for check',
      ['check', ...targets],
      /^triptych: --traffic is missing: recorded requests: GoReplay, JSON lines or an access log\.\n.*"triptych check --help"/,
    ],
    [
      'a target that is no URL',
      ['serve', '--primary', 'localhost:9001'],
      /^triptych: --primary is "localhost:9001", expected a URL such as http:\/\/localhost:9001\.\n$/,
    ],
    [
      'a rate that is none',
      ['check', ...targets, '--max-diff-rate', '7 percent'],
      /^triptych: --max-diff-rate is "7 percent", expected a rate such as 0\.1% or 0\.001\.\n$/,
    ],
    [
      'an unknown kind of report',
      ['check', ...targets, '--traffic', 'x', '--report', 'pdf=x'],
      /^triptych: --report pdf=x: expected json=PATH, junit=PATH, markdown=PATH, html=PATH, csv=PATH or text=PATH\.\n$/,
    ],
    [
      'a report without a path',
      ['check', ...targets, '--traffic', 'x', '--report', 'json'],
      /^triptych: --report json: expected json=PATH/,
    ],
    [
      'a report into no folder',
      ['check', ...targets, '--traffic', 'x', '--report', 'json=/no/such/out'],
      /the folder \/no\/such does not exist/,
    ],
    [
      'a report over a folder',
      ['check', ...targets, '--traffic', 'x', '--report', 'json=/'],
      /^triptych: --report json=\/: \/ is a folder, name a file in it\.\n$/,
    ],
    [
      'a settings file that is not there',
      ['demo', '--config', '/no.yml'],
      /^triptych: \/no\.yml cannot be read: there is no such file\.\n$/,
    ],
  ];
  for (const [name, args, said] of table) {
    test(name, async () => {
      const { code, stdout, stderr } = await triptych(...args);
      assert.match(stderr, said);
      assert.equal(code, 3);
      assert.equal(stdout, '');
    });
  }
});

test('triptych.yml of the working folder is read, its mistakes are told with their line', () =>
  inFolder(async (cwd) => {
    await writeFile(join(cwd, 'triptych.yml'), '# three of them\nprimary: http://old\nprot: 8880\n');
    const { code, stderr } = await triptychIn({ cwd }, 'serve');
    assert.equal(stderr, 'triptych: triptych.yml line 3: prot: there is no such setting, did you mean port?\n');
    assert.equal(code, 3);
  }));

test('a wrong variable is told by its name', async () => {
  const { code, stderr } = await triptychIn({ env: { TRIPTYCH_ALPHA: '2' } }, 'demo');
  assert.match(stderr, /^triptych: TRIPTYCH_ALPHA is "2", expected a rate/);
  assert.equal(code, 3);
});

test('without a command it shows its help', async () => {
  const { code, stderr } = await triptych();
  for (const name of ['serve', 'check', 'diff', 'report', 'demo'])
    assert.match(stderr, new RegExp(`^  ${name} +\\w`, 'm'));
  assert.equal(code, 3);
});

test('--help of every command fits 80 columns, shows an example and the exit codes, and succeeds', async () => {
  const asked = ['serve', 'check', 'diff', 'report', 'demo'].map(async (name) => {
    const { code, stdout, stderr } = await triptych(name, '--help');
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, new RegExp(`\\nExample:\\n  triptych ${name} `));
    assert.match(stdout, /\nExits 0/);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  });
  await Promise.all(asked);
});

test('--version is that of package.json', async () => {
  const { code, stdout } = await triptych('--version');
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(code, 0);
});
