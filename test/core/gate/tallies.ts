/** Tallies of runs to judge, with everything a test does not care about filled in. */
import type { Role } from '../../../server/core/exchange.ts';
import { bucketOf } from '../../../server/core/noise/sketch.ts';
import {
  type CaseCounts,
  type EndpointTally,
  type FindingTally,
  neverConfirmed,
  type RunTallies,
  type SetTally,
  type Sketch,
} from '../../../server/core/tally.ts';

export function counts(candidate: number, secondary = 0, primary = 0, all = 0): CaseCounts {
  return { candidate, secondary, primary, all };
}

const noGaps = { count: 0, exchanges: 0, squares: 0 };

/** Its votes are its counts, unless told otherwise. */
export function finding(part: Partial<FindingTally> & Pick<FindingTally, 'id'>): FindingTally {
  const { candidate, secondary } = part.counts ?? counts(0);
  return {
    endpoint: 'GET /orders/{id}',
    field: 'body.total',
    aspect: 'value',
    rank: 1,
    counts: counts(0),
    patterns: {},
    votes: { candidate, secondary },
    blocks: { candidate: 0, secondary: 0 },
    spacing: { candidate: noGaps, old: noGaps },
    confirmed: neverConfirmed,
    latched: false,
    firstSeen: 0,
    lastSeen: 0,
    examples: [],
    ...part,
  };
}

export function latencies(ms: number, count: number): Sketch {
  return { [bucketOf(ms)]: count };
}

export function endpoint(part: Partial<EndpointTally>): EndpointTally {
  return {
    endpoint: 'GET /orders/{id}',
    compared: 0,
    differing: 0,
    failures: { primary: {}, secondary: {}, candidate: {} },
    latency: { primary: {}, secondary: {}, candidate: {} },
    ...part,
  };
}

export function only(side: SetTally['side'], findings: readonly string[], count: number): SetTally {
  return { endpoint: 'GET /orders/{id}', side, findings, count };
}

const three: readonly Role[] = ['primary', 'secondary', 'candidate'];

export function tallies(
  part: Partial<Omit<RunTallies, 'run'>> & { readonly run?: Partial<RunTallies['run']> },
): RunTallies {
  return {
    notCompared: {},
    endpoints: [],
    findings: [],
    sets: [],
    ...part,
    run: {
      id: 'run-1',
      startedAt: 0,
      endedAt: null,
      baseline: 'orders 1.4.2',
      candidate: 'orders 1.5.0',
      roles: three,
      randomOrder: true,
      ...part.run,
    },
  };
}
