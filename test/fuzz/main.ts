/** `npm run fuzz [SECONDS] [SEED]`: random and mutated bodies through every lifter and the comparison, until something breaks or the time is over. */
import { attempt, attemptExpensive } from './attempt.ts';
import { expensive } from './corpus.ts';

/** Milliseconds that one comparison may take, and how much slower a busy machine may be. */
const budget = 250;
const patience = 4;

const [secondsGiven = '60', seedGiven = String(Date.now() % 1_000_000_000)] = process.argv.slice(2);
const seconds = Number(secondsGiven);
const firstSeed = Number(seedGiven);
if (!(seconds > 0) || !Number.isInteger(firstSeed)) {
  console.error('usage: npm run fuzz [SECONDS] [SEED]');
  process.exit(3);
}

/** CPU time, as others use the machine too. */
function timed<T>(run: () => T): { readonly value: T; readonly ms: number } {
  const start = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(start);
  return { value, ms: (user + system) / 1000 };
}

function fail(what: string, error?: unknown): never {
  console.error(`FAILED ${what}`, error ?? '');
  process.exit(1);
}

function checked<T>(what: string, run: () => T): { readonly value: T; readonly ms: number } {
  try {
    const result = timed(run);
    if (result.ms > budget * patience) fail(`${what}: took ${Math.round(result.ms)} ms`);
    return result;
  } catch (error) {
    return fail(what, error);
  }
}

const overBudget: string[] = [];
console.log('expensive bodies, each against itself with one byte changed:');
for (const body of expensive()) {
  const { value, ms } = checked(body.name, () => attemptExpensive(body));
  if (ms > budget) overBudget.push(`${body.name} ${Math.round(ms)} ms`);
  console.log(`${String(Math.round(ms)).padStart(6)} ms  ${body.name}: ${value.slice(0, 2).join(', ').slice(0, 80)}`);
}

const end = performance.now() + seconds * 1000;
const runs = new Map<string, { runs: number; found: number; slowest: number; slowestSeed: number }>();
let seed = firstSeed;
for (; performance.now() < end; seed++) {
  const { value, ms } = checked(`seed ${seed} (again: npm run fuzz -- 1 ${seed})`, () => attempt(seed));
  const row = runs.get(value.name) ?? { runs: 0, found: 0, slowest: 0, slowestSeed: seed };
  runs.set(value.name, {
    runs: row.runs + 1,
    found: row.found + value.found,
    slowest: Math.max(row.slowest, ms),
    slowestSeed: ms > row.slowest ? seed : row.slowestSeed,
  });
}
console.log(`\n${seed - firstSeed} mutated bodies, seeds ${firstSeed} to ${seed - 1}:`);
for (const [name, row] of runs) {
  console.log(
    `${String(row.runs).padStart(8)} from ${name.padEnd(16)} ${String(row.found).padStart(8)} differences, slowest ${Math.round(row.slowest)} ms (seed ${row.slowestSeed})`,
  );
}
console.log(
  overBudget.length === 0 ? '\nnothing broke' : `\nnothing broke; over ${budget} ms here: ${overBudget.join('; ')}`,
);
