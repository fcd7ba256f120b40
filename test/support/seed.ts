/** Small, complete values for stores: each test names only what it is about. */
import type { Exchange } from '../../server/core/exchange.ts';
import { type EndpointTally, type FindingTally, neverConfirmed, type Run } from '../../server/core/tally.ts';
import type { Batch, Sample } from '../../server/store/contract.ts';

export function run(id: string, startedAt: number): Run {
  const labels = { baseline: 'v1', candidate: 'v2' };
  return { id, startedAt, endedAt: null, ...labels, roles: ['primary', 'secondary', 'candidate'], randomOrder: true };
}

export function batch(run: string, parts: Partial<Omit<Batch, 'run'>>): Batch {
  return { run, notCompared: {}, endpoints: [], findings: [], sets: [], samples: [], ...parts };
}

export function endpointTally(endpoint: string, parts: Partial<EndpointTally> = {}): EndpointTally {
  const none = { primary: {}, secondary: {}, candidate: {} };
  return { endpoint, compared: 0, differing: 0, failures: none, latency: none, ...parts };
}

export function findingTally(id: string, rank: number, parts: Partial<FindingTally> = {}): FindingTally {
  return {
    id,
    endpoint: 'GET /a',
    field: 'body.total',
    aspect: 'value',
    rank,
    counts: { candidate: 1, secondary: 0, primary: 0, all: 0 },
    patterns: {},
    votes: { candidate: 1, secondary: 0 },
    blocks: { candidate: 0, secondary: 0 },
    spacing: { candidate: { count: 1, exchanges: 7, squares: 49 }, old: { count: 0, exchanges: 0, squares: 0 } },
    confirmed: neverConfirmed,
    latched: false,
    firstSeen: 1000,
    lastSeen: 2000,
    examples: [],
    ...parts,
  };
}

/** A JSON answer, a cut one and a failure, headers with duplicates, bytes that are not UTF-8. */
export function exchange(id: string): Exchange {
  const headers = [
    ['Content-Type', 'application/json'],
    ['Set-Cookie', 'redacted:0123456789ab'],
    ['Set-Cookie', 'redacted:ba9876543210'],
  ] as const;
  const answer = { kind: 'response', status: 200, headers, trailers: [], ms: 1.5 } as const;
  return {
    id,
    at: 1_700_000_000_000,
    endpoint: 'GET /a',
    request: {
      method: 'POST',
      target: '/a?q=1',
      headers: [['host', 'shop.example']],
      body: { kind: 'whole', bytes: Buffer.from([0xff, 0x00, 0xc3, 0x28]) },
    },
    answers: {
      primary: { ...answer, body: { kind: 'whole', bytes: Buffer.from('{"total":1}') } },
      secondary: { ...answer, body: { kind: 'cut', length: 9_000_000, sha256: 'ab'.repeat(32) } },
      candidate: { kind: 'failure', failure: 'refused', detail: 'connect ECONNREFUSED 127.0.0.1:1', ms: 0.4 },
    },
  };
}

export function sample(id: string, finding: string, slot: string): Sample {
  return {
    exchange: exchange(id),
    observations: [{ finding, field: 'failure', aspect: 'failure', case: 'candidate' }],
    places: [{ finding, slot }],
  };
}
