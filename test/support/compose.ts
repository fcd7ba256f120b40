/** What can be said of docker-compose.yml and the Dockerfile without a container engine. Each function lists mistakes as sentences. */
import { existsSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Command as Commander } from 'commander';
import { parse } from 'yaml';
import { check } from '../../server/cli/check.ts';
import { type Command, type Input, register } from '../../server/cli/command.ts';
import { demo } from '../../server/cli/demo.ts';
import { diff } from '../../server/cli/diff.ts';
import { report } from '../../server/cli/report.ts';
import { serve } from '../../server/cli/serve.ts';
import schema from '../fixtures/compose-spec.json' with { type: 'json' };

export interface Service {
  readonly command: readonly string[];
  readonly ports: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const conforms = ajv.compile(schema);

/** Against the schema of the compose specification. */
export function schemaMistakes(text: string): readonly string[] {
  if (conforms(composeOf(text))) return [];
  return (conforms.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** YAML 1.1's merge keys, as compose reads them. */
const composeOf = (text: string): unknown => parse(text, { merge: true });

/** Services by name, with `${NAME:-default}` filled in as where no variable is set. Only for text that conforms. */
export function servicesOf(text: string): Readonly<Record<string, Service>> {
  const filled = text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
  return (composeOf(filled) as { readonly services: Readonly<Record<string, Service>> }).services;
}

/**
 * What the real command line makes of these arguments: every command, option and value goes the way of a real call, only that
 * the command does not run.
 * @throws CommanderError or ConfigError
 */
export async function readCommandLine(args: readonly string[]): Promise<Input & { readonly command: string }> {
  const seen: (Input & { readonly command: string })[] = [];
  const program = new Commander('triptych').exitOverride().configureOutput({ writeErr: () => undefined });
  const note = (command: Command): Command => ({
    ...command,
    run: async (input) => {
      seen.push({ ...input, command: command.name });
      return 0;
    },
  });
  for (const command of [serve, check, diff, report, demo]) register(program, note(command), () => undefined);
  await program.parseAsync(args, { from: 'user' });
  const [input] = seen;
  if (input === undefined) throw new Error(`no command in ${args.join(' ')}`);
  return input;
}

/** Does what the service is told to do fit what compose publishes and asks? */
export async function commandMistakes(service: Service): Promise<readonly string[]> {
  let input: Input;
  try {
    input = await readCommandLine(service.command);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const { config, given } = input;
  const published = service.ports.map((port) => Number(port.split(':').at(-1)));
  const asked = /:(\d+)\/healthz/.exec(service.healthcheck.test.join(' '))?.[1];
  const mistakes: string[] = [];
  if (config.host !== '0.0.0.0') mistakes.push(`listens on ${config.host}, which nobody outside the container reaches`);
  for (const key of ['port', 'dashboard_port'] as const) {
    // The demo takes any free port unless it is told one.
    if (!given(key)) mistakes.push(`${key} is not given`);
    if (!published.includes(config[key])) mistakes.push(`${key} ${config[key]} is not published`);
  }
  if (Number(asked) !== config.dashboard_port) mistakes.push(`the health check asks port ${asked}`);
  return mistakes;
}

export interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
}

/** Of a Dockerfile without line continuations. A JSON array gives its items as words. */
export function instructionsOf(text: string): readonly Instruction[] {
  return text
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => {
      const [name = '', ...words] = line.trim().split(/\s+/);
      const rest = words.join(' ');
      return { name, words: rest.startsWith('[') ? (JSON.parse(rest) as string[]) : words };
    });
}

/** `root` is the folder that the builder is given; `ignored` the text of its .dockerignore. */
export function dockerfileMistakes(text: string, ignored: string, root: string): readonly string[] {
  const instructions = instructionsOf(text);
  const mistakes: string[] = [];
  let folder = '/';
  const copied = new Map<string, string>();
  for (const { name, words } of instructions) {
    if (name === 'FROM') copied.clear();
    if (name === 'FROM' && !/^node:\d+-slim$/.test(words[0] ?? '')) mistakes.push(`${words[0]} is not pinned`);
    if (name === 'WORKDIR') folder = words[0] ?? '';
    if (name !== 'COPY' || words[0]?.startsWith('--from=')) continue;
    const target = words.at(-1) ?? '';
    for (const source of words.slice(0, -1)) {
      if (!existsSync(join(root, source))) mistakes.push(`${source} does not exist`);
      else if (isIgnored(source, ignored)) mistakes.push(`${source} is kept from the builder by .dockerignore`);
      copied.set(target.endsWith('/') ? join(folder, target, source) : join(folder, target), source);
    }
  }
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  const user = last.findLast(({ name }) => name === 'USER')?.words[0];
  if (user === undefined || user === 'root' || user === '0') mistakes.push('runs as root');
  const program = last.findLast(({ name }) => name === 'ENTRYPOINT')?.words.at(-1) ?? '';
  const [place, source] = [...copied].find(([target]) => program.startsWith(`${target}/`)) ?? ['', ''];
  if (place === '' || !existsSync(join(root, source, program.slice(place.length)))) {
    mistakes.push(`the entry point ${program} is not in the image`);
  }
  return mistakes;
}

/** The last pattern that matches decides, as the builder has it. Patterns here name entries of the root or paths below. */
function isIgnored(path: string, ignored: string): boolean {
  const patterns = ignored.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const deciding = patterns.findLast((pattern) => matchesGlob(path, pattern.replace(/^!/, '')) || pattern === '*');
  return deciding !== undefined && !deciding.startsWith('!');
}
