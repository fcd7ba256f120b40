/** The analyst's thread of a run, as one machine wires it: bus on this side, worker on the other, restarted when it dies. */
import { randomBytes } from 'node:crypto';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { AnalystData, FromAnalyst } from '../analyst/worker.ts';
import { InProcessBus } from '../bus/inprocess.ts';

export interface Analysis {
  readonly bus: InProcessBus;
  /** Why results are not being stored at the moment; empty when all is well. */
  readonly problems: () => readonly string[];
  /** Ends the thread when everything it was given is committed. */
  close(): Promise<void>;
}

export interface AnalysisSettings extends Pick<AnalystData, 'db' | 'run' | 'alpha' | 'redact'> {
  readonly log: Logger;
}

/** A thread that died again and again would burn the machine: this long between a death and the next start, in milliseconds. */
const restartDelay = 1000;

/** Resolves once the analyst takes exchanges. */
export async function startAnalysis({ log, ...settings }: AnalysisSettings): Promise<Analysis> {
  const bus = new InProcessBus();
  const key = randomBytes(32).toString('hex');
  let worker: Worker | undefined;
  let storeProblem: string | undefined;
  let dead: string | undefined;
  let wasReady = false;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;

  function start(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const workerData: AnalystData = { ...settings, key, port: port2 };
    const started = new Worker(new URL('../analyst/worker.ts', import.meta.url), { workerData, transferList: [port2] });
    worker = started;
    return new Promise((resolve, reject) => {
      let cause: unknown;
      started.on('error', (error) => {
        cause = error;
      });
      started.on('message', (message: FromAnalyst) => {
        if (message.kind === 'storeProblem') storeProblem = message.problem;
        if (message.kind === 'ready') {
          dead = undefined;
          wasReady = true;
          bus.connect(port1);
          resolve();
        }
      });
      started.once('exit', () => {
        port1.close();
        bus.disconnect();
        reject(cause ?? new Error('the analyst ended before it was ready'));
        if (closing || !wasReady) return;
        dead = 'the analyst died and is being started again';
        log.error({ err: cause }, dead);
        restart = setTimeout(
          () => start().catch((error: unknown) => log.error({ err: error }, 'the analyst did not start')),
          restartDelay,
        );
      });
    });
  }

  await start();
  return {
    bus,
    problems: () => [storeProblem, dead].filter((problem) => problem !== undefined),
    close: async () => {
      closing = true;
      clearTimeout(restart);
      await bus.drain();
      const ending = worker;
      if (ending === undefined || dead !== undefined) return;
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve());
        ending.postMessage('close');
      });
    },
  };
}
