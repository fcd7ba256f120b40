/** What Triptych costs beside a bare fan-out, on the same upstreams, in turns within one run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from './load.ts';
import { type Program, startProgram } from './processes.ts';

const connections = 32;
const rounds = 5;
const cases = [
  { path: '/equal/1000', label: '1 KB, equal', requests: 6000 },
  { path: '/noisy/1000', label: '1 KB, every answer differs in one noise field', requests: 6000 },
  { path: '/equal/20000', label: '20 KB, equal', requests: 3000 },
  { path: '/noisy/20000', label: '20 KB, every answer differs in one noise field', requests: 3000 },
];

interface Measure {
  /** Requests a second, and microseconds of CPU of the whole process for each exchange. */
  readonly rate: number;
  readonly cpu: number;
}

async function measure(program: Program, path: string, requests: number): Promise<Measure> {
  const before = program.cpu();
  const ms = await load(program.url, path, connections, requests);
  // What is still being compared belongs to these requests: wait until the process has gone quiet.
  for (let last = -1, now = program.cpu(); now !== last; ) {
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
    now = program.cpu();
  }
  return { rate: (requests * 1000) / ms, cpu: ((program.cpu() - before) * 1000) / requests };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export async function benchTap(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'triptych-bench-'));
  const programs: Program[] = [];
  try {
    const start = async (file: string, args: readonly string[], ready: RegExp): Promise<Program> => {
      const program = await startProgram(file, args, ready);
      programs.push(program);
      return program;
    };
    const upstreams = [];
    for (let i = 0; i < 3; i++) upstreams.push((await start('test/bench/upstream.ts', [], /^(http\S+)$/)).url);
    const [primary = '', secondary = '', candidate = ''] = upstreams;
    const proxy = /^triptych: proxy (\S+)$/;
    const bare = await start('test/bench/fanout.ts', upstreams, proxy);
    const targets = ['--primary', primary, '--secondary', secondary, '--candidate', candidate];
    const ports = ['--port', '0', '--dashboard-port', '0', '--db', join(folder, 'bench.db')];
    const triptych = await start('server/main.ts', ['serve', ...targets, ...ports], proxy);

    process.stdout.write(`${connections} connections, median of ${rounds} turns each\n\n`);
    process.stdout.write(`${''.padEnd(48)} CPU us/exchange      requests/s\n`);
    process.stdout.write(`${''.padEnd(48)} bare  this ratio   bare  this ratio\n`);
    for (const { path, label, requests } of cases) {
      await load(bare.url, path, connections, 1000);
      await load(triptych.url, path, connections, 1000);
      const turns: (readonly [Measure, Measure])[] = [];
      for (let i = 0; i < rounds; i++) {
        turns.push([await measure(bare, path, requests), await measure(triptych, path, requests)]);
      }
      const of = (pick: (turn: readonly [Measure, Measure]) => number) => median(turns.map(pick));
      const cpu = [of(([b]) => b.cpu), of(([, t]) => t.cpu), of(([b, t]) => t.cpu / b.cpu)] as const;
      const rate = [of(([b]) => b.rate), of(([, t]) => t.rate), of(([b, t]) => t.rate / b.rate)] as const;
      const cells = ([a, b, ratio]: readonly [number, number, number]) =>
        `${a.toFixed(0).padStart(5)} ${b.toFixed(0).padStart(5)} ${ratio.toFixed(2).padStart(5)}`;
      process.stdout.write(`${label.padEnd(48)}${cells(cpu)}  ${cells(rate)}\n`);
    }
  } finally {
    for (const program of programs.reverse()) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
