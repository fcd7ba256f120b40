/** Records the demo's traffic again, when the shop or its customers changed: `node test/support/record-demo-traffic.ts`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { demoTrafficFile } from '../../server/demo/instance.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { startDemoService } from '../../server/demo/service.ts';
import { visitShop } from './demo-customers.ts';

const folder = await mkdtemp(join(tmpdir(), 'triptych-record-'));
const shop = await startDemoService({ version: 'old', seed: 1, databasePath: join(folder, 'shop.db'), port: 0 });
try {
  const lines = await visitShop(shop.url, seededRandom(7));
  await writeFile(demoTrafficFile, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { level: 9 }));
} finally {
  await shop.close();
  await rm(folder, { recursive: true });
}
