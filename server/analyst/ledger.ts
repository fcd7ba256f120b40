/** The running count of one run: what has been seen so far, and what of it the store does not have yet. */

import type { Attribute } from '../core/attribute/attributes.ts';
import { foldedField } from '../core/compare/folding.ts';
import type { Answers, Role, SkipReason } from '../core/exchange.ts';
import { roles } from '../core/exchange.ts';
import type { Aspect, Case, Likeness, Observation } from '../core/finding.ts';
import { cases, directed } from '../core/finding.ts';
import { latches } from '../core/noise/latch.ts';
import { bucketOf } from '../core/noise/sketch.ts';
import type { RuleHit } from '../core/rules/rule.ts';
import {
  type EndpointTally,
  type FindingTally,
  mostFindings,
  otherEndpoint,
  type RunTallies,
  type SetTally,
  serverError,
} from '../core/tally.ts';
import type { Batch } from '../store/contract.ts';
import { AttributeCounts } from './attributes.ts';
import { Ballot } from './ballot.ts';
import { HitCounts } from './hits.ts';
import { Minutes } from './minutes.ts';
import {
  deltaOf,
  type FindingDelta,
  type FindingState,
  retry,
  space,
  stateOf,
  supersede,
  takeBack,
  vote,
  weighed,
} from './standing.ts';

/** What is bounded: more endpoints fold into `other`, more findings of an endpoint into one `body truncated`, more sets into one. */
export const caps = { endpoints: 1000, findings: mostFindings, sets: 2000 } as const;
const truncated = { field: 'body', aspect: 'truncated' } as const;
/** Stands in a set's place when an endpoint has too many different ones; no finding has this id. */
export const overflowSet = 'overflow';

interface EndpointState {
  /** Exchanges that this process compared. */
  compared: number;
  readonly findings: Map<string, FindingState>;
  readonly sets: Map<string, GrowingSet>;
}

type GrowingSet = { -readonly [K in keyof SetTally]: SetTally[K] };

interface EndpointDelta {
  compared: number;
  differing: number;
  readonly failures: { [R in Role]: { [kind: string]: number } };
  readonly latency: { [R in Role]: { [bucket: number]: number } };
}

/** What an exchange says of one finding. */
interface Odd {
  readonly finding: FindingState;
  readonly case: Case;
  readonly pattern: Likeness | undefined;
}

/** One exchange as the ledger counts it: no bodies. */
export interface Entry {
  readonly endpoint: string;
  readonly at: number;
  readonly ms: readonly [primary: number, secondary: number | undefined, candidate: number];
  readonly observations: readonly Observation[];
  /** Absent when all answered alike. */
  readonly answers?: Answers;
  /** Fingerprint of what was asked, 32 bits; absent where requests are not told apart. */
  readonly request?: number;
  /** What rules did to it. */
  readonly hits?: readonly RuleHit[];
  /** Asked for only where they count; absent where the request is not known. */
  readonly attributes?: () => readonly Attribute[];
  /** In the random sample of what is usual at the endpoint. */
  readonly sampled?: boolean;
}

/** An observation with the finding it belongs to and how often that case of it has been seen, this one included. */
export interface Counted extends Observation {
  readonly finding: string;
  readonly seen: number;
  /** The finding had not been seen before, in any case. */
  readonly first: boolean;
}

export class Ledger {
  readonly #endpoints = new Map<string, EndpointState>();
  #ranks = 0;
  #newEndpoints = new Map<string, EndpointDelta>();
  #newFindings = new Map<string, FindingDelta>();
  #newSets = new Map<string, GrowingSet>();
  #skipped: Partial<Record<SkipReason, number>> = {};
  readonly #hits = new HitCounts();
  readonly #attributes: AttributeCounts;
  readonly #ballot = new Ballot();
  readonly #minutes = new Minutes();
  readonly #alpha: number;
  readonly #idOf: (endpoint: string, field: string, aspect: Aspect) => string;

