/** triptych.yml, TRIPTYCH_* and flags -> one frozen Config. Flags beat variables, variables beat the file. */
import { existsSync } from 'node:fs';
import { ConfigError } from './error.ts';
import { readSettings } from './file.ts';
import { nearest } from './nearest.ts';
import { type Config, flagOf, joinedKeys, type Key, keys, listKeys, schema, variableOf } from './schema.ts';

interface Source {
  readonly values: ReadonlyMap<string, unknown>;
  /** How a sentence about a key, or what is below it, begins: `triptych.yml line 4: rules[1].field`, `TRIPTYCH_PORT`, `--port`. */
  readonly subject: (key: string, below?: readonly PropertyKey[]) => string;
}

/** A value of a key, and what is said of it or of a place in it. */
interface Given {
  readonly value: unknown;
  readonly subject: Source['subject'];
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
  const merged = new Map<string, Given>();
  for (const { values, subject } of [fileSource(file), environmentSource(environment), flagSource(flags)]) {
    for (const [key, value] of values) {
      const given = { value, subject };
      merged.set(key, joinedKeys.has(key) ? joined(merged.get(key), given) : given);
    }
  }
  const mistakes = [...merged].flatMap(([key, { subject }]) => (isKey(key) ? [] : [noSuchSetting(key, subject(key))]));
  const known = [...merged].filter(([key]) => isKey(key));
  const parsed = schema.safeParse(Object.fromEntries(known.map(([key, { value }]) => [key, value])));
  for (const { path, message } of parsed.error?.issues ?? []) {
    const [key = '', ...below] = path;
    const wrong = merged.get(String(key));
    const { value, depth } = valueAt(wrong?.value, below);
    mistakes.push(`${wrong?.subject(String(key), below.slice(0, depth))} ${shown(value)}, ${message}.`);
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
  return { config: Object.freeze(parsed.data), given: new Set(merged.keys()) };
}

/** Two lists as one, in which every item keeps its own place. */
function joined(before: Given | undefined, given: Given): Given {
  const items = Array.isArray(given.value) ? given.value : [given.value];
  const own: Given['subject'] = (key, [i, ...rest] = []) =>
    given.subject(key, Array.isArray(given.value) && i !== undefined ? [i, ...rest] : rest);
  if (before === undefined) return { value: items, subject: own };
  const earlier = Array.isArray(before.value) ? before.value : [];
  return {
    value: [...earlier, ...items],
    subject: (key, [i, ...rest] = []) =>
      Number(i) < earlier.length
        ? before.subject(key, [Number(i), ...rest])
        : own(key, [Number(i) - earlier.length, ...rest]),
  };
}

/** What stands there, and how far the way there leads: a text has nothing below it. */
function valueAt(root: unknown, below: readonly PropertyKey[]): { readonly value: unknown; readonly depth: number } {
  let value = root;
  for (const [depth, step] of below.entries()) {
    if (typeof value !== 'object' || value === null) return { value, depth };
    value = Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined;
  }
  return { value, depth: below.length };
}

/** `rules[1].field` */
const placeOf = (key: string, below: readonly PropertyKey[]): string =>
  below.reduce<string>((place, step) => `${place}${typeof step === 'number' ? `[${step}]` : `.${String(step)}`}`, key);

const isKey = (key: string): boolean => keys.some((known) => known === key);

function fileSource(file: string | undefined): Source {
  if (file === undefined && !existsSync(usualFile)) return { values: new Map(), subject: String };
  const path = file ?? usualFile;
  const { values, lineOf } = readSettings(path);
  return { values, subject: (key, below = []) => `${path} line ${lineOf(key, below)}: ${placeOf(key, below)}` };
}

function environmentSource(environment: Readonly<Record<string, string | undefined>>): Source {
  const byVariable = new Map<string, Key>(keys.map((key) => [variableOf(key), key]));
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('TRIPTYCH_') || value === undefined || value === '') continue;
    const key = byVariable.get(name);
    values.set(key ?? name, key === undefined ? value : valueOfVariable(key, value));
  }
  return { values, subject: (key, below = []) => (isKey(key) ? placeOf(variableOf(key as Key), below) : key) };
}

/** Lists are divided at commas, rules hold such themselves: they are JSON, or lines of text. */
function valueOfVariable(key: Key, text: string): unknown {
  if (!listKeys.has(key)) return text;
  if (!joinedKeys.has(key)) return text.split(',').map((item) => item.trim());
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.length > 1 ? lines : text;
  }
}

function flagSource(flags: Readonly<Partial<Record<Key, unknown>>>): Source {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return { values: new Map(given), subject: (key, [_i, ...below] = []) => placeOf(flagOf(key as Key), below) };
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
  if (value === null || value === undefined) return 'has no value';
  const text = (JSON.stringify(value) ?? String(value)).replace(/\/\/[^/@"]*@/, '//***@');
  return `is ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}
