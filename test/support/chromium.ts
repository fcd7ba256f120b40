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

function install([command = '', ...start]: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync(command, [...start, '-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    // A failed update may still leave lists good enough to install from.
    if (status !== 0 && args[0] === 'install') return;
  }
}

if (import.meta.main && findChromium() === undefined) {
  const command = installer();
  if (command) install(command);
  if (findChromium() === undefined) {
    const how = command ? 'apt-get could not install it' : 'it cannot be installed without root or passwordless sudo';
    process.stderr.write(`The browser tests need Chromium (Debian package "chromium"), and ${how}.\n`);
    process.exitCode = 1;
  }
}
