/** `triptych check`: the CI job. Replays traffic at the three, waits for the comparison, prints the verdict. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { endpointNamer } from '../core/endpoint/name.ts';
import { createAsker } from '../tap/asker.ts';
import { allowedBy } from '../tap/guards.ts';
import { exchangeIds } from '../tap/ids.ts';
import { unreachable } from '../tap/probe.ts';
import { closeTargets } from '../tap/targets.ts';
import { wallClock } from '../traffic/clock.ts';
import { asFast } from '../traffic/pace.ts';
import { type PlayCounts, play } from '../traffic/player.ts';
import { readTraffic } from '../traffic/read.ts';
import type { Recorded } from '../traffic/recorded.ts';
import { type Command, CommandError, exit, type Input, required } from './command.ts';
import { judgingExits, judgingOptions } from './help.ts';
import { logger } from './log.ts';
import { progressOn } from './progress.ts';
import { exitCodeOf, reportFiles, textFor } from './reports.ts';
import { judging, type OpenRun, openRun } from './run.ts';
import { openTargets, tapSettings } from './targets.ts';

export const check: Command = {
  name: 'check',
  summary: 'replay recorded traffic and judge: the job for CI',
  settings: [
    'primary',
    'secondary',
    'candidate',
    'traffic',
    ...judging,
    'allow',
    'routes',
    'host_header',
    'baseline_label',
    'candidate_label',
    'concurrency',
    'timeout',
    'request_cap',
    'response_cap',
    'redact',
    'rules',
    'db',
  ],
  usual: { db: 'none is kept' },
  needs: ['primary', 'candidate', 'traffic'],
  options: judgingOptions(),
  example: `triptych check --primary http://old-1 --secondary http://old-2 \\
    --candidate http://new --traffic requests.jsonl --max-diff-rate 0.1%`,
  exits: judgingExits,
  run: runCheck,
};

async function runCheck({ config, options }: Input): Promise<number> {
  const files = reportFiles(options.report);
  const traffic = required(config, 'traffic');
  const requests = await recognised(readTraffic(traffic));
  await allReachable(config);
  const folder = config.db === undefined ? mkdtempSync(join(tmpdir(), 'triptych-')) : undefined;
  try {
    const db = config.db ?? join(folder ?? '', 'run.db');
    const run = await openRun(config, { db, randomOrder: true, log: logger() });
    try {
      const { counts, stopped } = await replay(config, run, requests);
      await run.end();
      const report = await run.report();
      process.stderr.write(leftOut(traffic, counts, run.analysis.problems()));
      process.stdout.write(textFor(report, process.stdout));
      if (stopped)
        process.stderr.write('triptych: stopped before the end of the traffic; the verdict is about what was sent.\n');
      // Last, so that a file that cannot be written costs nobody the verdict.
      files.write(report);
      const code = exitCodeOf(report, options.strict === true);
      return stopped && code === exit.pass ? exit.inconclusive : code;
    } finally {
      await run.close();
    }
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the first item, so that a file that is no traffic is refused before anything is asked of the targets. */
async function recognised(items: AsyncGenerator<Recorded>): Promise<AsyncIterable<Recorded>> {
  const first = await items.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* items;
  })();
}

async function allReachable(config: Config): Promise<void> {
  const wanted = [required(config, 'primary'), config.secondary, required(config, 'candidate')];
  const problems = await Promise.all(
    (['primary', 'secondary', 'candidate'] as const).map(async (role, i) => {
      const url = wanted[i];
      const problem = url === undefined ? undefined : await unreachable(url);
      return problem === undefined ? [] : [`the ${role} ${url} cannot be reached: ${problem}.`];
    }),
  );
  if (problems.flat().length > 0) throw new CommandError(problems.flat().join('\n'), exit.unreachable);
}

/** Plays all requests, or those until the first SIGINT or SIGTERM. */
async function replay(
  config: Config,
  { analysis }: OpenRun,
  requests: AsyncIterable<Recorded>,
): Promise<{ readonly counts: PlayCounts; readonly stopped: boolean }> {
  const targets = openTargets(config, config.timeout);
  const ask = createAsker({
    targets,
    bus: analysis.bus,
    endpointOf: endpointNamer(config.routes),
    allowed: allowedBy(config.allow),
    settings: tapSettings(config),
    now: Date.now,
    random: Math.random,
    nextId: exchangeIds(),
  });
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const progress = progressOn(process.stderr);
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const counts = await play({
      requests,
      send: ask,
      pace: asFast,
      inFlight: config.concurrency,
      clock: wallClock,
      signal: stop.signal,
      onProgress: progress.show,
    });
    return { counts, stopped: stop.signal.aborted };
  } finally {
    progress.done();
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
    await closeTargets(targets);
  }
}

const linesShown = 10;

/** What of the file was not sent, and what went wrong on the way; nothing is left out silently. */
function leftOut(traffic: string, counts: PlayCounts, problems: readonly string[]): string {
  const lines = counts.malformed.slice(0, linesShown).map(({ position, reason }) => `  ${position}: ${reason}`);
  const more = counts.malformedCount - lines.length;
  if (lines.length > 0)
    lines.unshift(
      `triptych: ${traffic}: ${counts.malformedCount} of ${counts.read} entries could not be read and were left out:`,
    );
  if (lines.length > 0 && more > 0) lines.push(`  and ${more} more`);
  for (const { reason, count } of counts.failures)
    lines.push(`triptych: ${count} requests could not be played: ${reason}`);
  for (const problem of problems) lines.push(`triptych: ${problem}`);
  return lines.map((line) => `${line}\n`).join('');
}
