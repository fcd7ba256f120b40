/** Recorded traffic as tests write it: JSON lines. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `GET /orders/0` to `GET /orders/COUNT-1`, one a line. */
export const orderLines = (count: number): string[] =>
  Array.from({ length: count }, (_, id) => JSON.stringify({ method: 'GET', path: `/orders/${id}` }));

/** Writes the lines into a file of the folder and returns its path. */
export async function writeTraffic(folder: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, 'traffic.jsonl');
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
