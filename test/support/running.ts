/** `triptych serve` as a child process, with what it said and how it ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Status } from '../../server/api/contract.ts';
import type { Report } from '../../server/core/gate/model.ts';
import { environment } from './program.ts';
import { until } from './until.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

export interface Running {
  readonly proxy: string;
  readonly dashboard: string;
  /** Everything on standard output and on standard error until now. */
  stdout(): string;
  stderr(): string;
  status(): Promise<Status>;
  /** Of the live run, as soon as it holds so many exchanges. */
  report(received: number): Promise<Report>;
  signal(name: NodeJS.Signals): void;
  /** Tells it to stop, and waits until it has. */
  readonly stop: () => Promise<unknown>;
  /** For the end of a test, however it ended. */
  readonly kill: () => Promise<unknown>;
  /** Resolves to the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/**
 * Starts it on free ports. `fileLimit` is the longest file it may write, in blocks of `ulimit -f`.
 * Rejects with what it said when it ends before both ready lines.
 */
export async function startServing(args: readonly string[], fileLimit?: number): Promise<Running> {
  const command = [process.execPath, main, 'serve', '--port', '0', '--dashboard-port', '0', ...args];
  const limit = fileLimit === undefined ? '' : `ulimit -f ${fileLimit}; `;
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...command], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  const [proxy, dashboard] = await new Promise<[string, string]>((resolve, reject) => {
    const urls: string[] = [];
    createInterface(child.stdout).on('line', (line) => {
      const url = /^triptych: (?:proxy|dashboard) (http:\S+)$/.exec(line)?.[1];
      if (url !== undefined) urls.push(url);
      const [first, second] = urls;
      if (first !== undefined && second !== undefined) resolve([first, second]);
    });
    void ended.then((code) => reject(new Error(`serve ended with ${code}: ${said.stdout}${said.stderr}`)));
  });
  const ask = async <T>(path: string): Promise<T> => (await fetch(`${dashboard}/api/v1/${path}`)).json() as T;
  return {
    proxy,
    dashboard,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    status: () => ask<Status>('status'),
    report: (received) =>
      until(`${received} exchanges in the report`, async () => {
        const report = await ask<Report>('runs/live/report');
        return report.exchanges.received >= received ? report : undefined;
      }),
    signal: (name) => void child.kill(name),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
    ended,
  };
}

/** Runs `work` beside a serve of its own, which is told to stop afterwards. */
export async function whileServing(args: readonly string[], work: (serving: Running) => Promise<void>): Promise<void> {
  const serving = await startServing(args);
  try {
    await work(serving);
  } finally {
    await serving.stop();
  }
}
