/** `triptych report`: the verdict of a stored run, or of a running `serve`; exits like `check`. */
import { Option } from 'commander';
import { judge } from '../core/gate/judge.ts';
import type { Report } from '../core/gate/model.ts';
import { openStore } from '../store/open.ts';
import { type Command, CommandError, exit, type Input, repeated } from './command.ts';
import { exitCodeOf, reportFiles, textFor } from './reports.ts';
import { thresholdsOf } from './run.ts';
import { version } from './version.ts';

export const report: Command = {
  name: 'report',
  summary: 'the verdict and findings of a stored run, or of a running serve',
  settings: ['db', 'max_diff_rate', 'min_exchanges', 'alpha', 'min_effect'],
  options: [
    new Option('--from <dashboard-url>', 'ask a running serve instead of a database'),
    new Option('--run <id>', 'which run').default('live', 'the newest'),
    repeated('--report <kind=path>', 'write a report: json=PATH or text=PATH (may be repeated)'),
    new Option('--strict', 'exit 1 instead of 2 when the verdict is inconclusive'),
  ],
  run: async (input) => {
    const { from, run, strict, report: entries } = input.options;
    const files = reportFiles(entries);
    const id = String(run);
    const found = typeof from === 'string' ? await fromServer(from, id, input) : await fromDatabase(id, input);
    files.write(found);
    process.stdout.write(textFor(found, process.stdout));
    return exitCodeOf(found, strict === true);
  },
};

async function fromDatabase(run: string, { config }: Input): Promise<Report> {
  const db = config.db ?? 'triptych.db';
  const store = await openStore(db, { readonly: true });
  try {
    const tallies = await store.tallies(run);
    if (tallies !== undefined) return judge(tallies, thresholdsOf(config), version);
    throw new CommandError(run === 'live' ? `${db} holds no run yet.` : `${db} has no run ${run}.`, exit.usage);
  } finally {
    await store.close();
  }
}

/** The server judges by its own thresholds, except by those that were given here. */
async function fromServer(from: string, run: string, { config, given }: Input): Promise<Report> {
  if (!URL.canParse(from))
    throw new CommandError(`--from ${from}: expected a URL such as http://localhost:8888.`, exit.usage);
  const url = new URL(`api/v1/runs/${encodeURIComponent(run)}/report`, from.endsWith('/') ? from : `${from}/`);
  for (const key of ['max_diff_rate', 'min_exchanges', 'alpha', 'min_effect'] as const) {
    if (given(key)) url.searchParams.set(key, String(config[key]));
  }
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CommandError(`${from} cannot be reached: ${cause}.`, exit.unreachable);
  }
  if (response.ok && response.headers.get('content-type')?.startsWith('application/json')) {
    return (await response.json()) as Report;
  }
  const text = (await response.text()).slice(0, 500);
  throw new CommandError(`${url.href} answered ${response.status}, which is no report: ${text}`, exit.usage);
}
