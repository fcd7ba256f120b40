/** Recorded traffic put to the three and compared: what `check` and `calibrate` have in common. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { endpointNamer } from '../core/endpoint/name.ts';
import { isCertain } from '../core/gate/early.ts';
import { type Asker, createAsker } from '../tap/asker.ts';
import { allowedBy } from '../tap/guards.ts';
import { exchangeIds } from '../tap/ids.ts';
import { unreachable } from '../tap/probe.ts';
import { closeTargets } from '../tap/targets.ts';
import { wallClock } from '../traffic/clock.ts';
import { asFast } from '../traffic/pace.ts';
import { type PlayCounts, play } from '../traffic/player.ts';
import { readTraffic } from '../traffic/read.ts';
import type { Recorded } from '../traffic/recorded.ts';
import { CommandError, exit, required } from './command.ts';
import { confirm } from './confirming.ts';
import { logger } from './log.ts';
import { progressOn } from './progress.ts';
import { type OpenRun, openRun } from './run.ts';
import { openTargets, tapSettings } from './targets.ts';

export interface Replayed {
  /** It has ended; everything is in its store. */
  readonly run: OpenRun;
  /** By SIGINT or SIGTERM, before the end of the traffic or of what follows it. */
  readonly stopped: boolean;
  /** How many requests were sent by the time it was certain to fail; undefined when all were. */
  readonly early: number | undefined;
  /** What of the file was not sent, and what went wrong: lines for standard error. */
  readonly notes: string;
}

/**
 * Plays the traffic, sends again what is rare, and hands the ended run to `work`, after which it is closed. Without `db` nothing
 * of it stays.
 * @throws CommandError when a target cannot be reached, TrafficError when the file cannot be read
 */
export async function replayed<T>(
  config: Config,
  { abortEarly }: { readonly abortEarly: boolean },
  work: (replay: Replayed) => Promise<T>,
): Promise<T> {
  const requests = await recognised(readTraffic(required(config, 'traffic')));
  await allReachable(config);
  const folder = config.db === undefined ? mkdtempSync(join(tmpdir(), 'triptych-')) : undefined;
  try {
    const db = config.db ?? join(folder ?? '', 'run.db');
    const run = await openRun(config, { db, randomOrder: true, log: logger() });
    try {
      const { counts, unsettled, ...outcome } = await replay(config, run, requests, abortEarly);
      await run.end();
      const notes = leftOut(required(config, 'traffic'), counts, [...unsettled, ...run.analysis.problems()]);
      return await work({ run, ...outcome, notes });
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

/** Plays all requests, or those until the first SIGINT or SIGTERM, or until it is certain to fail. */
async function replay(
  config: Config,
  run: OpenRun,
  requests: AsyncIterable<Recorded>,
  abortEarly: boolean,
): Promise<
  Pick<Replayed, 'stopped' | 'early'> & { readonly counts: PlayCounts; readonly unsettled: readonly string[] }
> {
  const targets = openTargets(config, config.timeout);
  const asker = createAsker({
    targets,
    bus: run.analysis.bus,
    endpointOf: endpointNamer(config.routes),
    allowed: allowedBy(config.allow),
    settings: tapSettings(config),
    now: Date.now,
    random: Math.random,
    nextId: exchangeIds(),
  });
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { counts, certain } = await playUntilCertain(config, run, asker, requests, {
      signal: stop.signal,
      abortEarly,
    });
    const { confirm: tries } = config;
    const rest = { traffic: required(config, 'traffic'), run, asker, clock: wallClock, signal: stop.signal };
    const unsettled = certain || stop.signal.aborted || tries === 0 ? [] : await confirm({ tries, ...rest });
    return { stopped: stop.signal.aborted, early: certain ? counts.sent : undefined, counts, unsettled };
  } finally {
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
    await closeTargets(targets);
  }
}

async function playUntilCertain(
  config: Config,
  run: OpenRun,
  { ask }: Asker,
  requests: AsyncIterable<Recorded>,
  { signal, abortEarly }: { readonly signal: AbortSignal; readonly abortEarly: boolean },
): Promise<{ readonly counts: PlayCounts; readonly certain: boolean }> {
  const progress = progressOn(process.stderr);
  const enough = new AbortController();
  const over = new AbortController();
  const watching = abortEarly
    ? watch(run, config.max_diff_rate, AbortSignal.any([signal, over.signal]), () => enough.abort())
    : undefined;
  // It is awaited below, also when it fails; until then nobody listens to that.
  watching?.catch(() => undefined);
  try {
    const counts = await play({
      requests,
      send: ask,
      pace: asFast,
      inFlight: config.concurrency,
      clock: wallClock,
      signal: AbortSignal.any([signal, enough.signal]),
      onProgress: progress.show,
    });
    return { counts, certain: enough.signal.aborted };
  } finally {
    progress.done();
    over.abort();
    await watching;
  }
}

/** Milliseconds between two looks, or ten times as long as one takes: looking must not slow down what it looks at. */
const lookEvery = 250;

async function watch(run: OpenRun, maxDiffRate: number, over: AbortSignal, certain: () => void): Promise<void> {
  let took = 0;
  while (!over.aborted) {
    await wallClock.sleepUntil(wallClock.now() + Math.max(lookEvery, 10 * took), over);
    if (over.aborted) return;
    const begun = wallClock.now();
    if (isCertain(await run.report(), maxDiffRate)) return certain();
    took = wallClock.now() - begun;
  }
}

const linesShown = 10;

/** Nothing is left out silently. */
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
