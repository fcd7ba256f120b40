/** Writes batch after batch into the database named by its argument, and a line after each that was committed, until killed. */
import { writeSync } from 'node:fs';
import { openStore } from '../../server/store/open.ts';
import { batch, endpointTally, findingTally, run, sample } from './seed.ts';

const store = await openStore(String(process.argv[2]));
await store.createRun(run('r1', 1));
const findings = Array.from({ length: 500 }, (_, i) => findingTally(`f${i}`, i + 1));
for (let n = 1; ; n += 1) {
  await store.commit(
    batch('r1', {
      notCompared: { overload: 1 },
      endpoints: [endpointTally('GET /a', { compared: 1 })],
      findings,
      samples: [sample(`e${n}`, 'f1', 'latest')],
    }),
  );
  writeSync(1, `${n}\n`);
}
