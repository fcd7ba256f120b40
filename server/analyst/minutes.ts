/** Latency of each endpoint and role by the minute, since the last commit. */
import type { Role } from '../core/exchange.ts';
import { bucketOf } from '../core/noise/sketch.ts';
import type { MinuteTally } from '../core/tally.ts';

const length = 60_000;

interface Growing extends MinuteTally {
  readonly latency: Record<number, number>;
}

export class Minutes {
  #pending = new Map<string, Growing>();

  /** @param at epoch milliseconds. @param ms how long the answer took */
  add(endpoint: string, role: Role, at: number, ms: number): void {
    const minute = Math.floor(at / length);
    const key = `${minute} ${role} ${endpoint}`;
    const tally = this.#pending.get(key) ?? { endpoint, role, minute, latency: {} };
    const bucket = bucketOf(ms);
    tally.latency[bucket] = (tally.latency[bucket] ?? 0) + 1;
    this.#pending.set(key, tally);
  }

  pending(): readonly MinuteTally[] {
    return [...this.#pending.values()];
  }

  /** They are stored, or lost. */
  settle(): void {
    this.#pending = new Map();
  }
}
