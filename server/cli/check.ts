/** `triptych check`: the CI job. Replays traffic at the three, waits for the comparison, prints the verdict. */
import { Option } from 'commander';
import { stoppedEarly } from '../core/gate/early.ts';
import { type Command, exit, type Input } from './command.ts';
import { inSection, judgingExits, judgingOptions } from './help.ts';
import { replayed } from './replaying.ts';
import { exitCodeOf, reportFiles, textFor } from './reports.ts';
import { judging } from './run.ts';

export const check: Command = {
  name: 'check',
  summary: 'replay recorded traffic and judge: the job for CI',
  settings: [
    'primary',
    'secondary',
    'candidate',
    'traffic',
    ...judging,
    'confirm',
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
  options: [
    ...judgingOptions(),
    inSection('verdict', new Option('--abort-early', 'send no more once it is certain to fail by --max-diff-rate')),
  ],
  example: `triptych check --primary http://old-1 --secondary http://old-2 \\
    --candidate http://new --traffic requests.jsonl --max-diff-rate 0.1%`,
  exits: judgingExits,
  run: runCheck,
};

function runCheck({ config, options }: Input): Promise<number> {
  const files = reportFiles(options.report);
  return replayed(config, { abortEarly: options.abortEarly === true }, async ({ run, stopped, early, notes }) => {
    const whole = await run.report();
    const report = early === undefined ? whole : stoppedEarly(whole, early, config.max_diff_rate);
    process.stderr.write(notes);
    process.stdout.write(textFor(report, process.stdout));
    if (stopped)
      process.stderr.write('triptych: stopped before the end of the traffic; the verdict is about what was sent.\n');
    // Last, so that a file that cannot be written costs nobody the verdict.
    files.write(report);
    const code = exitCodeOf(report, options.strict === true);
    return stopped && code === exit.pass ? exit.inconclusive : code;
  });
}
