/** The dashboard's thread: reads the store, serves the API and the page, is told the state of the tap. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Thresholds } from '../core/gate/model.ts';
import { decoders } from '../decoders.ts';
import { openStore } from '../store/open.ts';
import type { Status } from './contract.ts';
import { startApi } from './server.ts';

export interface DashboardData {
  readonly db: string;
  readonly host: string;
  readonly port: number;
  readonly thresholds: Thresholds;
  readonly status: Status;
}

export type ToDashboard = { readonly kind: 'status'; readonly status: Status } | { readonly kind: 'close' };
export type FromDashboard =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

const data = workerData as DashboardData;
const parent = parentPort;
if (parent === null) throw new Error('the dashboard runs as a worker thread');
const tell = (message: FromDashboard): void => parent.postMessage(message);

let { status } = data;
try {
  const store = await openStore(data.db, { readonly: true });
  const { host, port, thresholds } = data;
  const openWriter = () => openStore(data.db);
  const api = await startApi({ host, port, store, openWriter, thresholds, decoders, status: () => status });
  parent.on('message', async (message: ToDashboard) => {
    if (message.kind === 'status') {
      status = message.status;
      return;
    }
    await api.close();
    await store.close();
    parent.close();
  });
  tell({ kind: 'ready', url: api.url });
} catch (error) {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error), code });
}
