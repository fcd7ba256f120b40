/** One copy of the shop in a worker thread: says its URL, and stops at the first message. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DemoServiceOptions, startDemoService } from './service.ts';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
const port = parentPort;
const service = await startDemoService(workerData as DemoServiceOptions);
port.postMessage(service.url);
port.once('message', () => {
  // The thread ends by itself once nothing listens any more.
  void service.close().then(() => port.close());
});
