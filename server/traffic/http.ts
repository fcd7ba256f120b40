/** Sends recorded requests to one URL and drops the answers. */
import { isIP } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import type { HeaderLine } from '../core/exchange.ts';
import { detailOf, failureKindOf } from '../core/failure.ts';
import type { RecordedRequest } from './recorded.ts';

export interface Sender {
  /** Resolves when the whole answer is in, whatever its status; rejects with `KIND: what happened`, KIND a kind of failure. */
  send(request: RecordedRequest): Promise<void>;
  /** Ends the connections; what is in flight fails. */
  close(): Promise<void>;
}

export interface SenderOptions {
  /** Connections at most; as many as the player has requests in flight, so that none waits for another in here. */
  readonly connections: number;
  /** Milliseconds that a whole answer may take, once its request is on a connection. Getting that may take as long again. */
  readonly timeout?: number;
}

/** @param to a path of this URL stands before every request's target */
export function httpSender(to: URL, { connections, timeout = 30_000 }: SenderOptions): Sender {
  const pool = new Pool(to.origin, {
    connections,
    pipelining: 1,
    maxHeaderSize: 262_144,
    connect: { timeout },
    // One deadline for the whole answer: undici's own timers start anew with every byte, so a trickle would never end.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  // The certificate is the target's, though Host still names the server that was recorded. TLS has no names for addresses.
  const servername = isIP(to.hostname.replace(/^\[|\]$/g, '')) === 0 ? to.hostname : undefined;
  const prefix = to.pathname.replace(/\/+$/, '');
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const { method, target, headers, body } = request;
        const options = {
          method,
          path: `${prefix}${target}`,
          headers: endToEnd(headers),
          body: body.length > 0 ? Buffer.from(body.buffer, body.byteOffset, body.length) : null,
          ...(servername === undefined ? {} : { servername }),
        };
        pool.dispatch(
          options,
          dropAnswer(timeout, resolve, (error) => reject(describeError(error))),
        );
      }),
    close: () => pool.destroy(),
  };
}

function dropAnswer(timeout: number, done: () => void, failed: (error: Error) => void): Dispatcher.DispatchHandler {
  let timer: NodeJS.Timeout | undefined;
  return {
    onRequestStart(controller) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const error = new Error(`no complete answer within ${timeout} ms`);
        controller.abort(Object.assign(error, { code: 'ETIMEDOUT' }));
      }, timeout);
    },
    onResponseStart() {},
    onResponseData() {},
    onResponseEnd() {
      clearTimeout(timer);
      done();
    },
    onResponseError(_controller, error) {
      clearTimeout(timer);
      failed(error);
    },
  };
}

/** RFC 9110 section 7.6.1; undici computes Content-Length, and answers to Expect are nothing it waits for. */
const ofOneConnection = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** In undici's flat form: name, value, name, value. A recorded Host stays, so that virtual hosts answer as they did. */
function endToEnd(headers: readonly HeaderLine[]): string[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','));
  const dropped = new Set(named.map((name) => name.trim().toLowerCase()));
  const kept = headers.filter(([name]) => !ofOneConnection.has(name.toLowerCase()) && !dropped.has(name.toLowerCase()));
  return kept.flat();
}

/** `refused: connect ECONNREFUSED 127.0.0.1:9001`; what is no failure of a connection keeps its message alone. */
function describeError(error: Error): Error {
  const kind = failureKindOf(error);
  return new Error(kind === undefined ? detailOf(error) : `${kind}: ${detailOf(error)}`, { cause: error });
}
