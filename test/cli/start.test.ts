import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../support/program.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const bin = join(checkout, 'server/triptych.js');

/** The machine's own programs: without those that the checkout brings. */
const machine = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
const surroundings = { cwd: checkout, env: { PATH: machine.join(delimiter) } };
const version = /^\d+\.\d+\.\d+\n$/;

test('npx triptych starts it from the checkout, with the Node that the checkout brings', async () => {
  const { code, stdout, stderr } = await run('npx', ['--no', 'triptych', '--version'], surroundings);
  assert.match(stdout, version, stderr);
  assert.equal(code, 0);
});

test('npm run --silent triptych -- is the same program', async () => {
  const { code, stdout, stderr } = await run('npm', ['run', '--silent', 'triptych', '--', '--version'], surroundings);
  assert.match(stdout, version, stderr);
  assert.equal(code, 0);
});

test('it works from any folder', async () => {
  const main = join(checkout, 'server/main.ts');
  const { code, stdout } = await run(process.execPath, [main, '--version'], { cwd: tmpdir() });
  assert.match(stdout, version);
  assert.equal(code, 0);
});

test('an older Node gets a sentence and 3', async () => {
  // Which Nodes a machine has nobody knows, so this one plays an older one too, as far as triptych.js can see.
  const older = (version: string) =>
    `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  const starts: (readonly [string, readonly string[]])[] = [
    [process.execPath, ['--import', older('20.20.2'), bin, '--version']],
    [process.execPath, ['--import', older('24.11.9'), bin, '--version']],
  ];
  for (const folder of machine) {
    const node = join(folder, 'node');
    if (!existsSync(node)) continue;
    const { stdout } = await run(node, ['-p', 'process.versions.node']);
    const [major = 0, minor = 0] = stdout.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 12)) starts.push([node, [bin, '--version']]);
  }
  for (const [node, args] of starts) {
    const { code, stdout, stderr } = await run(node, args);
    assert.match(stderr, /^triptych needs Node 24\.12 or newer, this is v\d+\.\d+\.\d+\. .*"npx triptych \.\.\."/);
    assert.equal(stderr.split('\n').length, 2);
    assert.equal(stdout, '');
    assert.equal(code, 3);
  }
});

test('the oldest Node that can is let through', async () => {
  const played =
    "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'24.12.0'}})";
  const { code, stdout } = await run(process.execPath, ['--import', played, bin, '--version']);
  assert.match(stdout, version);
  assert.equal(code, 0);
});
