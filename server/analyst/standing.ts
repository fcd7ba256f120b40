/** What the ledger holds of one finding: its counts so far, and what of them the store does not have yet. */
import type { Aspect, Case, Likeness } from '../core/finding.ts';
import { cases } from '../core/finding.ts';
import { countsBefore, supersededAmong } from '../core/noise/folded.ts';
import { type CaseCounts, type FindingTally, otherEndpoint, type SetTally } from '../core/tally.ts';

type Counts = Record<Case, number>;
const noCounts = (): Counts => ({ candidate: 0, secondary: 0, primary: 0, all: 0 });
type Blocks = Record<'candidate' | 'secondary', number>;
const noBlocks = (): Blocks => ({ candidate: 0, secondary: 0 });

export interface FindingState {
  readonly id: string;
  readonly field: string;
  readonly aspect: Aspect;
  readonly rank: number;
  readonly counts: Counts;
  readonly blocks: Blocks;
  latched: boolean;
  /** The block under way, and by how much the candidate leads in it. Lost with the process: at most one vote. */
  block: number;
  lead: number;
  /** Findings that this one stands for since their keys were seen to be data. */
  superseded: readonly FindingState[];
  /** What those bring to its evidence, once that was asked for. */
  before: CaseCounts | undefined;
}

export interface FindingDelta {
  readonly endpoint: string;
  readonly state: FindingState;
  readonly counts: Counts;
  readonly patterns: { [L in Likeness]?: number };
  readonly blocks: Blocks;
  readonly firstSeen: number;
  lastSeen: number;
  readonly latchedBefore: boolean;
}

type Known = Pick<FindingTally, 'id' | 'field' | 'aspect' | 'rank'> &
  Partial<Pick<FindingTally, 'counts' | 'blocks' | 'latched'>>;

export function stateOf({ id, field, aspect, rank, counts, blocks, latched = false }: Known): FindingState {
  const sofar = { counts: { ...noCounts(), ...counts }, blocks: { ...noBlocks(), ...blocks }, latched };
  return { id, field, aspect, rank, ...sofar, block: 0, lead: 0, superseded: [], before: undefined };
}

export function deltaOf(endpoint: string, state: FindingState, at: number): FindingDelta {
  const nothing = { counts: noCounts(), patterns: {}, blocks: noBlocks() };
  return { endpoint, state, ...nothing, firstSeen: at, lastSeen: at, latchedBefore: state.latched };
}

/** The store will never have it. */
export function takeBack({ state, counts, blocks, latchedBefore }: FindingDelta): void {
  state.latched = latchedBefore;
  for (const name of cases) state.counts[name] -= counts[name];
  state.blocks.candidate -= blocks.candidate;
  state.blocks.secondary -= blocks.secondary;
}

/** Length of a time block in milliseconds. */
const blockLength = 10_000;

/** One vote for each time block, for whichever of the two was the odd one more often in it. A late exchange counts in the block under way. */
export function vote(state: FindingState, delta: FindingDelta, odd: Case, at: number): void {
  const block = Math.floor(at / blockLength);
  if (block > state.block) {
    const winner = state.lead > 0 ? 'candidate' : 'secondary';
    if (state.lead !== 0) {
      state.blocks[winner]++;
      delta.blocks[winner]++;
    }
    state.block = block;
    state.lead = 0;
  }
  if (odd === 'candidate') state.lead++;
  if (odd === 'secondary') state.lead--;
}

/** Notes which findings of an endpoint stand for which. */
export function supersede(endpoint: string, findings: ReadonlyMap<string, FindingState>): void {
  if (endpoint === otherEndpoint) return;
  const states = [...findings.values()];
  const into = supersededAmong(states);
  if (into.size === 0) return;
  const members = Map.groupBy(states, ({ id }) => into.get(id));
  for (const state of states) {
    state.superseded = into.has(state.id) ? [] : (members.get(state.id) ?? []);
    state.before = undefined;
  }
}

/**
 * The finding with all that it is judged by. Superseded findings are not counted any more, so what they bring stays the same.
 * @param sets of its endpoint
 */
export function weighed(state: FindingState, sets: () => Iterable<SetTally>): FindingState {
  if (state.superseded.length === 0) return state;
  state.before ??= countsBefore(state.id, state.superseded, sets());
  const counts = noCounts();
  for (const name of cases) counts[name] = state.counts[name] + state.before[name];
  return { ...state, counts };
}
