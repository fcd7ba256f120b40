/** The shape of every command, and how the command line becomes its input. */
import { type Command as Commander, Option } from 'commander';
import { ConfigError } from '../config/error.ts';
import { loadConfig } from '../config/load.ts';
import { type Config, flagOf, type Key, settings, variableOf } from '../config/schema.ts';
import { inOrder, inSection, settingOption } from './help.ts';

/** Exit codes of the outside contract. */
export const exit = { pass: 0, ok: 0, fail: 1, differs: 1, inconclusive: 2, usage: 3, unreachable: 4 } as const;

/** Ends a command with an exit code and a message for the user: a sentence, or one a line. */
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
  /** Fits one line of 80 columns beside the name. */
  readonly summary: string;
  /** Settings that make sense here; each becomes a flag. */
  readonly settings: readonly Key[];
  /** What --help says of a setting's default where it is another one in this command. */
  readonly usual?: Readonly<Partial<Record<Key, string>>>;
  /** Those of them without which it cannot work. */
  readonly needs?: readonly Key[];
  /** `<primary>`, `[more]`: commander's notation. */
  readonly args?: readonly (readonly [name: string, description: string])[];
  readonly options?: readonly Option[];
  /** Stands at the end of --help: a command line that works, and the exit codes. */
  readonly example: string;
  readonly exits: string;
  /** Resolves to the exit code. */
  run(input: Input): Promise<number>;
}

export function register(program: Commander, command: Command, done: (code: number) => void): void {
  const sub = program.command(command.name).description(command.summary).helpCommand(false);
  for (const [name, description] of command.args ?? []) sub.argument(name, description);
  const flags = command.settings.map((key) => [key, settingOption(key, command.usual?.[key])] as const);
  const options = flags.map(([, option]) => option);
  for (const option of inOrder([...options, ...(command.options ?? [])])) sub.addOption(option);
  sub.addOption(
    inSection('other', new Option('--config <file>', 'settings file (default: triptych.yml if it exists)')),
  );
  sub.addHelpOption(inSection('other', new Option('-h, --help', 'show this help')));
  sub.addHelpText('after', `\nExample:\n  ${command.example}\n\n${command.exits}`);
  sub.showHelpAfterError(`"triptych ${command.name} --help" lists the options.`);
  sub.allowExcessArguments(false).action(async (...received: unknown[]) => {
    const options = sub.opts<Record<string, unknown>>();
    const set: Partial<Record<Key, unknown>> = {};
    for (const [key, option] of flags) {
      const value = options[option.attributeName()];
      if (value !== undefined) set[key] = value;
    }
    const { config: file } = options;
    const { config, given } = loadConfig(set, typeof file === 'string' ? file : undefined);
    const missing = (command.needs ?? []).filter((key) => config[key] === undefined);
    if (missing.length > 0) throw new ConfigError([...missing.map(missed), hintAt(command)].join('\n'));
    const args = received
      .slice(0, sub.registeredArguments.length)
      .filter((arg) => arg !== undefined)
      .map(String);
    done(await command.run({ config, options, args, given: (key) => given.has(key) }));
  });
}

const missed = (key: Key): string => `${flagOf(key)} is missing: ${settings[key].description}.`;

const hintAt = ({ name, needs = [] }: Command): string => {
  const [first] = needs;
  const other =
    first === undefined ? '' : ` They may also stand in triptych.yml, or in variables such as ${variableOf(first)}.`;
  return `"triptych ${name} --help" lists the options.${other}`;
};

/** The value of a setting that the command `needs`. */
export function required<K extends Key>(config: Config, key: K): NonNullable<Config[K]> {
  const value = config[key];
  if (value !== undefined && value !== null) return value as NonNullable<Config[K]>;
  throw new ConfigError(missed(key));
}
