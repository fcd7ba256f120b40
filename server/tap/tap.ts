/** One caller's request, from arrival to the exchange handed on. The caller's side never waits for anything that follows from shadows. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { Bus } from '../bus/contract.ts';
import type { Answer, HeaderLine, Role, SkipReason } from '../core/exchange.ts';
import { Capture, type Held } from './capture.ts';
import { type Allowed, guard } from './guards.ts';
import { deliveryOf, type EndpointOf } from './handover.ts';
import { endToEnd, linesOf, requestHeaders } from './headers.ts';
import { ask, type Outgoing, type ShadowSettings, shuffled } from './multicast.ts';
import { AnswerRecorder } from './recorder.ts';
import { Relay, type Relayed, refuse } from './relay.ts';
import type { Target, Targets } from './targets.ts';

export interface TapSettings extends ShadowSettings {
  /** Longest request body that is multicast, in bytes. */
  readonly requestCap: number;
  /** Most exchanges in comparison at once, and most bytes held for them; past either a request goes to the primary only. */
  readonly inFlight: number;
  readonly memory: number;
}

/**
 * Share of exchanges that tell what is usual at their endpoint. The same for all, at any time: only so is it a random sample, which
 * is all that the comparison of shares needs.
 */
const sampledShare = 1 / 8;

export interface Tap {
  /** Serves one request whose target, in origin form, is `target`. */
  handle(request: IncomingMessage, response: ServerResponse, target: string): void;
  /** Resolves when every exchange under way has been handed on. */
  idle(): Promise<void>;
  /** From now on what is under way counts as `incomplete` whatever comes of it: the targets are about to be let go. */
  abandon(): void;
}

export interface TapParts {
  readonly targets: Targets;
  readonly bus: Bus;
  readonly endpointOf: EndpointOf;
  readonly allowed: Allowed;
  readonly settings: TapSettings;
  readonly now: () => number;
  readonly random: () => number;
  readonly nextId: () => string;
  readonly log: Logger;
  /** Told of every answer, for the health of the targets. */
  readonly observed: (role: Role, answer: Answer) => void;
}

