/** How often each rule changed what was seen of each field, as far as the store does not have it yet. */
import type { RuleHit } from '../core/rules/rule.ts';
import type { RuleHits } from '../core/tally.ts';

/** Places told apart for all rules together; what is beyond counts as one place of its rule, endpoint and aspect. */
const mostPlaces = 5_000;
const elsewhere = '**';

export class HitCounts {
  readonly #known = new Set<string>();
  #pending = new Map<string, { -readonly [K in keyof RuleHits]: RuleHits[K] }>();

  /** Of one exchange: each place counts once. */
  add(endpoint: string, hits: readonly RuleHit[]): void {
    const counted = new Set<string>();
    for (const { rule, aspect, field: seen } of hits) {
      const wanted = keyOf(rule, endpoint, seen, aspect);
      const field = this.#known.has(wanted) || this.#known.size < mostPlaces ? seen : elsewhere;
      const key = field === seen ? wanted : keyOf(rule, endpoint, field, aspect);
      if (counted.has(key)) continue;
      counted.add(key);
      if (field === seen) this.#known.add(key);
      const before = this.#pending.get(key);
      if (before === undefined) this.#pending.set(key, { rule, endpoint, field, aspect, n: 1 });
      else before.n++;
    }
  }

  pending(): readonly RuleHits[] {
    return [...this.#pending.values()];
  }

  settle(): void {
    this.#pending = new Map();
  }
}

const keyOf = (...parts: readonly string[]): string => parts.join('\n');