  /** @param stored what the store already has of this run, so that a restarted analyst goes on where the last one ended */
  constructor(
    alpha: number,
    idOf: (endpoint: string, field: string, aspect: Aspect) => string,
    stored: RunTallies | undefined,
  ) {
    this.#alpha = alpha;
    this.#idOf = idOf;
    this.#attributes = new AttributeCounts(stored?.attributes);
    for (const { endpoint } of stored?.endpoints ?? []) this.#endpointState(endpoint);
    for (const finding of stored?.findings ?? []) {
      const { endpoint, field, aspect, rank } = finding;
      this.#endpointState(endpoint).findings.set(`${aspect} ${field}`, stateOf(finding));
      this.#ranks = Math.max(this.#ranks, rank);
    }
    for (const set of stored?.sets ?? []) {
      this.#endpointState(set.endpoint).sets.set(`${set.side} ${set.findings.join(' ')}`, { ...set });
    }
    for (const [endpoint, { findings }] of this.#endpoints) supersede(endpoint, findings);
  }

  get empty(): boolean {
    const nothing = this.#newEndpoints.size + this.#newFindings.size === 0;
    return nothing && Object.keys(this.#skipped).length === 0;
  }

  skip(reason: SkipReason, n: number): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + n;
  }

  /** Counts one compared exchange and says which findings its observations belong to: each finding at most once. */
  add(entry: Entry): readonly Counted[] {
    // Whatever may go wrong in there, nothing is counted yet.
    const attributes = mayBeTold(entry) ? entry.attributes?.() : undefined;
    const endpoint = this.#endpointName(entry.endpoint);
    const state = this.#endpointState(endpoint);
    const odd = this.#oddOnes(endpoint, state, entry.observations);
    const delta = this.#endpointDelta(endpoint);
    delta.compared++;
    state.compared++;
    this.#hits.add(endpoint, entry.hits ?? []);
    for (const [i, role] of roles.entries()) {
      const ms = entry.ms[i];
      const answer = entry.answers?.[role];
      // How long it took to fail says nothing of how fast the service is.
      if (answer?.kind === 'failure') bump(delta.failures[role], answer.failure);
      else if (ms !== undefined) {
        bump(delta.latency[role], bucketOf(ms));
        this.#minutes.add(endpoint, role, entry.at, ms);
      }
      if (answer?.kind === 'response' && answer.status >= 500) bump(delta.failures[role], serverError);
    }
    const counted = [...odd.values()].map((found) => this.#count(endpoint, found, entry));
    const compared = counted.filter(({ aspect }) => !directed.has(aspect));
    if (compared.some((o) => o.case !== 'secondary')) delta.differing++;
    this.#addSet(endpoint, state, 'candidate', compared);
    this.#addSet(endpoint, state, 'secondary', compared);
    if (attributes !== undefined) {
      const findings = compared.filter((o) => o.case === 'candidate').map(({ finding }) => finding);
      this.#attributes.add({ endpoint, attributes, findings, sampled: entry.sampled ?? false });
    }
    return counted;
  }

  /**
   * Counts an exchange that was sent again because of these findings, which its first answers showed. It was neither received nor
   * compared once more, so it is in no other number; what else it shows is not noted.
   */
  repeat(from: Pick<Entry, 'endpoint' | 'observations'> & { readonly findings: readonly string[] }): void {
    const endpoint = this.#endpoints.has(from.endpoint) ? from.endpoint : otherEndpoint;
    const states = [...(this.#endpoints.get(endpoint)?.findings.values() ?? [])];
    // A map learned a moment ago: the exchange was compared by names that these findings do not have any more.
    const gone = new Set(states.flatMap(({ superseded }) => superseded.map(({ id }) => id)));
    for (const state of states) {
      if (!from.findings.includes(state.id) || gone.has(state.id)) continue;
      const odd = new Set(
        from.observations
          .filter(({ field, aspect }) => field === state.field && aspect === state.aspect)
          .map((observation) => observation.case),
      );
      const [only] = odd;
      // The epoch is before every exchange: a repeat moves neither when it was seen first nor when last.
      retry(state, this.#findingDelta(endpoint, state, 0), odd.size === 1 ? only : undefined);
      this.#weigh(endpoint, state);
    }
  }

  /**
   * Keys that are data were learned at these fields of an endpoint: what was counted under the keys' own names is weighed
   * with a finding of the folded name from now on, which begins here if it must, beyond the cap too. See core/noise/folded.ts.
   */
  fold(endpoint: string, fields: readonly string[], at: number): void {
    const state = this.#endpoints.get(endpoint);
    if (state === undefined || fields.length === 0) return;
    const maps = new Set(fields);
    for (const { field, aspect } of [...state.findings.values()]) {
      const key = `${aspect} ${foldedField(field, maps)}`;
      if (state.findings.has(key)) continue;
      const finding = this.#newState(endpoint, foldedField(field, maps), aspect);
      state.findings.set(key, finding);
      this.#findingDelta(endpoint, finding, at);
    }
    supersede(endpoint, state.findings);
  }

  /** What the store does not have yet. Also latches the findings whose evidence suffices by now. */
  pending(): Omit<Batch, 'run' | 'samples'> {
    const findings = [...this.#newFindings.values()].map(
      ({ endpoint, state, latchedBefore: _, ...delta }): FindingTally => {
        this.#weigh(endpoint, state);
        const { id, field, aspect, rank, latched } = state;
        return { id, endpoint, field, aspect, rank, latched, ...delta, examples: [] };
      },
    );
    const endpoints = [...this.#newEndpoints].map(([endpoint, delta]): EndpointTally => ({ endpoint, ...delta }));
    const sets = [...this.#newSets.values()];
    const counted = {
      ruleHits: this.#hits.pending(),
      attributes: this.#attributes.pending(),
      minutes: this.#minutes.pending(),
    };
    return { notCompared: this.#skipped, endpoints, findings, sets, ...counted };
  }

  /** The store has it now. */
  settle(): void {
    this.#newEndpoints = new Map();
    this.#newFindings = new Map();
    this.#newSets = new Map();
    this.#skipped = {};
    this.#hits.settle();
    this.#attributes.settle();
    this.#minutes.settle();
  }

  /** The store will never have it: what was pending is taken back and counts as `storeLost`. Returns how many exchanges that is. */
  lose(): number {
    let lost = 0;
    for (const { compared } of this.#newEndpoints.values()) lost += compared;
    for (const delta of this.#newFindings.values()) takeBack(delta);
    for (const set of this.#newSets.values()) {
      const known = this.#endpoints.get(set.endpoint)?.sets.get(`${set.side} ${set.findings.join(' ')}`);
      if (known !== undefined) known.count -= set.count;
    }
    const folded = [...this.#newFindings.values()].filter(({ state }) => state.superseded.length > 0);
    const skipped = this.#skipped;
    this.settle();
    this.#skipped = skipped;
    // Without its row the store would not know what was learned.
    for (const { endpoint, state, firstSeen } of folded) this.#findingDelta(endpoint, state, firstSeen);
    for (const { findings } of this.#endpoints.values()) {
      for (const state of findings.values()) state.before = undefined;
    }
    this.skip('storeLost', lost);
    return lost;
  }

  #endpointName(name: string): string {
    return this.#endpoints.has(name) || this.#endpoints.size < caps.endpoints ? name : otherEndpoint;
  }

  #endpointState(name: string): EndpointState {
    return entryOf(this.#endpoints, name, () => ({ compared: 0, findings: new Map(), sets: new Map() }));
  }

  #endpointDelta(name: string): EndpointDelta {
    return entryOf(this.#newEndpoints, name, () => ({
      compared: 0,
      differing: 0,
      failures: { primary: {}, secondary: {}, candidate: {} },
      latency: { primary: {}, secondary: {}, candidate: {} },
    }));
  }

  /** An exchange is one vote, also where several of its observations fold into one finding. */
  #oddOnes(endpoint: string, state: EndpointState, observations: readonly Observation[]): Map<FindingState, Odd> {
    const odd = new Map<FindingState, Odd>();
    for (const { field, aspect, case: found, pattern } of observations) {
      if (this.#isOneTooMany(state, field, aspect)) continue;
      const finding = this.#findingState(endpoint, state, field, aspect);
      const before = odd.get(finding);
      odd.set(finding, {
        finding,
        case: before === undefined || before.case === found ? found : 'all',
        pattern: before === undefined || before.pattern === pattern ? pattern : undefined,
      });
    }
    return odd;
  }

  /** Which way a number went beyond the cap is nothing that `body truncated` could stand for. */
  #isOneTooMany({ findings }: EndpointState, field: string, aspect: Aspect): boolean {
    return aspect === 'shift' && findings.size >= caps.findings && !findings.has(`shift ${field}`);
  }

  #findingState(endpoint: string, { findings }: EndpointState, field: string, aspect: Aspect): FindingState {
    const key = `${aspect} ${field}`;
    const folds = !findings.has(key) && findings.size >= caps.findings && !directed.has(aspect);
    const name = folds ? truncated : ({ field, aspect } as const);
    return entryOf(findings, `${name.aspect} ${name.field}`, () => this.#newState(endpoint, name.field, name.aspect));
  }

  #newState(endpoint: string, field: string, aspect: Aspect): FindingState {
    return stateOf({ id: this.#idOf(endpoint, field, aspect), field, aspect, rank: ++this.#ranks });
  }

  #findingDelta(endpoint: string, state: FindingState, at: number): FindingDelta {
    return entryOf(this.#newFindings, state.id, () => deltaOf(endpoint, state, at));
  }

  #count(endpoint: string, { finding: state, case: odd, pattern }: Odd, { at, request }: Entry): Counted {
    const { id, field, aspect, rank, counts, votes } = state;
    const delta = this.#findingDelta(endpoint, state, at);
    const first = cases.every((name) => counts[name] === 0);
    delta.counts[odd]++;
    if (odd === 'candidate' && pattern !== undefined) bump(delta.patterns, pattern);
    delta.lastSeen = Math.max(delta.lastSeen, at);
    space(state, delta, odd, this.#endpointState(endpoint).compared);
    vote(state, delta, odd, at);
    // Times are no answer that a cache could repeat, and of agreements nobody knows the request.
    if (
      (odd === 'candidate' || odd === 'secondary') &&
      this.#ballot.admits(rank, aspect === 'latency' ? undefined : request, at)
    ) {
      votes[odd]++;
      delta.votes[odd]++;
      // What looks like a burst for a moment does not at the next vote: a look at each commit would miss many of a short run.
      if (isTelling(votes)) this.#weigh(endpoint, state);
    }
    const seen = ++counts[odd];
    return { field, aspect, case: odd, finding: id, seen, first };
  }

  #weigh(endpoint: string, state: FindingState): void {
    const finding = (): FindingState => weighed(state, () => this.#endpointState(endpoint).sets.values());
    state.latched ||= latches(finding(), this.#alpha);
  }

  #addSet(endpoint: string, { sets }: EndpointState, side: SetTally['side'], counted: readonly Counted[]): void {
    const ids = [...new Set(counted.filter((o) => o.case === side).map((o) => o.finding))].sort();
    if (ids.length === 0) return;
    const wanted = `${side} ${ids.join(' ')}`;
    const findings = sets.has(wanted) || sets.size < caps.sets ? ids : [overflowSet];
    const key = `${side} ${findings.join(' ')}`;
    const set = () => ({ endpoint, side, findings, count: 0 });
    entryOf(sets, key, set).count++;
    entryOf(this.#newSets, `${endpoint} ${key}`, set).count++;
  }
}

/** Whether the attributes of an exchange count: it is in the sample, or only the candidate differs somewhere. */
const mayBeTold = ({ sampled = false, observations }: Entry): boolean =>
  sampled || observations.some((o) => o.case === 'candidate' && !directed.has(o.aspect));

/** No lead of fewer votes latches, which is told sooner than weighed. */
function isTelling({ candidate, secondary }: FindingState['votes']): boolean {
  return (candidate - secondary) ** 2 >= 6 * (candidate + secondary);
}

function bump(counts: { [key: string | number]: number }, key: string | number): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
