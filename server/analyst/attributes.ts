/** How often each attribute had each value: in a random sample of an endpoint's exchanges, and in those of each of its findings. */
import type { Attribute } from '../core/attribute/attributes.ts';
import { type AttributeTally, everyExchange } from '../core/tally.ts';

/** Attributes of an endpoint and values of an attribute that are told apart, and rows of a run: what comes later is not counted by itself. */
export const attributeCaps = { attributes: 48, values: 20, rows: 50_000 } as const;

type Growing = { -readonly [K in keyof AttributeTally]: AttributeTally[K] };

export interface Attributed {
  readonly endpoint: string;
  readonly attributes: readonly Attribute[];
  /** Ids of findings in which only the candidate differed. */
  readonly findings: readonly string[];
  readonly sampled: boolean;
}

export class AttributeCounts {
  /** Endpoint -> attribute -> values told apart. The sample and all findings share them, so that they count the same things. */
  readonly #values = new Map<string, Map<string, Set<string>>>();
  /** A row is counted from its first exchange on or never, so that the numbers of a finding fit together. */
  readonly #rows = new Set<string>();
  #pending = new Map<string, Growing>();

  constructor(stored: readonly AttributeTally[] = []) {
    for (const row of stored) {
      this.#rows.add(keyOf(row));
      if (row.value !== null) this.#known(row.endpoint, row.attribute)?.add(row.value);
    }
  }

  add({ endpoint, attributes, findings, sampled }: Attributed): void {
    const owners = sampled ? [null, ...findings] : findings;
    for (const finding of owners) this.#count({ endpoint, finding, attribute: everyExchange, value: null }, sampled);
    for (const [attribute, value] of attributes) {
      const known = this.#known(endpoint, attribute);
      if (known === undefined) continue;
      const told = known.has(value) || known.size < attributeCaps.values;
      if (told) known.add(value);
      for (const finding of owners) this.#count({ endpoint, finding, attribute, value: told ? value : null }, sampled);
    }
  }

  pending(): readonly AttributeTally[] {
    return [...this.#pending.values()];
  }

  settle(): void {
    this.#pending = new Map();
  }

  #known(endpoint: string, attribute: string): Set<string> | undefined {
    let attributes = this.#values.get(endpoint);
    if (attributes === undefined) {
      attributes = new Map();
      this.#values.set(endpoint, attributes);
    }
    let values = attributes.get(attribute);
    if (values === undefined && attributes.size < attributeCaps.attributes) {
      values = new Set();
      attributes.set(attribute, values);
    }
    return values;
  }

  #count(row: Omit<AttributeTally, 'n' | 'sampled'>, sampled: boolean): void {
    const key = keyOf(row);
    if (!this.#rows.has(key)) {
      if (this.#rows.size >= attributeCaps.rows) return;
      this.#rows.add(key);
    }
    let pending = this.#pending.get(key);
    if (pending === undefined) {
      pending = { ...row, n: 0, sampled: 0 };
      this.#pending.set(key, pending);
    }
    pending.n++;
    if (sampled) pending.sampled++;
  }
}

/** None of the names holds a line break: see core/attribute/attributes.ts. */
const keyOf = ({ endpoint, finding, attribute, value }: Omit<AttributeTally, 'n' | 'sampled'>): string =>
  `${finding ?? ''}\n${attribute}\n${value === null ? '' : `=${value}`}\n${endpoint}`;
