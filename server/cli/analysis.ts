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

export interface AnalysisSettings extends Pick<AnalystData, 'db' | 'run' | 'alpha' | 'redact' | 'rules'> {
  readonly log: Logger;
}

/** A thread that died again and again would burn the machine: this long between a death and the next start, in milliseconds. */
const restartDelay = 1000;
/** Starts that may fail in a row before those who wait for the analyst are let go. It is still started again after that. */
const patience = 3;

/** Resolves once the analyst takes exchanges. */
export async function startAnalysis({ log, ...settings }: AnalysisSettings): Promise<Analysis> {
  const bus = new InProcessBus();
  const key = randomBytes(32).toString('hex');
  let worker: Worker | undefined;
  let storeProblem: string | undefined;
  let dead: string | undefined;
  let failedStarts = 0;
  let closing = false;
  let restart: NodeJS.Timeout | undefined;

  /** Calls `failed` when the thread ends before it takes exchanges. */
  function start(ready: () => void, failed: (cause: unknown) => void): void {
    const { port1, port2 } = new MessageChannel();
    const workerData: AnalystData = { ...settings, key, port: port2 };
    const started = new Worker(new URL('../analyst/worker.ts', import.meta.url), { workerData, transferList: [port2] });
    worker = started;
    let cause: unknown = new Error('the analyst ended without being told to');
    let took = false;
    started.on('error', (error) => {
      cause = error;
    });
    started.on('message', (message: FromAnalyst) => {
      if (message.kind === 'storeProblem') storeProblem = message.problem;
      if (message.kind !== 'ready') return;
      took = true;
      dead = undefined;
      failedStarts = 0;
      bus.connect(port1, message.committed);
      ready();
    });
    started.once('exit', () => {
      worker = undefined;
      storeProblem = undefined;
      port1.close();
      bus.disconnect();
      if (closing) bus.giveUp();
      else if (took) startLater(cause);
      else failed(cause);
    });
  }

  function startLater(cause: unknown): void {
    dead = 'the analyst died and is being started again';
    log.error({ err: cause }, dead);
    restart = setTimeout(() => start(() => log.warn('another analyst took over'), failedAgain), restartDelay);
  }

  function failedAgain(cause: unknown): void {
    failedStarts++;
    if (failedStarts >= patience) bus.giveUp();
    startLater(cause);
  }

  await new Promise<void>(start);
  return {
    bus,
    problems: () => [storeProblem, dead].filter((problem) => problem !== undefined),
    close: async () => {
      await bus.drain();
      closing = true;
      clearTimeout(restart);
      const ending = worker;
      if (ending === undefined) return;
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve());
        ending.postMessage('close');
      });
    },
  };
}
