/** Programs that tests run as child processes: to their end, or until they listen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

export interface Ended {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** What runs it besides the arguments. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Settings of the person who runs the tests must not leak into them. */
export const environment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TRIPTYCH_'))),
  // Dozens of starts compile the same files; remembered, each start takes half of the time.
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)),
};

/** `triptych ARGS`, run to its end. */
export const triptych = (...args: readonly string[]): Promise<Ended> => triptychIn({}, ...args);

export const triptychIn = (surroundings: Surroundings, ...args: readonly string[]): Promise<Ended> =>
  run(process.execPath, [main, ...args], surroundings);

/** Any program, run to its end. */
export async function run(file: string, args: readonly string[], { cwd, env }: Surroundings = {}): Promise<Ended> {
  const child = spawn(file, args, { cwd, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[code], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** A port that was free a moment ago, for programs that cannot say which one they took. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** Starts `node FILE ...args(port)` and waits for the line that says it listens. Rejects with its output when it ends before that. */
export async function startProgram(
  file: string,
  args: (port: number) => readonly string[],
  ready: RegExp,
  folder: string,
): Promise<Listening> {
  const port = await freePort();
  const child = spawn(process.execPath, [file, ...args(port)], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const said: string[] = [];
  const listening = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        said.push(line);
        if (ready.test(line)) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${said.join('\n')}`)));
  });
  await listening;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill();
      await exited;
    },
  };
}
