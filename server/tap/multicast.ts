/** Sends one request to the roles and brings their answers together. */
import type { Answer, Answers, HeaderLine, Role } from '../core/exchange.ts';
import type { Held } from './capture.ts';
import { requestHeaders } from './headers.ts';
import { AnswerRecorder, ShadowHandler } from './recorder.ts';
import type { Target, Targets } from './targets.ts';

export interface ShadowSettings {
  /** Longest response body kept whole, in bytes. */
  readonly responseCap: number;
  /** Milliseconds until an answer that is not complete counts as a `timeout`. */
  readonly timeout: number;
  /** `target` sends each role its own name in Host; `same` sends all of them the caller's. */
  readonly hostHeader: 'same' | 'target';
}

/** A request as the roles receive it: hop-by-hop headers are gone, the body is complete. */
export interface Outgoing {
  readonly exchange: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

/** Asks one role, marked as a shadow. A failure is an answer; it rejects only for a request that undici will not put on the wire. `release` frees the copy held of its body. */
export function ask(
  target: Target,
  request: Outgoing,
  settings: ShadowSettings,
  held: Held,
): { readonly answer: Promise<Answer>; readonly release: () => void } {
  const recorder = new AnswerRecorder(settings.responseCap, held);
  const host = settings.hostHeader === 'target' ? target.url.host : undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    const handler = new ShadowHandler(recorder, settings.timeout, resolve);
    try {
      target.pool.dispatch(
        {
          method: request.method,
          path: target.prefix + request.target,
          headers: requestHeaders(request.headers, host, { role: target.role, exchange: request.exchange }),
          body: request.body.length > 0 ? request.body : null,
          ...target.tls,
        },
        handler,
      );
    } catch (error) {
      reject(error);
    }
  });
  return { answer, release: () => recorder.release() };
}

/** Fisher-Yates. The random order makes secondary and candidate exchangeable, which the sign test rests on. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [result[i], result[j]];
    if (a !== undefined && b !== undefined) [result[i], result[j]] = [b, a];
  }
  return result;
}

/** Asks all roles at once in random order, as `check` does; resolves when the last has answered. */
export async function askAll(
  targets: Targets,
  request: Outgoing,
  settings: ShadowSettings,
  held: Held,
  random: () => number,
): Promise<{ readonly answers: Answers; readonly release: () => void }> {
  const { primary, secondary, candidate } = targets;
  const roles = secondary === undefined ? [primary, candidate] : [primary, secondary, candidate];
  const asked = new Map<Role, ReturnType<typeof ask>>();
  for (const target of shuffled(roles, random)) asked.set(target.role, ask(target, request, settings, held));
  const answerOf = (role: Role) => asked.get(role)?.answer;
  const [p, s, c] = await Promise.all([answerOf('primary'), answerOf('secondary'), answerOf('candidate')]);
  if (p === undefined || c === undefined) throw new Error('primary and candidate are always asked');
  return {
    answers: s === undefined ? { primary: p, candidate: c } : { primary: p, secondary: s, candidate: c },
    release: () => {
      for (const { release } of asked.values()) release();
    },
  };
}
