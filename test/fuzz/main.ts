/** `npm run fuzz [SECONDS] [SEED]`: random and mutated bodies through every lifter and the comparison, until something breaks or the time is over. */
import { compareAnswers } from '../../server/core/compare/compare.ts';
import { decoders } from '../../server/decoders.ts';
import { sinceNow } from '../../server/elapsed.ts';
import { hardAnswers } from '../support/hard-answers.ts';
import { attempt, attemptExpensive, startOf } from './attempt.ts';
import { expensive } from './corpus.ts';

/** Milliseconds of CPU that one comparison may take. */
const budget = 250;
/** A machine that is busy, or a collector that happened to run, makes one of them take longer, but not all of so many. */
const measurings = 5;

const [secondsGiven = '60', seedGiven = String(Date.now() % 1_000_000_000)] = process.argv.slice(2);
const seconds = Number(secondsGiven);
const firstSeed = Number(seedGiven);
if (!(seconds > 0) || !Number.isInteger(firstSeed)) {
  console.error('usage: npm run fuzz [SECONDS] [SEED]');
  process.exit(3);
}

function timed<T>(run: () => T): { readonly value: T; readonly ms: number } {
  const elapsed = sinceNow();
  const value = run();
  return { value, ms: elapsed() };
}

function fail(what: string, error?: unknown): never {
  console.error(`FAILED ${what}`, error ?? '');
  process.exit(1);
}

function checked<T>(what: string, run: () => T): { readonly value: T; readonly ms: number } {
  try {
    let best = timed(run);
    for (let i = 1; i < measurings && best.ms > budget; i++) {
      const again = timed(run);
      if (again.ms < best.ms) best = again;
    }
    if (best.ms > budget)
      fail(`${what}: took ${Math.round(best.ms)} ms of ${budget}, at the best of ${measurings} times`);
    return best;
  } catch (error) {
    return fail(what, error);
  }
}

console.log('expensive bodies, each against itself with one byte changed:');
for (const body of expensive()) {
  const { value, ms } = checked(body.name, () => attemptExpensive(body, sinceNow));
  console.log(`${String(Math.round(ms)).padStart(6)} ms  ${body.name}: ${value.slice(0, 2).join(', ').slice(0, 80)}`);
}

console.log('\nanswers made to take long, all three different:');
for (const [name, make] of hardAnswers) {
  const answers = make();
  const { value, ms } = checked(name, () => compareAnswers(answers, decoders, undefined, { elapsed: sinceNow() }));
  console.log(`${String(Math.round(ms)).padStart(6)} ms  ${name}: ${value.length} differences`);
}

const end = performance.now() + seconds * 1000;
const runs = new Map<string, { runs: number; found: number; slowest: number; slowestSeed: number }>();
let seed = firstSeed;
for (; performance.now() < end; seed++) {
  const { value, ms } = checked(`seed ${seed}, from ${startOf(seed)} (again: npm run fuzz -- 1 ${seed})`, () =>
    attempt(seed, sinceNow),
  );
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
console.log('\nnothing broke, and nothing took longer than it may');
