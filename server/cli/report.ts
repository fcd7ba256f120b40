/** `triptych report`: the verdict of a stored run, or of a running `serve`; exits like `check`. */
import { Option } from 'commander';
import { problemDocument, reportView } from '../api/schemas.ts';
import type { Config } from '../config/schema.ts';
import { detailOf } from '../core/failure.ts';
import { judge } from '../core/gate/judge.ts';
import { printable } from '../core/gate/layout.ts';
import type { Report } from '../core/gate/model.ts';
import { endpointLimitsText, latencyText } from '../core/gate/written.ts';
import { openStore } from '../store/open.ts';
import { type Command, CommandError, exit, type Input } from './command.ts';
import { judgingExits, judgingOptions } from './help.ts';
import { exitCodeOf, reportFiles, textFor } from './reports.ts';
import { judging, thresholdsOf } from './run.ts';
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
    const found = typeof from === 'string' ? await fromServer(from, id, input) : await fromDatabase(id, input);
    process.stdout.write(textFor(found, process.stdout));
    files.write(found);
    return exitCodeOf(found, strict === true);
  },
};

async function fromDatabase(run: string, { config }: Input): Promise<Report> {
  const db = config.db ?? 'triptych.db';
  const store = await openStore(db, { readonly: true });
  try {
    const tallies = await store.tallies(run);
    if (tallies !== undefined) return judge(tallies, thresholdsOf(config), version, Date.now());
    throw new CommandError(
      run === 'live' ? `${db} holds no run yet.` : `${db} has no run ${run}; leave --run out for the newest.`,
      exit.usage,
    );
  } finally {
    await store.close();
  }
}

/** The server judges by its own thresholds, except by those that were given here. */
async function fromServer(from: string, run: string, { config, given }: Input): Promise<Report> {
  if (!URL.canParse(from) || !/^https?:/.test(from))
    throw new CommandError(`--from ${from}: expected a URL such as http://localhost:8888.`, exit.usage);
  const url = new URL(`api/v1/runs/${encodeURIComponent(run)}/report`, from.endsWith('/') ? from : `${from}/`);
  for (const key of judging) if (given(key)) url.searchParams.set(key, asQuery(key, config));
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    text = await response.text();
  } catch (error) {
    throw new CommandError(`${from} cannot be reached: ${causeOf(error)}.`, exit.unreachable);
  }
  const value = jsonOf(text);
  if (response.ok && reportView.safeParse(value).success) return value as Report;
  const detail = problemDocument.safeParse(value).data?.detail;
  if (detail !== undefined) throw new CommandError(`${from}: ${printable(detail)}`, exit.usage);
  throw new CommandError(
    `${from} is no dashboard of Triptych: it answered ${response.status} to ${url.pathname} and sent no report.`,
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
