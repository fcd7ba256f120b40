/** argv -> command. Start reading here. */
import { Command as Commander, CommanderError } from 'commander';
import { check } from './cli/check.ts';
import { CommandError, exit, register } from './cli/command.ts';
import { demo } from './cli/demo.ts';
import { diff } from './cli/diff.ts';
import { report } from './cli/report.ts';
import { serve } from './cli/serve.ts';
import { version } from './cli/version.ts';
import { ConfigError } from './config/load.ts';
import { StoreError } from './store/errors.ts';
import { TrafficError } from './traffic/errors.ts';

const program = new Commander('triptych')
  .description(
    'Compare a new version of a service with the old one on the same requests, and tell regressions from noise.',
  )
  .version(version)
  .exitOverride()
  .showHelpAfterError('(triptych COMMAND --help lists the options)');

for (const command of [serve, check, diff, report, demo]) {
  register(program, command, (code) => {
    process.exitCode = code;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** Mistakes of the user end in a sentence and a code; anything else is a bug and shows its stack. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
  if (error instanceof CommandError) {
    process.stderr.write(`triptych: ${error.message}\n`);
    return error.code;
  }
  if (error instanceof ConfigError || error instanceof StoreError || error instanceof TrafficError) {
    process.stderr.write(`triptych: ${error.message}\n`);
    return exit.usage;
  }
  process.stderr.write(
    `triptych: this is a bug in triptych, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}
