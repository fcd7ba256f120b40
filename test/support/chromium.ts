/** The browser of the browser tests: Debian's Chromium. Run as a program, it is installed where it is missing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const aptGet = 'apt-get';
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of an installed Chromium; undefined when there is none. */
export function findChromium(): string | undefined {
  return places.find((place) => existsSync(place));
}

/** What apt-get is to be called with to have the right to install; undefined when it cannot be had without asking. */
function installer(): readonly string[] | undefined {
  if (spawnSync(aptGet, ['--version']).status !== 0) return undefined;
  if (process.getuid?.() === 0) return [aptGet];
  return spawnSync('sudo', ['--non-interactive', 'true']).status === 0
    ? ['sudo', '--non-interactive', aptGet]
    : undefined;
}

/** What it said last when it failed; a failed update alone may still leave lists good enough to install from. */
function install([command = '', ...start]: readonly string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: readonly string[]) => spawnSync(command, [...start, '-qq', ...args], { env, encoding: 'utf8' });
  run('update');
  const { stderr } = run('install', '-y', '--no-install-recommends', 'chromium');
  return stderr.trim().split('\n').at(-1) || 'apt-get put none where it is looked for';
}

if (import.meta.main && findChromium() === undefined) {
  const command = installer();
  const said = command ? install(command) : 'installing it needs root or passwordless sudo';
  if (findChromium() === undefined) {
    process.stderr.write(`The browser tests need Chromium (Debian package "chromium"): ${said}.\n`);
    process.exitCode = 1;
  }
}
