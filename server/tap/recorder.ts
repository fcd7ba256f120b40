/** Turns undici's callbacks for one role into its Answer. */
import type { Dispatcher } from 'undici';
import type { Answer, HeaderLine } from '../core/exchange.ts';
import { detailOf, failureKindOf } from '../core/failure.ts';
import { Capture, type Held } from './capture.ts';
import { DeadlineError } from './deadline.ts';
import { linesOfBytes } from './headers.ts';

export class AnswerRecorder {
  status = 0;
  headers: readonly HeaderLine[] = [];
  trailers: readonly HeaderLine[] = [];
  readonly #capture: Capture;
  #sent = performance.now();

  constructor(cap: number | undefined, held: Held) {
    this.#capture = new Capture(cap, held);
  }

  /** Called when the request goes out: waiting for a free connection is the tap's time, not the target's. */
  sent(): void {
    this.#sent = performance.now();
  }

  get elapsed(): number {
    return performance.now() - this.#sent;
  }

  response(status: number, rawHeaders: unknown): void {
    this.status = status;
    this.headers = linesOfBytes(rawHeaders);
  }

  data(chunk: Buffer): void {
    this.#capture.add(chunk);
  }

  end(rawTrailers: unknown): Answer {
    this.trailers = linesOfBytes(rawTrailers);
    const { status, headers, trailers } = this;
    return { kind: 'response', status, headers, trailers, body: this.#capture.body(), ms: this.elapsed };
  }

  failure(error: unknown): Answer {
    // An error nobody foresaw counts as `reset`: the connection did not survive it.
    const failure = failureKindOf(error) ?? 'reset';
    return { kind: 'failure', failure, detail: detailOf(error), ms: this.elapsed };
  }

  release(): void {
    this.#capture.release();
  }
}

/** A role whose answer nobody waits for: records it and settles exactly once. */
export class ShadowHandler implements Dispatcher.DispatchHandler {
  readonly recorder: AnswerRecorder;
  readonly #deadline: number;
  readonly #settle: (answer: Answer) => void;

  constructor(recorder: AnswerRecorder, deadline: number, settle: (answer: Answer) => void) {
    this.recorder = recorder;
    this.#deadline = deadline;
    this.#settle = settle;
  }

  onRequestStart(): void {
    this.recorder.sent();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    this.recorder.response(status, controller.rawHeaders);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.recorder.data(chunk);
    if (this.recorder.elapsed > this.#deadline) controller.abort(new DeadlineError(this.#deadline));
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.#settle(this.recorder.end(controller.rawTrailers));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(this.recorder.failure(error));
  }
}
