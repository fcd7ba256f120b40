/** Short ways to write answers down. */
import type { Answer, FailureKind, HeaderLine, Response } from '../../server/core/exchange.ts';

const encoder = new TextEncoder();

export function answer(status: number, headers: readonly HeaderLine[], body: string | Uint8Array): Response {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  return { kind: 'response', status, headers, trailers: [], body: { kind: 'whole', bytes }, ms: 1 };
}

export const typed = (mediaType: string, body: string | Uint8Array): Response =>
  answer(200, [['Content-Type', mediaType]], body);

/** JSON as it stands on the wire: for numbers and names that a JavaScript value cannot spell. */
export const raw = (text: string): Response => typed('application/json', text);
export const json = (value: unknown): Response => raw(JSON.stringify(value));
export const status = (code: number, value: unknown): Response => ({ ...json(value), status: code });
export const headed = (...headers: readonly HeaderLine[]): Response => answer(200, headers, 'same');
export const trailed = (...trailers: readonly HeaderLine[]): Response => ({ ...headed(), trailers });
export const failed = (failure: FailureKind): Answer => ({ kind: 'failure', failure, detail: 'as told', ms: 1 });
export const cut = (length: number, sha256: string): Response => ({
  ...json(null),
  body: { kind: 'cut', length, sha256 },
});
