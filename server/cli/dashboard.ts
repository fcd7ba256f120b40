/** The dashboard's thread: its queries are synchronous and must not hold up the tap. */
import { Worker } from 'node:worker_threads';
import type { Status } from '../api/contract.ts';
import type { AskAgain } from '../api/route.ts';
import type { DashboardData, FromDashboard, ToDashboard } from '../api/worker.ts';

export interface Dashboard {
  readonly url: string;
  close(): Promise<void>;
}

/** How often the dashboard is told the state of the tap, in milliseconds. */
const statusInterval = 500;

/** @throws the error of the thread that could not start, with node's `code` for a port in use */
export async function startDashboard(
  data: Omit<DashboardData, 'status'>,
  status: () => Status,
  askAgain: AskAgain,
): Promise<Dashboard> {
  const worker = new Worker(new URL('../api/worker.ts', import.meta.url), {
    workerData: { ...data, status: status() },
  });
  const url = await new Promise<string>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromDashboard) => {
      if (message.kind === 'ready') resolve(message.url);
      else if (message.kind === 'failed') reject(Object.assign(new Error(message.message), { code: message.code }));
    });
  });
  const tell = (message: ToDashboard): void => worker.postMessage(message);
  worker.on('message', async (message: FromDashboard) => {
    if (message.kind !== 'askAgain') return;
    const { job, wanted } = message;
    tell({ kind: 'askedAgain', job, refused: await askAgain(wanted) });
  });
  const timer = setInterval(() => tell({ kind: 'status', status: status() }), statusInterval);
  return {
    url,
    close: () => {
      clearInterval(timer);
      return new Promise((resolve) => {
        worker.once('exit', () => resolve());
        tell({ kind: 'close' });
      });
    },
  };
}
