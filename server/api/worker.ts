/** The dashboard's thread: reads the store, serves the API and the page, is told the state of the tap. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Thresholds } from '../core/gate/model.ts';
import { decoders } from '../decoders.ts';
import { openStore } from '../store/open.ts';
import type { Status } from './contract.ts';
import type { AgainWanted, AskAgain } from './route.ts';
import { startApi } from './server.ts';

export interface DashboardData {
  readonly db: string;
  readonly host: string;
  readonly port: number;
  readonly thresholds: Thresholds;
  readonly status: Status;
}

export type ToDashboard =
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'askedAgain'; readonly job: number; readonly refused: string | undefined }
  | { readonly kind: 'close' };
export type FromDashboard =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'askAgain'; readonly job: number; readonly wanted: AgainWanted }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

const data = workerData as DashboardData;
const parent = parentPort;
if (parent === null) throw new Error('the dashboard runs as a worker thread');
const tell = (message: FromDashboard): void => parent.postMessage(message);

let { status } = data;
/** Under way, by number. Each is answered, also by a thread that is about to end. */
const jobs = new Map<number, (refused: string | undefined) => void>();
let latestJob = 0;
const askAgain: AskAgain = (wanted) =>
  new Promise((resolve) => {
    const job = ++latestJob;
    jobs.set(job, resolve);
    tell({ kind: 'askAgain', job, wanted });
  });

try {
  const store = await openStore(data.db, { readonly: true });
  const { host, port, thresholds } = data;
  const openWriter = () => openStore(data.db);
  const api = await startApi({ host, port, store, openWriter, thresholds, decoders, status: () => status, askAgain });
  parent.on('message', async (message: ToDashboard) => {
    if (message.kind === 'status') {
      status = message.status;
      return;
    }
    if (message.kind === 'askedAgain') {
      jobs.get(message.job)?.(message.refused);
      jobs.delete(message.job);
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
