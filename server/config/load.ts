/** triptych.yml, TRIPTYCH_* and flags -> one frozen Config. Flags beat variables, variables beat the file. */
import { existsSync } from 'node:fs';
import { ConfigError } from './error.ts';
import { readSettings } from './file.ts';
import { nearest } from './nearest.ts';
import { type Config, flagOf, type Key, keys, listKeys, schema, variableOf } from './schema.ts';

interface Source {
  readonly values: ReadonlyMap<string, unknown>;
  /** How a sentence about a key begins: `triptych.yml line 4: port`, `TRIPTYCH_PORT`, `--port`. */
  readonly subject: (key: string) => string;
}

const usualFile = 'triptych.yml';

/**
 * @param flags values by setting key, as the command line gave them
 * @param file path of the YAML file; undefined reads `triptych.yml` of the working folder when there is one
 * @param environment variables by name; the process's own unless a test says otherwise. An empty one is as good as none:
 *   that is how CI systems and compose files hand over what was not set
 * @returns the settings, and the keys that somebody set somewhere
 * @throws ConfigError listing every mistake
 */
export function loadConfig(
  flags: Readonly<Partial<Record<Key, unknown>>>,
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly config: Config; readonly given: ReadonlySet<string> } {
  const merged = new Map<string, { readonly value: unknown; readonly subject: string }>();
  for (const { values, subject } of [fileSource(file), environmentSource(environment), flagSource(flags)]) {
    for (const [key, value] of values) merged.set(key, { value, subject: subject(key) });
  }
  const mistakes = [...merged].flatMap(([key, { subject }]) => (isKey(key) ? [] : [noSuchSetting(key, subject)]));
  const known = [...merged].filter(([key]) => isKey(key));
  const parsed = schema.safeParse(Object.fromEntries(known.map(([key, { value }]) => [key, value])));
  for (const { path, message } of parsed.error?.issues ?? []) {
    const wrong = merged.get(String(path[0]));
    mistakes.push(`${wrong?.subject} ${shown(wrong?.value)}, ${message}.`);
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
  return { config: Object.freeze(parsed.data), given: new Set(merged.keys()) };
}

const isKey = (key: string): boolean => keys.some((known) => known === key);

function fileSource(file: string | undefined): Source {
  if (file === undefined && !existsSync(usualFile)) return { values: new Map(), subject: String };
  const path = file ?? usualFile;
  const { values, lineOf } = readSettings(path);
  return { values, subject: (key) => `${path} line ${lineOf(key)}: ${key}` };
}

function environmentSource(environment: Readonly<Record<string, string | undefined>>): Source {
  const byVariable = new Map<string, Key>(keys.map((key) => [variableOf(key), key]));
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('TRIPTYCH_') || value === undefined || value === '') continue;
    const key = byVariable.get(name);
    const several = key !== undefined && listKeys.has(key);
    values.set(key ?? name, several ? value.split(',').map((item) => item.trim()) : value);
  }
  return { values, subject: (key) => (isKey(key) ? variableOf(key as Key) : key) };
}

function flagSource(flags: Readonly<Partial<Record<Key, unknown>>>): Source {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return { values: new Map(given), subject: (key) => flagOf(key as Key) };
}

/** A variable is answered with a variable, a key of the file with a key. */
function noSuchSetting(name: string, subject: string): string {
  const near = subject === name ? nearest(name, keys.map(variableOf)) : nearest(name, keys);
  return `${subject}: there is no such setting${near === undefined ? '' : `, did you mean ${near}?`}`.replace(
    /[^?]$/,
    '$&.',
  );
}

/** Passwords stay out of logs, and long values short. */
function shown(value: unknown): string {
  if (value === null) return 'has no value';
  const text = (JSON.stringify(value) ?? String(value)).replace(/\/\/[^/@"]*@/, '//***@');
  return `is ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}
