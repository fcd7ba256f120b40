/** Tap, analyst and dashboard together on one machine. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { askingAgain } from './again.ts';
import { CommandError, exit } from './command.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { startProxy, type TapProxy } from './proxy.ts';
import { type OpenRun, openRun, thresholdsOf } from './run.ts';

export interface Serving {
  readonly run: OpenRun;
  readonly proxy: TapProxy;
  readonly dashboard: Dashboard;
  /** Lets callers and comparisons under way finish, ends the run, closes everything. */
  close(): Promise<void>;
}

/**
 * Starts all three and prints the ready lines.
 * @throws CommandError when a port cannot be had; StoreError when the database cannot be used
 */
export async function startServing(config: Config, db: string, log: Logger): Promise<Serving> {
  await portsFree(config);
  const run = await openRun(config, { db, randomOrder: false, log });
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    // The tap first, so that what is under way still reaches the analyst; the dashboard last.
    // All of them, or a thread that was left open would keep the process from ending.
    const failures: unknown[] = [];
    for (const part of opened.splice(0)) await part.close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const proxy = await startProxy(config, run.analysis, log).catch(listenError(config.host, config.port, '--port'));
    const again = askingAgain(config, run);
    opened.push(proxy, again, { close: () => run.end() }, run);
    const { host, dashboard_port: port } = config;
    const data = { db, host, port, thresholds: thresholdsOf(config) };
    const dashboard = await startDashboard(data, () => proxy.status(), again.askAgain).catch(
      listenError(host, port, '--dashboard-port'),
    );
    opened.push(dashboard);
    process.stdout.write(`triptych: proxy ${proxy.url}\ntriptych: dashboard ${dashboard.url}\n`);
    return { run, proxy, dashboard, close };
  } catch (error) {
    if (opened.length === 0) opened.push(run);
    await close();
    throw error;
  }
}

/** Asked before anything is written: a run of no exchanges would stand in the database as the newest one. */
async function portsFree({ host, port, dashboard_port }: Config): Promise<void> {
  if (port !== 0 && port === dashboard_port) {
    throw new CommandError(`--port and --dashboard-port are both ${port}: each needs one of its own.`, exit.usage);
  }
  for (const [flag, wanted] of [
    ['--port', port],
    ['--dashboard-port', dashboard_port],
  ] as const) {
    const server = createServer();
    await once(server.listen({ host, port: wanted }), 'listening').catch(listenError(host, wanted, flag));
    server.close();
    await once(server, 'close');
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there, or choose another port',
  EACCES: 'may not be used by this user: choose one above 1023',
  EADDRNOTAVAIL: 'is not an address of this machine: choose another --host',
  ENOTFOUND: 'is not a host name that this machine knows: choose another --host',
};

function listenError(host: string, port: number, flag: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw new CommandError(`${host}:${port} (${flag}) ${reason}.`, exit.usage);
  };
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals): void => {
      resolve(signal);
      for (const again of ['SIGINT', 'SIGTERM'] as const) {
        process.removeListener(again, onSignal);
        process.once(again, () => process.exit(128 + constants.signals[again]));
      }
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  });
}
