/** `triptych check` run to its end, with the report it wrote. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from './folder.ts';
import { type Ended, triptych } from './program.ts';
import { writeTraffic } from './traffic.ts';

export interface Checked extends Ended {
  readonly report: Report;
}

/** @param lines the traffic, as JSON lines */
export function check(
  flags: readonly string[],
  lines: readonly string[],
  ...more: readonly string[]
): Promise<Checked> {
  return inFolder(async (folder) => {
    const traffic = await writeTraffic(folder, lines);
    const out = join(folder, 'out.json');
    const ended = await triptych('check', ...flags, '--traffic', traffic, '--report', `json=${out}`, ...more);
    return { ...ended, report: JSON.parse(await readFile(out, 'utf8')) as Report };
  });
}
