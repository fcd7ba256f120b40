/** `triptych demo`: three copies of a small real shop, recorded traffic through the tap, the verdict, the dashboard left open. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import type { Config } from '../config/schema.ts';
import { lookOf } from '../config/terminal.ts';
import { demoTrafficFile, startDemoInstance } from '../demo/instance.ts';
import { planted } from '../demo/planted.ts';
import { wallClock } from '../traffic/clock.ts';
import { httpSender } from '../traffic/http.ts';
import { asFast } from '../traffic/pace.ts';
import { type PlayCounts, play } from '../traffic/player.ts';
import { readTraffic } from '../traffic/read.ts';
import { type Command, exit } from './command.ts';
import { logger } from './log.ts';
import { plantedText } from './planted.ts';
import { progressOn } from './progress.ts';
import { textFor } from './reports.ts';
import { startServing, stopSignal } from './serving.ts';
import { shownFromStore } from './shown.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'see it work on a small shop with planted regressions',
  settings: ['host', 'port', 'dashboard_port'],
  options: [new Option('--once', 'end after the verdict instead of leaving the dashboard open')],
  usual: { port: 'a free one', dashboard_port: 'a free one' },
  example: 'triptych demo --once',
  exits: 'Exits 0.',
  run: async ({ config, options, given }) => {
    const stopped = stopSignal();
    const folder = mkdtempSync(join(tmpdir(), 'triptych-demo-'));
    try {
      const shops = await openShops(folder);
      try {
        await show(config, { folder, shops, freePort: (key) => !given(key), once: options.once === true, stopped });
      } finally {
        await Promise.all(shops.map((shop) => shop.close()));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return exit.ok;
  },
};

/** Two old copies and one new, each with its own data file and its own noise. */
const openShops = (folder: string) =>
  Promise.all(
    (['old', 'old', 'new'] as const).map((version, i) =>
      startDemoInstance({ version, seed: i + 1, databasePath: join(folder, `shop-${i + 1}.db`), port: 0 }),
    ),
  );

interface Stage {
  readonly folder: string;
  readonly shops: Awaited<ReturnType<typeof openShops>>;
  readonly freePort: (key: 'port' | 'dashboard_port') => boolean;
  readonly once: boolean;
  readonly stopped: Promise<unknown>;
}

async function show(config: Config, { folder, shops, freePort, once, stopped }: Stage): Promise<void> {
  const [primary, secondary, candidate] = shops.map((shop) => shop.url);
  const settings: Config = {
    ...config,
    primary,
    secondary,
    candidate,
    port: freePort('port') ? 0 : config.port,
    dashboard_port: freePort('dashboard_port') ? 0 : config.dashboard_port,
    baseline_label: 'shop 1.0 (old)',
    candidate_label: 'shop 1.1 (new)',
  };
  const serving = await startServing(settings, join(folder, 'demo.db'), logger());
  try {
    process.stdout.write('Replaying recorded traffic of the shop through the proxy ...\n');
    const counts = await Promise.race([replay(serving.proxy.url), stopped.then(() => undefined)]);
    if (counts === undefined) return;
    await serving.proxy.idle();
    await serving.run.analysis.bus.drain();
    const report = await serving.run.report();
    const shown = await shownFromStore(report, serving.run.store, settings, false);
    process.stdout.write(
      `\n${textFor(report, shown, process.stdout)}\n${plantedText(planted, report, lookOf(process.stdout))}\n`,
    );
    if (counts.failed > 0) process.stdout.write(`${counts.failed} requests were not answered.\n`);
    if (once) return;
    process.stdout.write(`Dashboard: ${serving.dashboard.url}   (Ctrl-C ends the demo)\n`);
    await stopped;
  } finally {
    await serving.close();
  }
}

async function replay(to: string): Promise<PlayCounts> {
  const inFlight = 32;
  const sender = httpSender(new URL(to), { connections: inFlight });
  const progress = progressOn(process.stderr);
  try {
    const { show: onProgress } = progress;
    const { send } = sender;
    return await play({
      requests: readTraffic(demoTrafficFile),
      send,
      pace: asFast,
      inFlight,
      clock: wallClock,
      onProgress,
    });
  } finally {
    progress.done();
    await sender.close();
  }
}
