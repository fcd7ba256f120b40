/** What the ledger holds of one finding: its counts so far, and what of them the store does not have yet. */
import { mapsIn } from '../core/compare/folding.ts';
import type { Aspect, Case, Likeness } from '../core/finding.ts';
import { cases } from '../core/finding.ts';
import { type Brought, broughtBy, supersededAmong } from '../core/noise/folded.ts';
import { oneGap } from '../core/noise/spacing.ts';
import {
  type Confirmed,
  type FindingTally,
  type Gaps,
  neverConfirmed,
  otherEndpoint,
  type SetTally,
  type Spacing,
  type Voter,
} from '../core/tally.ts';
import { blockOf } from './ballot.ts';

type Counts = Record<Case, number>;
const noCounts = (): Counts => ({ candidate: 0, secondary: 0, primary: 0, all: 0 });
type Votes = Record<Voter, number>;
const noVotes = (): Votes => ({ candidate: 0, secondary: 0 });
type GrowingGaps = { -readonly [K in keyof Gaps]: number };
type GrowingSpacing = Record<keyof Spacing, GrowingGaps>;
const noGaps = (): GrowingGaps => ({ count: 0, exchanges: 0, squares: 0 });
const noSpacing = (): GrowingSpacing => ({ candidate: noGaps(), old: noGaps() });

type GrowingConfirmed = { -readonly [K in keyof Confirmed]: number };

export interface FindingState {
  readonly id: string;
  readonly field: string;
  readonly aspect: Aspect;
  readonly rank: number;
  readonly counts: Counts;
  readonly votes: Votes;
  readonly blocks: Votes;
  readonly spacing: GrowingSpacing;
  readonly confirmed: GrowingConfirmed;
  latched: boolean;
  /** The block under way, and by how much the candidate leads in it. Lost with the process: at most one vote. */
  block: number;
  lead: number;
  /** Which exchange of its endpoint showed it last, counted from where this process began; undefined where that was before. */
  readonly last: Record<keyof Spacing, number | undefined>;
  /** Findings that this one stands for since their keys were seen to be data. */
  superseded: readonly FindingState[];
  /** What those bring to its evidence, once that was asked for. */
  before: Brought | undefined;
}

export interface FindingDelta {
  readonly endpoint: string;
  readonly state: FindingState;
  readonly counts: Counts;
  readonly patterns: { [L in Likeness]?: number };
  readonly votes: Votes;
  readonly blocks: Votes;
  readonly spacing: GrowingSpacing;
  readonly confirmed: GrowingConfirmed;
  readonly firstSeen: number;
  lastSeen: number;
  readonly latchedBefore: boolean;
}

type Known = Pick<FindingTally, 'id' | 'field' | 'aspect' | 'rank'> &
  Partial<Pick<FindingTally, 'counts' | 'votes' | 'blocks' | 'spacing' | 'confirmed' | 'latched'>>;

export function stateOf({ latched = false, ...known }: Known): FindingState {
  const { id, field, aspect, rank } = known;
  const counts = { ...noCounts(), ...known.counts };
  const votes = { ...noVotes(), ...known.votes };
  const blocks = { ...noVotes(), ...known.blocks };
  const spacing = {
    candidate: { ...noGaps(), ...known.spacing?.candidate },
    old: { ...noGaps(), ...known.spacing?.old },
  };
  // Nor what it is called since its map was learned says when it was seen before.
  const first = known.counts === undefined && mapsIn(field).length === 0 ? 0 : undefined;
  const last = { candidate: first, old: first };
  const confirmed = { ...neverConfirmed, ...known.confirmed };
  const sofar = { counts, votes, blocks, spacing, confirmed, latched };
  return { id, field, aspect, rank, ...sofar, block: 0, lead: 0, last, superseded: [], before: undefined };
}

export function deltaOf(endpoint: string, state: FindingState, at: number): FindingDelta {
  const noneYet = { counts: noCounts(), patterns: {}, votes: noVotes(), blocks: noVotes(), spacing: noSpacing() };
  const nothing = { ...noneYet, confirmed: { ...neverConfirmed } };
  return { endpoint, state, ...nothing, firstSeen: at, lastSeen: at, latchedBefore: state.latched };
}

/** The store will never have it. */
export function takeBack({ state, latchedBefore, ...delta }: FindingDelta): void {
  const { counts, votes, blocks, spacing, confirmed } = delta;
  state.latched = latchedBefore;
  for (const name of cases) state.counts[name] -= counts[name];
  for (const voter of ['candidate', 'secondary'] as const) {
    state.votes[voter] -= votes[voter];
    state.blocks[voter] -= blocks[voter];
  }
  for (const whose of ['candidate', 'old'] as const) addGaps(state.spacing[whose], spacing[whose], -1);
  addConfirmed(state.confirmed, confirmed, -1);
}

function addConfirmed(to: GrowingConfirmed, { tries, candidate, secondary }: Confirmed, times: 1 | -1 = 1): void {
  to.tries += times * tries;
  to.candidate += times * candidate;
  to.secondary += times * secondary;
}

/** Counts one exchange that was sent again: apart from counts, votes and blocks, which hold what came by itself. */
export function retry(state: FindingState, delta: FindingDelta, odd: Case | undefined): void {
  const one = { tries: 1, candidate: odd === 'candidate' ? 1 : 0, secondary: odd === 'secondary' ? 1 : 0 };
  addConfirmed(state.confirmed, one);
  addConfirmed(delta.confirmed, one);
}

function addGaps(to: GrowingGaps, { count, exchanges, squares }: Gaps, times: 1 | -1 = 1): void {
  to.count += times * count;
  to.exchanges += times * exchanges;
  to.squares += times * squares;
}

/** Notes how many exchanges after the last one it shows again. @param index of the exchange among those of its endpoint, from 1 */
export function space(state: FindingState, delta: FindingDelta, odd: Case, index: number): void {
  const whose = odd === 'candidate' ? 'candidate' : 'old';
  const last = state.last[whose];
  state.last[whose] = index;
  if (last === undefined) return;
  const gap = oneGap(index - last);
  addGaps(state.spacing[whose], gap);
  addGaps(delta.spacing[whose], gap);
}

/** One vote for each time block, for whichever of the two was the odd one more often in it. A late exchange counts in the block under way. */
export function vote(state: FindingState, delta: FindingDelta, odd: Case, at: number): void {
  const block = blockOf(at);
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
  state.before ??= broughtBy(state.id, state.superseded, sets());
  const counts = noCounts();
  for (const name of cases) counts[name] = state.counts[name] + state.before.counts[name];
  const { candidate, secondary } = state.before.votes;
  const votes = { candidate: state.votes.candidate + candidate, secondary: state.votes.secondary + secondary };
  return { ...state, counts, votes };
}
