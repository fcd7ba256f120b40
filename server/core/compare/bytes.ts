import type { Body } from '../exchange.ts';

export type EqualBytes = (a: Uint8Array, b: Uint8Array) => boolean;

/** Whether two bodies are the same on the wire. Of bodies over the cap, length and hash say so. */
export function sameBody(a: Body, b: Body, equalBytes: EqualBytes): boolean {
  if (a.kind === 'cut' || b.kind === 'cut') {
    return a.kind === 'cut' && b.kind === 'cut' && a.length === b.length && a.sha256 === b.sha256;
  }
  return a.bytes.length === b.bytes.length && equalBytes(a.bytes, b.bytes);
}
