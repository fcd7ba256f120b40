/** The shape of every command, and how the command line becomes its input. */
import { type Command as Commander, Option } from 'commander';
import { ConfigError, loadConfig } from '../config/load.ts';
import { type Config, flagOf, type Key, listKeys, settings } from '../config/schema.ts';

/** Exit codes of the outside contract. */
export const exit = { pass: 0, ok: 0, fail: 1, differs: 1, inconclusive: 2, usage: 3, unreachable: 4 } as const;

/** Ends a command with one sentence for the user and an exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** What a command is given: the configuration, its own options and arguments. */
export interface Input {
  readonly config: Config;
  readonly options: Readonly<Record<string, unknown>>;
  readonly args: readonly string[];
  /** Which settings the user gave anywhere: on the command line, in a variable or in the file. */
  readonly given: (key: Key) => boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Settings that make sense here; each becomes a flag. */
  readonly settings: readonly Key[];
  /** `<primary>`, `[more]`: commander's notation. */
  readonly args?: readonly (readonly [name: string, description: string])[];
  readonly options?: readonly Option[];
  /** Resolves to the exit code. */
  run(input: Input): Promise<number>;
}

/** An option that may be repeated; its value is the list of what was given. */
export const repeated = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);

export function register(program: Commander, command: Command, done: (code: number) => void): void {
  const sub = program.command(command.name).description(command.summary).helpCommand(false);
  for (const [name, description] of command.args ?? []) sub.argument(name, description);
  sub.option('--config <file>', 'settings file (default: triptych.yml, when there is one)');
  for (const key of command.settings) {
    const flags = `${flagOf(key)} <value>`;
    const description = settings[key].description ?? '';
    sub.addOption(
      listKeys.has(key) ? repeated(flags, `${description} (may be repeated)`) : new Option(flags, description),
    );
  }
  for (const option of command.options ?? []) sub.addOption(option);
  sub.allowExcessArguments(false).action(async (...received: unknown[]) => {
    const options = sub.opts<Record<string, unknown>>();
    const flags: Partial<Record<Key, unknown>> = {};
    for (const key of command.settings) {
      const value = options[camelCase(key)];
      if (value !== undefined) flags[key] = value;
    }
    const { config: file } = options;
    const { config, given } = loadConfig(flags, typeof file === 'string' ? file : undefined);
    const args = received
      .slice(0, sub.registeredArguments.length)
      .filter((arg) => arg !== undefined)
      .map(String);
    done(await command.run({ config, options, args, given: (key) => given.has(key) }));
  });
}

const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A setting without which the command cannot work. */
export function required<K extends Key>(config: Config, key: K): NonNullable<Config[K]> {
  const value = config[key];
  if (value !== undefined && value !== null) return value as NonNullable<Config[K]>;
  throw new ConfigError(`${flagOf(key)} is missing: ${settings[key].description ?? 'it must be given'}.`);
}
