/** Keeps a copy of a body as it streams by, up to a cap; past the cap only its length and hash. */
import { createHash, type Hash } from 'node:crypto';
import { type Body, emptyBody } from '../core/exchange.ts';

/** Bytes held in memory by all captures together. The tap drops whole exchanges when it passes its limit. */
export interface Held {
  bytes: number;
}

export class Capture {
  #chunks: Buffer[] = [];
  #length = 0;
  #hash: Hash | undefined;
  readonly #cap: number | undefined;
  readonly #held: Held;

  /** @param cap bytes kept; undefined keeps nothing at all, for an exchange that is not compared */
  constructor(cap: number | undefined, held: Held) {
    this.#cap = cap;
    this.#held = held;
  }

  add(chunk: Buffer): void {
    if (this.#cap === undefined) return;
    this.#length += chunk.length;
    if (this.#hash !== undefined) {
      this.#hash.update(chunk);
    } else if (this.#length > this.#cap) {
      this.#hash = createHash('sha256');
      for (const kept of this.#chunks) this.#hash.update(kept);
      this.#hash.update(chunk);
      this.release();
    } else {
      this.#chunks.push(chunk);
      this.#held.bytes += chunk.length;
    }
  }

  body(): Body {
    if (this.#hash !== undefined) return { kind: 'cut', length: this.#length, sha256: this.#hash.digest('hex') };
    const [only] = this.#chunks;
    if (only === undefined) return emptyBody;
    return { kind: 'whole', bytes: this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#length) };
  }

  /** Gives back what it holds in the count of held bytes; what `body()` returned stays valid. */
  release(): void {
    for (const chunk of this.#chunks) this.#held.bytes -= chunk.length;
    this.#chunks = [];
  }
}
