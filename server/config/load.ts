/** triptych.yml, TRIPTYCH_* and flags -> one frozen Config. Flags beat variables, variables beat the file. */
import { readFileSync } from 'node:fs';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { type Config, flagOf, type Key, keys, listKeys, schema, variableOf } from './schema.ts';

/** Something the user wrote is wrong; the message is one or more whole sentences, each naming the place. Exit code 3. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

interface Source {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where a key stands, for messages: `triptych.yml line 4`, `--port`, `TRIPTYCH_PORT`. */
  readonly place: (key: string) => string;
}

/**
 * @param flags values by setting key, as the command line gave them
 * @param file path of the YAML file; undefined reads `triptych.yml` of the working folder when there is one
 * @param environment variables by name; the process's own unless a test says otherwise
 * @returns the settings, and the keys that somebody set somewhere
 * @throws ConfigError listing every mistake
 */
export function loadConfig(
  flags: Readonly<Partial<Record<Key, unknown>>>,
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly config: Config; readonly given: ReadonlySet<string> } {
  const sources = [fileSource(file), environmentSource(environment), { values: flags, place: flagPlace }];
  const merged: Record<string, unknown> = {};
  const places = new Map<string, string>();
  for (const { values, place } of sources) {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) continue;
      merged[key] = value;
      places.set(key, place(key));
    }
  }
  const parsed = schema.safeParse(merged);
  if (parsed.success) return { config: Object.freeze(parsed.data), given: new Set(places.keys()) };
  const sentences = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, places.get(key) ?? key));
    const key = String(issue.path[0]);
    return [`${places.get(key) ?? key}: ${key} is ${JSON.stringify(merged[key])}, ${issue.message}.`];
  });
  throw new ConfigError(sentences.join('\n'));
}

const flagPlace = (key: string): string => flagOf(key as Key);

function environmentSource(environment: Readonly<Record<string, string | undefined>>): Source {
  const byVariable = new Map(keys.map((key) => [variableOf(key), key]));
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('TRIPTYCH_') || value === undefined) continue;
    const key = byVariable.get(name);
    if (key === undefined) throw new ConfigError(unknownKey(name, `environment variable ${name}`));
    values[key] = listKeys.has(key) ? value.split(',').map((item) => item.trim()) : value;
  }
  return { values, place: (key) => variableOf(key as Key) };
}

function fileSource(file: string | undefined): Source {
  const path = file ?? 'triptych.yml';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return { values: {}, place: String };
    throw new ConfigError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new ConfigError(`${path} is not valid YAML: ${mistake.message.split('\n')[0]}`);
  if (document.contents === null) return { values: {}, place: String };
  if (!isMap(document.contents)) throw new ConfigError(`${path} must hold "key: value" lines, such as "port: 8880".`);
  const starts = new Map(
    document.contents.items.map(({ key }) => [String(key), isNode(key) ? lines.linePos(key.range?.[0] ?? 0).line : 0]),
  );
  return { values: document.toJS() as Record<string, unknown>, place: (key) => `${path} line ${starts.get(key)}` };
}

function unknownKey(key: string, place: string): string {
  const wanted = key.toLowerCase().replace(/^triptych_/, '');
  const near = keys.find((known) => distance(known, wanted) <= 2);
  return `${place}: there is no setting ${JSON.stringify(key)}${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}.`;
}

/** Edit distance (Levenshtein), for "did you mean". */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
