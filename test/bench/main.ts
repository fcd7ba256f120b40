/** `npm run bench`: every benchmark, or those named: `npm run bench -- compare`. Printed for a person, asserted nowhere. */
import { benchBudget } from './budget.ts';
import { benchCompare } from './compare.ts';
import { benchNoise } from './noise.ts';
import { benchTap } from './tap.ts';

const benchmarks: Readonly<Record<string, () => void | Promise<void>>> = {
  compare: benchCompare,
  budget: benchBudget,
  noise: benchNoise,
  tap: benchTap,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benchmarks);
const unknown = wanted.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.\n`,
  );
  process.exitCode = 3;
} else {
  for (const name of wanted) {
    process.stdout.write(`\n${name}\n\n`);
    await benchmarks[name]?.();
  }
}
