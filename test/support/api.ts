/** A real dashboard server over a real database, and what the tests put into it. */
import { pino } from 'pino';
import type { Status } from '../../server/api/contract.ts';
import { type ApiOptions, startApi } from '../../server/api/server.ts';
import { defaultThresholds } from '../../server/core/gate/model.ts';
import { decoders } from '../../server/decoders.ts';
import type { Store } from '../../server/store/contract.ts';
import { openStore } from '../../server/store/open.ts';
import { inFolder } from './folder.ts';
import { batch, endpointTally, exchange, findingTally, run, sample } from './seed.ts';

export interface ApiUnderTest {
  readonly url: string;
  /** The writer's connection; the server has its own. */
  readonly store: Store;
  readonly folder: string;
}

export const comparing: Status = {
  version: '1.2.3',
  proxy: 'http://127.0.0.1:8880',
  targets: [
    { role: 'primary', url: 'http://127.0.0.1:1', health: 'up', detail: '' },
    { role: 'candidate', url: 'http://127.0.0.1:3', health: 'down', detail: 'connect ECONNREFUSED' },
    { role: 'secondary', url: 'http://127.0.0.1:2', health: 'unknown', detail: '' },
  ],
  comparing: true,
  problems: [],
};

/** `seed` runs before the server starts. Everything is closed and gone afterwards. */
export async function withApi(
  work: (api: ApiUnderTest) => Promise<void>,
  { seed = async () => {}, ...options }: Partial<ApiOptions> & { readonly seed?: (store: Store) => Promise<void> } = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const store = await openStore(`${folder}/t.db`);
    await seed(store);
    const reader = await openStore(`${folder}/t.db`, { readonly: true });
    const api = await startApi({
      host: '127.0.0.1',
      port: 0,
      store: reader,
      openWriter: () => openStore(`${folder}/t.db`),
      thresholds: defaultThresholds,
      decoders,
      status: () => comparing,
      ui: `${folder}/no-ui`,
      log: pino({ level: 'silent' }),
      ...options,
    });
    try {
      await work({ url: api.url, store, folder });
    } finally {
      await api.close();
      await reader.close();
      await store.close();
    }
  });
}

/** Two runs. The newer has a regression, noise, and a finding too new to judge; exchanges e1 and e2 show the first. */
export async function seedRuns(store: Store): Promise<void> {
  await store.createRun(run('old', 1_700_000_000_000));
  await store.endRun('old', 1_700_000_100_000);
  await store.createRun(run('new', 1_700_000_200_000));
  const later = exchange('e2');
  await store.commit(
    batch('new', {
      notCompared: { sideEffects: 5 },
      endpoints: [
        endpointTally('GET /a', {
          compared: 400,
          differing: 240,
          failures: { primary: {}, secondary: {}, candidate: { refused: 2 } },
          latency: { primary: { 40: 400 }, secondary: { 40: 400 }, candidate: { 60: 398 } },
        }),
        endpointTally('GET /b', { compared: 600, differing: 1 }),
      ],
      findings: [
        findingTally('aaaaaaaaaaaa', 1, {
          counts: { candidate: 200, secondary: 0, primary: 0, all: 0 },
          latched: true,
        }),
        findingTally('bbbbbbbbbbbb', 2, {
          field: 'body.at',
          counts: { candidate: 10, secondary: 11, primary: 9, all: 10 },
        }),
        findingTally('cccccccccccc', 3, {
          endpoint: 'GET /b',
          counts: { candidate: 1, secondary: 0, primary: 0, all: 0 },
        }),
      ],
      sets: [
        { endpoint: 'GET /a', side: 'candidate', findings: ['aaaaaaaaaaaa'], count: 200 },
        { endpoint: 'GET /b', side: 'candidate', findings: ['cccccccccccc'], count: 1 },
      ],
      samples: [
        sample('e1', 'aaaaaaaaaaaa', 'candidate:0'),
        { ...sample('e2', 'aaaaaaaaaaaa', 'latest'), exchange: { ...later, at: later.at + 1000 } },
        { ...sample('e3', 'cccccccccccc', 'first'), exchange: { ...exchange('e3'), endpoint: 'GET /b' } },
      ],
    }),
  );
}
