/** Starts copies of the shop beside the program that compares them, each in a thread of its own. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DemoService, DemoServiceOptions } from './service.ts';

/** Requests that simulated customers sent to the shop: JSON lines, gzipped. Made by test/support/record-demo-traffic.ts. */
export const demoTrafficFile = fileURLToPath(new URL('./traffic.jsonl.gz', import.meta.url));

/** Rejects when the copy cannot start (its port is taken, its database cannot be opened). */
export async function startDemoInstance(options: DemoServiceOptions): Promise<DemoService> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
  const [url] = (await once(worker, 'message')) as [string];
  return {
    url,
    close: async () => {
      const exited = once(worker, 'exit');
      worker.postMessage('close');
      await exited;
    },
  };
}
