/** `triptych serve` as its own process, ready to be sent requests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

export interface ServeProgram {
  readonly proxy: string;
  readonly dashboard: string;
  close(): Promise<void>;
}

/** Rejects with what it said when it ends before it listens. */
export async function startServe(...args: readonly string[]): Promise<ServeProgram> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--dashboard-port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  const [proxy, dashboard] = await new Promise<readonly [string, string]>((resolve, reject) => {
    const urls = new Map<string, string>();
    createInterface(child.stderr).on('line', (line) => said.push(line));
    createInterface(child.stdout).on('line', (line) => {
      said.push(line);
      const [, name, url] = /^triptych: (proxy|dashboard) (http:\S+)$/.exec(line) ?? [];
      if (name && url) urls.set(name, url);
      const found = [urls.get('proxy'), urls.get('dashboard')] as const;
      if (found[0] && found[1]) resolve([found[0], found[1]]);
    });
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said.join('\n')}`)));
  });
  return {
    proxy,
    dashboard,
    close: async () => {
      child.kill();
      await exited;
    },
  };
}
