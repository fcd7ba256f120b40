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
      if (row.value !== null) this.#tell(row.endpoint, row.attribute, row.value);
    }
  }

  add({ endpoint, attributes, findings, sampled }: Attributed): void {
    const owners = sampled ? [null, ...findings] : findings;
    if (owners.length === 0) return;
    for (const finding of owners) this.#count({ endpoint, finding, attribute: everyExchange, value: null }, sampled);
    for (const [attribute, wanted] of attributes) {
      const known = this.#values.get(endpoint)?.get(attribute);
      const told = known?.has(wanted) || this.#tellsMore(endpoint, attribute);
      if (told) this.#tell(endpoint, attribute, wanted);
      else if (known === undefined) continue;
      const value = told ? wanted : null;
      for (const finding of owners) this.#count({ endpoint, finding, attribute, value }, sampled);
    }
  }

  pending(): readonly AttributeTally[] {
    return [...this.#pending.values()];
  }

  settle(): void {
    this.#pending = new Map();
  }

  #tellsMore(endpoint: string, attribute: string): boolean {
    if (this.#rows.size >= attributeCaps.rows) return false;
    const attributes = this.#values.get(endpoint);
    const values = attributes?.get(attribute);
    return values === undefined
      ? (attributes?.size ?? 0) < attributeCaps.attributes
      : values.size < attributeCaps.values;
  }

  #tell(endpoint: string, attribute: string, value: string): void {
    const attributes = this.#values.get(endpoint) ?? new Map<string, Set<string>>();
    const values = attributes.get(attribute) ?? new Set<string>();
    this.#values.set(endpoint, attributes.set(attribute, values.add(value)));
    // Its row in the sample is kept free: were there only the finding's, it would seem that nobody else has the value.
    this.#rows.add(keyOf({ endpoint, finding: null, attribute, value }));
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
