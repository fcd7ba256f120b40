/** argv -> command. Start reading here. */
import { Command as Commander, CommanderError, Option } from 'commander';
import { calibrate } from './cli/calibrate.ts';
import { check } from './cli/check.ts';
import { CommandError, exit, register } from './cli/command.ts';
import { demo } from './cli/demo.ts';
import { diff } from './cli/diff.ts';
import { report } from './cli/report.ts';
import { serve } from './cli/serve.ts';
import { version } from './cli/version.ts';
import { ConfigError } from './config/error.ts';
import { StoreError } from './store/errors.ts';
import { TrafficError } from './traffic/errors.ts';

const program = new Commander('triptych')
  .description(
    'Compares a new version of a service with the old one on the same requests, and tells regressions from noise.',
  )
  .usage('COMMAND [options]')
  .version(version, '-V, --version', 'print the version')
  .addHelpOption(new Option('-h, --help', 'show this help'))
  .helpCommand('help COMMAND', 'show the options of a command')
  .configureHelp({ subcommandTerm: (command) => command.name() })
  .configureOutput({ outputError: (text, write) => write(asOurs(text)) })
  .addHelpText('after', '\n"triptych COMMAND --help" lists its options. Start with "triptych demo".')
  .showHelpAfterError('"triptych --help" lists the commands.')
  .exitOverride();

for (const command of [serve, check, calibrate, diff, report, demo]) {
  register(program, command, (code) => {
    process.exitCode = code;
  });
}

// Whoever reads our output may stop reading, as `head` does; that ends nothing.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** Mistakes of the user end in sentences and a code; anything else is a bug and shows its stack. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
  const known =
    error instanceof CommandError ||
    error instanceof ConfigError ||
    error instanceof StoreError ||
    error instanceof TrafficError;
  if (known) {
    process.stderr.write(error.message.replace(/^/gm, 'triptych: ').concat('\n'));
    return error instanceof CommandError ? error.code : exit.usage;
  }
  process.stderr.write(
    `triptych: this is a bug in triptych, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}

/** commander's `error: unknown option '--x'\n(Did you mean --y?)` in the form of our own errors. */
function asOurs(text: string): string {
  return text.replace(
    /^error: (.*?)\.?\n(?:\(Did you mean (.*?)\?\)\n)?/s,
    (_, what: string, near: string | undefined) =>
      near === undefined ? `triptych: ${what}.\n` : `triptych: ${what}, did you mean ${near}?\n`,
  );
}
