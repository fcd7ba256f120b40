/** The primary's answer on its way to the caller, streamed as it arrives, while a copy is recorded for the comparison. */
import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Answer } from '../core/exchange.ts';
import { endToEnd } from './headers.ts';
import type { AnswerRecorder } from './recorder.ts';

/** How the caller's side ended: `incomplete` when he left before the answer was whole, so there is nothing to compare. */
export type Relayed = Answer | 'incomplete';

export class Relay implements Dispatcher.DispatchHandler {
  readonly recorder: AnswerRecorder;
  readonly #response: ServerResponse;
  readonly #settle: (relayed: Relayed) => void;
  #settled = false;
  #wrote = false;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(recorder: AnswerRecorder, response: ServerResponse, settle: (relayed: Relayed) => void) {
    this.recorder = recorder;
    this.#response = response;
    this.#settle = settle;
    response.on('close', () => this.#callerClosed());
    // A write that meets a closing socket is reported here; 'close' follows and says all there is to say.
    response.on('error', () => undefined);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.recorder.sent();
    this.#controller = controller;
    if (this.#response.destroyed) controller.abort(new Error('the caller left'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusMessage?: string,
  ): void {
    // 1xx are not passed on: node answers Expect: 100-continue itself.
    if (status < 200) return;
    this.recorder.response(status, controller.rawHeaders);
    const lines = endToEnd(this.recorder.headers);
    const response = this.#response;
    if (lines.some(([name]) => name.length === 4 && name.toLowerCase() === 'date')) response.sendDate = false;
    response.writeHead(status, statusMessage ?? '', lines.flat());
    // A slow stream must not look like a dead server, so headers never wait for a body. But where both came in one
    // read the body is written before this microtask runs, and one packet serves for both.
    queueMicrotask(() => {
      if (!this.#wrote && !response.writableEnded) response.flushHeaders();
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.recorder.data(chunk);
    this.#wrote = true;
    if (this.#response.write(chunk)) return;
    controller.pause();
    // On 'close' nobody drains any more; #callerClosed aborts instead.
    this.#response.once('drain', () => controller.resume());
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    const answer = this.recorder.end(controller.rawTrailers);
    if (this.recorder.trailers.length > 0)
      this.#response.addTrailers(this.recorder.trailers.map(([n, v]): [string, string] => [n, v]));
    this.#response.end();
    this.#finish(answer);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.refused(error);
  }

  /** The primary gave no answer, or not all of one. */
  refused(error: unknown): void {
    if (this.#settled) return;
    const answer = this.recorder.failure(error);
    this.#finish(answer);
    if (this.#response.headersSent) this.#response.destroy();
    else if (answer.kind === 'failure')
      answerFailure(this.#response, answer.failure === 'timeout' ? 504 : 502, answer.detail);
  }

  #callerClosed(): void {
    if (this.#settled) return;
    this.#finish('incomplete');
    this.#controller?.abort(new Error('the caller left'));
  }

  #finish(relayed: Relayed): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#settle(relayed);
  }
}

/** What the caller gets when the primary gave no answer at all: RFC 9110 sections 15.6.3 and 15.6.5. */
function answerFailure(response: ServerResponse, status: 502 | 504, detail: string): void {
  const text = `The service did not answer: ${detail}\n`;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
