/** The primary's answer on its way to the caller, streamed as it arrives, while a copy is recorded for the comparison. */
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Answer } from '../core/exchange.ts';
import { detailOf } from '../core/failure.ts';
import { endToEnd } from './headers.ts';
import type { AnswerRecorder } from './recorder.ts';

/**
 * How the caller's side ended: `incomplete` when he left before the answer was whole, `error` when his request could not be put
 * on the wire at all. Neither says anything about the primary, and there is nothing to compare.
 */
export type Relayed = Answer | 'incomplete' | 'error';

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
    response.writeHead(status, reasonPhrase(status, statusMessage), lines.flat());
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
    if (this.#settled) return;
    const answer = this.recorder.failure(error);
    this.#finish(answer);
    if (this.#response.headersSent || answer.kind !== 'failure') this.#response.destroy();
    else
      refuse(this.#response, answer.failure === 'timeout' ? 504 : 502, `The service did not answer: ${answer.detail}`);
  }

  /** The request cannot be put on the wire: the caller's mistake, not the primary's. */
  undeliverable(error: unknown): void {
    this.#finish('error');
    refuse(this.#response, 400, `The request cannot be passed on: ${detailOf(error)}`);
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

/**
 * The primary's own words where they can be sent. undici decodes them as UTF-8, so that what was latin1 has lost its
 * letters: then, as for control characters, the standard phrase stands in. A phrase is for people only (RFC 9112 section 4).
 */
function reasonPhrase(status: number, phrase: string | undefined): string {
  if (phrase !== undefined && /^[\t\x20-\x7e\x80-\xff]*$/.test(phrase)) return phrase;
  return STATUS_CODES[status] ?? '';
}

/** An answer of the tap's own, in place of one that the primary did not give (RFC 9110 sections 15.5.1, 15.6.2, 15.6.3 and 15.6.5). */
export function refuse(response: ServerResponse, status: 400 | 501 | 502 | 504, sentence: string): void {
  const text = `${sentence}\n`;
  response.writeHead(status, STATUS_CODES[status] ?? '', {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
