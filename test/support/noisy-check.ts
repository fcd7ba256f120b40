/** One `triptych check` of a noisy service against itself, or against a changed version of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from './folder.ts';
import { type NoiseName, noisyService, type RegressionName } from './noisy.ts';
import { triptych } from './program.ts';
import { startThree } from './three.ts';
import { writeTraffic } from './traffic.ts';

export interface NoisyRun {
  readonly seed: number;
  readonly noise: readonly NoiseName[];
  /** Of the new version; none is A/A. */
  readonly changes?: readonly RegressionName[];
  /** Requests for orders; half as many are for something that never changes. */
  readonly orders?: number;
}

export interface Outcome {
  readonly code: number | null;
  readonly report: Report;
}

export async function checkNoisy({ seed, noise, changes = [], orders = 400 }: NoisyRun): Promise<Outcome> {
  const copy = (role: number) => ({ seed: seed * 10 + role, noise });
  const three = await startThree(noisyService(copy(1)), noisyService({ ...copy(3), changes }), noisyService(copy(2)));
  try {
    return await inFolder(async (folder) => {
      const lines = Array.from({ length: orders }, (_, n) => [
        `{"method":"GET","path":"/orders/${n}"}`,
        ...(n % 2 === 0 ? [`{"method":"GET","path":"/stock/${n}"}`] : []),
      ]);
      const out = join(folder, 'out.json');
      const flags = ['--traffic', await writeTraffic(folder, lines.flat()), '--report', `json=${out}`];
      const { code } = await triptych('check', ...three.flags, '--max-diff-rate', '0', ...flags);
      return { code, report: JSON.parse(await readFile(out, 'utf8')) as Report };
    });
  } finally {
    await three.close();
  }
}
