/** `triptych calibrate`: the old version against itself, to know its noise before a new version is judged. */
import { Option } from 'commander';
import { ConfigError } from '../config/error.ts';
import { type Config, settings } from '../config/schema.ts';
import { lookOf } from '../config/terminal.ts';
import { differencesOf } from '../core/compare/compare.ts';
import type { Values } from '../core/compare/differences.ts';
import { LearnedMaps } from '../core/compare/maps.ts';
import { calibrationSummary, calibrationText, rulesYaml } from '../core/gate/calibrated.ts';
import { calibrationOf } from '../core/gate/calibration.ts';
import type { Report } from '../core/gate/model.ts';
import { decoders } from '../decoders.ts';
import { sinceNow } from '../elapsed.ts';
import { type Command, CommandError, exit, type Input, required } from './command.ts';
import { inSection } from './help.ts';
import { replayed } from './replaying.ts';
import type { OpenRun } from './run.ts';

export const calibrate: Command = {
  name: 'calibrate',
  summary: 'compare the old version with itself: its noise, and rules for it',
  settings: [
    'primary',
    'secondary',
    'traffic',
    'alpha',
    'allow',
    'routes',
    'host_header',
    'concurrency',
    'timeout',
    'request_cap',
    'response_cap',
    'redact',
    'rules',
    'db',
  ],
  usual: { db: 'none is kept' },
  needs: ['primary', 'secondary', 'traffic'],
  // No setting: the candidate of triptych.yml is the new version.
  options: [
    inSection('targets', new Option('--candidate <url>', 'a third copy of it (default: the primary once more)')),
  ],
  example: `triptych calibrate --primary http://old-1 --secondary http://old-2 \\
    --traffic requests.jsonl`,
  exits:
    'Exits 0 when done, 3 wrong usage, 4 a target is not there. Rules go to standard output, words to standard error.',
  run: runCalibrate,
};

function runCalibrate({ config, options }: Input): Promise<number> {
  const candidate = thirdCopy(options.candidate) ?? required(config, 'primary');
  const old: Config = { ...config, candidate, confirm: 0, accept: [] };
  return replayed(old, { abortEarly: false }, async ({ run, stopped, notes }) => {
    const report = await run.report();
    process.stderr.write(notes);
    if (report.exchanges.compared === 0) throw new CommandError('no exchange could be compared.', exit.usage);
    const calibration = calibrationOf(report, await valuesSeen(run, report));
    process.stderr.write(calibrationText(calibration, lookOf(process.stderr).width));
    process.stderr.write(`\ntriptych: ${calibrationSummary(calibration)}.\n`);
    if (stopped)
      process.stderr.write('triptych: stopped before the end of the traffic; this is about what was sent.\n');
    process.stdout.write(rulesYaml(calibration));
    return exit.ok;
  });
}

function thirdCopy(given: unknown): string | undefined {
  const parsed = settings.candidate.safeParse(given);
  if (parsed.success) return parsed.data;
  const expected = parsed.error.issues.map(({ message }) => message).join('; ');
  throw new ConfigError(`--candidate is ${JSON.stringify(given)}, ${expected}.`);
}

/** By finding: what stood at its field in the exchanges that are kept as its examples. */
async function valuesSeen(
  { id: run, store }: OpenRun,
  report: Report,
): Promise<ReadonlyMap<string, readonly Values[]>> {
  const maps = new LearnedMaps(report.findings);
  const seen = new Map<string, Values[]>();
  const findings = new Map(report.findings.map((finding) => [keyOf(finding), finding.id]));
  for (const example of new Set(report.findings.flatMap(({ examples }) => examples))) {
    const stored = await store.exchange(run, example);
    if (stored === undefined) continue;
    const { endpoint, answers } = stored.exchange;
    const context = { maps: maps.at(endpoint), elapsed: sinceNow() };
    for (const { field, aspect, values } of differencesOf(answers, decoders, undefined, context)) {
      const id = findings.get(keyOf({ endpoint, field, aspect }));
      if (id === undefined) continue;
      const { primary, secondary, candidate } = values;
      const known = seen.get(id);
      if (known === undefined) seen.set(id, [[primary, secondary, candidate]]);
      else known.push([primary, secondary, candidate]);
    }
  }
  return seen;
}

const keyOf = (place: { readonly endpoint: string; readonly field: string; readonly aspect: string }): string =>
  JSON.stringify([place.endpoint, place.field, place.aspect]);
