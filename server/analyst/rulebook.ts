/** The rules in force: those of the configuration, and those that are added to the store and removed from it at any time. */
import type { Logger } from 'pino';
import type { NamedRule } from '../core/rules/rule.ts';
import { type Governed, RuleSet, type Ruling } from '../core/rules/ruling.ts';
import type { Store } from '../store/contract.ts';

/** Milliseconds after which the store is asked again. */
const askInterval = 500;

export class Rulebook {
  readonly #configured: readonly NamedRule[];
  readonly #store: Store;
  readonly #log: Logger;
  #rules: RuleSet;
  /** What the store said last, as JSON, and when that was. */
  #known = '[]';
  #asked = Number.NEGATIVE_INFINITY;

  constructor(configured: readonly NamedRule[], store: Store, log: Logger) {
    this.#configured = configured;
    this.#store = store;
    this.#log = log;
    this.#rules = new RuleSet(configured);
  }

  over(governed: Governed): Ruling | undefined {
    return this.#rules.over(governed);
  }

  /** Asks the store, if it was not asked just now. Where that fails, the rules known before stay in force. */
  async refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#asked < askInterval) return;
    this.#asked = now;
    try {
      const added = await this.#store.rules();
      const known = JSON.stringify(added);
      if (known === this.#known) return;
      const configured = new Set(this.#configured.map(({ id }) => id));
      this.#rules = new RuleSet([...this.#configured, ...added.filter(({ id }) => !configured.has(id))]);
      this.#known = known;
    } catch (error) {
      this.#log.warn({ err: error }, 'the rules could not be read again');
    }
  }
}