export function createTap(parts: TapParts): Tap {
  const { targets, bus, settings } = parts;
  const held: Held = { bytes: 0 };
  const idlers: (() => void)[] = [];
  let underWay = 0;
  let abandoned = false;

  function admit(method: string, target: string, lines: readonly HeaderLine[], length: number): SkipReason | undefined {
    const refused = guard(method, target, lines, parts.allowed);
    if (refused !== undefined) return refused;
    if (length > settings.requestCap) return 'tooLarge';
    return underWay >= settings.inFlight || held.bytes > settings.memory ? 'overload' : undefined;
  }

  function handle(request: IncomingMessage, response: ServerResponse, target: string): void {
    const unfit = unfitness(request);
    if (unfit !== undefined) {
      bus.skip('error');
      refuse(response, ...unfit);
      return;
    }
    const method = request.method ?? 'GET';
    const lines = linesOf(request.rawHeaders);
    const headers = endToEnd(lines);
    const skip = admit(method, target, lines, Number(request.headers['content-length'] ?? 0));
    const compared = skip === undefined;
    const upload = hasBody(request) ? new Upload(request, compared ? settings.requestCap : undefined, held) : undefined;
    const outgoing = { exchange: parts.nextId(), method, target, headers };
    const recorder = new AnswerRecorder(compared ? settings.responseCap : undefined, held);
    const primary = new Promise<Relayed>((resolve) => {
      const relay = new Relay(recorder, response, (relayed) => {
        upload?.letGo();
        resolve(relayed);
      });
      forward(targets.primary, outgoing, upload?.stream ?? null, settings.hostHeader, relay);
    });
    underWay++;
    const rest = compared
      ? compareLater(outgoing, upload, primary, [() => recorder.release()])
      : forwardOnly(primary, skip);
    void rest
      .catch((error: unknown) => parts.log.error({ err: error }, 'a request was answered, but not accounted for'))
      .finally(() => {
        underWay--;
        if (underWay === 0) for (const wake of idlers.splice(0)) wake();
      });
  }

  async function forwardOnly(primary: Promise<Relayed>, skip: SkipReason): Promise<void> {
    bus.skip(skip);
    const relayed = await primary;
    if (typeof relayed !== 'string') parts.observed('primary', relayed);
  }

  /**
   * The shadows' part. Never rejects: a bug in here is logged, counted as `error`, and leaves the caller's answer alone.
   * `releases` give back the memory that the exchange holds; they run when it has been handed on.
   */
  async function compareLater(
    outgoing: Omit<Outgoing, 'body'>,
    upload: Upload | undefined,
    primary: Promise<Relayed>,
    releases: (() => void)[],
  ): Promise<void> {
    try {
      const at = parts.now();
      const body = upload === undefined ? new Uint8Array(0) : await upload.whole;
      if (typeof body === 'string') {
        await primary;
        return bus.skip(body);
      }
      const request: Outgoing = { ...outgoing, body };
      const shadows = targets.secondary === undefined ? [targets.candidate] : [targets.secondary, targets.candidate];
      const asked = new Map<Role, Promise<Answer>>();
      for (const target of shuffled(shadows, parts.random)) {
        const { answer, release } = ask(target, request, settings, held);
        releases.push(release);
        asked.set(target.role, answer);
      }
      const [p, s, c] = await Promise.all([primary, asked.get('secondary'), asked.get('candidate')]);
      if (p === 'error') return bus.skip('error');
      if (abandoned || c === undefined) return bus.skip('incomplete');
      if (p !== 'incomplete') parts.observed('primary', p);
      if (s !== undefined) parts.observed('secondary', s);
      parts.observed('candidate', c);
      if (p === 'incomplete') return bus.skip('incomplete');
      const answers = s === undefined ? { primary: p, candidate: c } : { primary: p, secondary: s, candidate: c };
      bus.offer(deliveryOf(parts.endpointOf, at, request, answers, parts.random() < sampledShare));
    } catch (error) {
      parts.log.error({ err: error, exchange: outgoing.exchange }, 'an exchange could not be compared');
      bus.skip('error');
    } finally {
      upload?.release();
      for (const release of releases) release();
    }
  }

  return {
    handle,
    abandon: () => {
      abandoned = true;
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/** What no proxy may guess about: status and sentence of the refusal. RFC 9112 sections 3.2 and 6.1. */
function unfitness({ rawHeaders, headers }: IncomingMessage): readonly [400 | 501, string] | undefined {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === 'host') hosts++;
  if (hosts > 1) return [400, 'The request names more than one Host.'];
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return [501, `The transfer coding ${coding} is not supported: only chunked is.`];
  }
  return undefined;
}

/** Sends the caller's request to the primary, body streamed. What undici refuses to send, such as a control character in a header, becomes a 400. */
function forward(
  target: Target,
  { method, target: path, headers }: Omit<Outgoing, 'body'>,
  body: Readable | null,
  hostHeader: ShadowSettings['hostHeader'],
  relay: Relay,
): void {
  const host = hostHeader === 'target' ? target.url.host : undefined;
  try {
    const flat = requestHeaders(headers, host, undefined);
    target.pool.dispatch({ method, path: target.prefix + path, headers: flat, body, ...target.tls }, relay);
  } catch (error) {
    relay.undeliverable(error);
  }
}

/**
 * A request body on two ways: streamed to the primary, and copied for the shadows. undici destroys the stream it is given
 * when its connection fails; were that the caller's own, his connection would die before he gets his 502.
 */
class Upload {
  readonly stream: Readable;
  /** The whole body; or why there is none to send to the shadows. */
  readonly whole: Promise<Uint8Array | 'tooLarge' | 'incomplete'>;
  readonly #capture: Capture;
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage, cap: number | undefined, held: Held) {
    const capture = new Capture(cap, held);
    const stream = new Readable({ read: () => void request.resume() });
    // Without a listener an aborted upload would crash the process; undici adds its own only once connected.
    stream.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => {
      capture.add(chunk);
      if (!stream.destroyed && !stream.push(chunk)) request.pause();
    });
    this.whole = new Promise((resolve) => {
      request.on('end', () => {
        if (!stream.destroyed) stream.push(null);
        const body = capture.body();
        resolve(body.kind === 'cut' ? 'tooLarge' : body.bytes);
      });
      request.on('close', () => {
        if (request.complete) return;
        stream.destroy(new Error('the caller left'));
        resolve('incomplete');
      });
    });
    request.pause();
    this.#capture = capture;
    this.#request = request;
    this.stream = stream;
  }

  /** The primary is done with it, whether it took all or not: the rest is still read, for the caller is still sending. */
  letGo(): void {
    this.stream.destroy();
    this.#request.resume();
  }

  release(): void {
    this.#capture.release();
  }
}
