/** How long comparing takes that was made to take long: each should end within 250 ms. */
import { compareAnswers } from '../../server/core/compare/compare.ts';
import { decoders } from '../../server/decoders.ts';
import { sinceNow } from '../../server/elapsed.ts';
import { hardAnswers } from '../support/hard-answers.ts';

const rounds = 5;

export function benchBudget(): void {
  process.stdout.write(
    `${'milliseconds of CPU, the first time and the worst of the next four'.padEnd(62)}${'first'.padStart(7)}${'worst'.padStart(7)}\n`,
  );
  for (const [name, make] of hardAnswers) {
    const answers = make();
    let unreached = false;
    const times = Array.from({ length: rounds }, () => {
      const elapsed = sinceNow();
      const found = compareAnswers(answers, decoders, undefined, { elapsed });
      unreached ||= found.some(({ aspect }) => aspect === 'truncated');
      return elapsed();
    });
    const [first = 0, ...others] = times;
    const cells = [first, Math.max(...others)].map((ms) => ms.toFixed(0).padStart(7)).join('');
    process.stdout.write(`${name.padEnd(50)}${(unreached ? 'truncated' : '').padEnd(12)}${cells}\n`);
  }
}
