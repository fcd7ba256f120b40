/** `triptych report`: the verdict of a stored run, or of a running `serve`; exits like `check`. */
import { Option } from 'commander';
import type { z } from 'zod';
import { exampleList, problemDocument, reportView, statusView } from '../api/schemas.ts';
import type { Config } from '../config/schema.ts';
import { detailOf } from '../core/failure.ts';
import { judge } from '../core/gate/judge.ts';
import { printable } from '../core/gate/layout.ts';
import type { Report } from '../core/gate/model.ts';
import type { Shown } from '../core/gate/shown.ts';
import { endpointLimitsText, latencyText } from '../core/gate/written.ts';
import { openStore } from '../store/open.ts';
import { type Command, CommandError, exit, type Input } from './command.ts';
import { judgingExits, judgingOptions } from './help.ts';
import { exitCodeOf, reportFiles, tellGithub, textFor } from './reports.ts';
import { judging, thresholdsOf } from './run.ts';
import { shownFromStore, targetsOf } from './shown.ts';
import { version } from './version.ts';

export const report: Command = {
  name: 'report',
  summary: 'the verdict of a stored run, or of a running serve',
  settings: ['db', ...judging],
  options: [
    new Option('--from <dashboard-url>', 'ask a running serve instead of a database'),
    new Option('--run <id>', 'which run').default('live', 'the newest'),
    ...judgingOptions(),
  ],
  usual: { db: 'triptych.db' },
  example: 'triptych report --from http://localhost:8888 --max-diff-rate 0.1%',
  exits: judgingExits,
  run: async (input) => {
    const { from, run, strict, report: entries } = input.options;
    const files = reportFiles(entries);
    const id = String(run);
    const { report, shown } =
      typeof from === 'string'
        ? await fromServer(from, id, input, strict === true)
        : await fromDatabase(id, input, strict === true);
    process.stdout.write(textFor(report, shown, process.stdout));
    files.write(report, shown);
    tellGithub(report, shown);
    return exitCodeOf(report, strict === true);
  },
};

interface Found {
  readonly report: Report;
  readonly shown: Shown;
}

async function fromDatabase(run: string, { config }: Input, strict: boolean): Promise<Found> {
  const db = config.db ?? 'triptych.db';
  const store = await openStore(db, { readonly: true });
  try {
    const tallies = await store.tallies(run);
    if (tallies !== undefined) {
      const report = judge(tallies, thresholdsOf(config), version, Date.now());
      return { report, shown: await shownFromStore(report, store, config, strict) };
    }
    throw new CommandError(
      run === 'live' ? `${db} holds no run yet.` : `${db} has no run ${run}; leave --run out for the newest.`,
      exit.usage,
    );
  } finally {
    await store.close();
  }
}

/** The server judges by its own thresholds, except by those that were given here. */
async function fromServer(from: string, run: string, { config, given }: Input, strict: boolean): Promise<Found> {
  if (!URL.canParse(from) || !/^https?:/.test(from))
    throw new CommandError(`--from ${from}: expected a URL such as http://localhost:8888.`, exit.usage);
  const query = new URLSearchParams();
  for (const key of judging) if (given(key)) query.set(key, asQuery(key, config));
  const report: Report = await ask(from, `runs/${encodeURIComponent(run)}/report?${query}`, reportView, 'report');
  // By its id from here on: `live` may be another run by now.
  const { items } = await ask(from, `runs/${encodeURIComponent(report.run.id)}/examples`, exampleList, 'examples');
  const { targets } = await ask(from, 'status', statusView, 'status');
  const urls = Object.fromEntries(targets.map(({ role, url }) => [role, url]));
  const examples = new Map(items.map(({ finding, ...example }) => [finding, example]));
  return { report, shown: { examples, targets: targetsOf(report, urls), strict } };
}

async function ask<T>(from: string, path: string, shape: z.ZodType<T>, what: string): Promise<T> {
  const url = new URL(`api/v1/${path}`, from.endsWith('/') ? from : `${from}/`);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    text = await response.text();
  } catch (error) {
    throw new CommandError(`${from} cannot be reached: ${causeOf(error)}.`, exit.unreachable);
  }
  const value = jsonOf(text);
  // What else it holds is of a newer version, and is passed on.
  if (response.ok && shape.safeParse(value).success) return value as T;
  const detail = problemDocument.safeParse(value).data?.detail;
  if (detail !== undefined) throw new CommandError(`${from}: ${printable(detail)}`, exit.usage);
  throw new CommandError(
    `${from} is no dashboard of Triptych: it answered ${response.status} to ${url.pathname} and sent no ${what}.`,
    exit.usage,
  );
}

function asQuery(key: (typeof judging)[number], config: Config): string {
  if (key === 'latency') return latencyText(config.latency ?? {});
  if (key === 'thresholds') return endpointLimitsText(config.thresholds ?? []);
  if (key === 'accept') return JSON.stringify(config.accept);
  return String(config[key]);
}

/** Milliseconds for the whole answer: a report of a long run takes seconds to judge. */
const patience = 60_000;

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patience / 1000} s`;
  return error.cause instanceof Error ? detailOf(error.cause) : error.message;
}

/** undefined when it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
