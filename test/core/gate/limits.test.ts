import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type Thresholds, type Verdict } from '../../../server/core/gate/model.ts';
import { bucketOf } from '../../../server/core/noise/sketch.ts';
import type { EndpointTally, Sketch } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, latencies, only, tallies } from './tallies.ts';

const orders = 'GET /orders/{id}';
const search = 'POST /search';

function verdict(endpoints: readonly EndpointTally[], change: Partial<Thresholds>, more = {}) {
  const { verdict: said, reasons } = judge(tallies({ endpoints, ...more }), { ...defaultThresholds, ...change }, '');
  return { verdict: said, reasons };
}

const unchanged = (n: number) =>
  judge(tallies({ endpoints: [endpoint({ compared: n })] }), defaultThresholds, '').reasons;

describe('failures of the candidate', () => {
  const failing = (compared: number, candidate: number, secondary: number, name = orders) =>
    endpoint({
      endpoint: name,
      compared,
      failures: { primary: {}, secondary: secondary > 0 ? { '5xx': secondary } : {}, candidate: { '5xx': candidate } },
    });
  const table: readonly [behaviour: string, at: EndpointTally, limit: number, verdict: Verdict, reason: RegExp][] = [
    [
      'that are surely more than allowed fail the build',
      failing(1_000, 60, 4),
      0.001,
      'fail',
      /^The candidate failed or answered 5xx in 60 of 1 000 requests, the secondary in 4: 5\.6 % more, 95 % interval [\d.]+-[\d.]+, and 0\.1 % is allowed\.$/,
    ],
    [
      'that may be chance leave it open, and about how many more requests it takes is said',
      failing(1_000, 6, 4),
      0.001,
      'inconclusive',
      /0\.2 % more, 95 % interval .*, and 0\.1 % is allowed, but it may be chance: about [\d ]+ more requests would decide it\.$/,
    ],
    [
      'that the old copy has as well pass, with the bound',
      failing(3_000, 20, 20),
      0.001,
      'pass',
      /in 20 of 3 000 requests, the secondary in 20: at most [\d.]+ % more \(95 %\), 0\.1 % is allowed\.$/,
    ],
    [
      'that are more, but not more than allowed, pass',
      failing(1_000, 60, 4),
      0.1,
      'pass',
      /at most [\d.]+ % more \(95 %\), 10 % is allowed\.$/,
    ],
  ];
  for (const [behaviour, at, maxFailureIncrease, wanted, reason] of table) {
    test(behaviour, () => {
      const { verdict: said, reasons } = verdict([at], { maxFailureIncrease });
      assert.equal(said, wanted);
      assert.match(reasons.at(-1) ?? '', reason);
    });
  }

  test('have no limit unless one is set', () => {
    assert.equal(verdict([failing(1_000, 600, 0)], {}).verdict, 'pass');
  });

  test('count over all endpoints, except those with a limit of their own', () => {
    const at = [failing(1_000, 60, 4), failing(1_000, 0, 0, search)];
    const endpoints = [{ endpoint: '/orders/*', maxFailureIncrease: 0.2 }];
    const { verdict: said, reasons } = verdict(at, { maxFailureIncrease: 0.001, endpoints });
    assert.equal(said, 'pass');
    assert.match(reasons[1] ?? '', /in 0 of 1 000 requests at the other endpoints,/);
    assert.match(reasons[2] ?? '', /in 60 of 1 000 requests at GET \/orders\/\{id\}, .* 20 % is allowed/);
  });

  test('with a 5xx are no failures of an answer, so the exchange still counts as answered', () => {
    const { endpoints, reasons } = judge(tallies({ endpoints: [failing(3_000, 0, 50)] }), defaultThresholds, '');
    assert.deepEqual(endpoints[0]?.failures, { primary: 0, secondary: 0, candidate: 0 });
    assert.deepEqual(reasons, unchanged(3_000));
  });
});

describe('latency', () => {
  /** Half of the answers take `ms`, the others spread up to twice that. */
  const spread = (ms: number, count: number): Sketch => {
    const sketch: Record<number, number> = {};
    for (let i = 0; i < count; i++) {
      const bucket = bucketOf(ms * (0.5 + i / count));
      sketch[bucket] = (sketch[bucket] ?? 0) + 1;
    }
    return sketch;
  };
  const timed = (n: number, secondary: number, candidate: number, name = orders) =>
    endpoint({
      endpoint: name,
      compared: n,
      latency: { primary: spread(9_999, n), secondary: spread(secondary, n), candidate: spread(candidate, n) },
    });

  test('that is surely slower than allowed fails the build', () => {
    const { verdict: said, reasons } = verdict([timed(2_000, 100, 180)], { latency: { p50: 1.1 } });
    assert.equal(said, 'fail');
    assert.equal(reasons.length, 1);
    assert.match(
      reasons[0] ?? '',
      /^p50 is 1[78]\d ms \(1\d\d-1\d\d\) for the candidate and (?:9\d|10\d) ms \(\d+-\d+\) for the secondary, 1\.[78]\d?x, and 1\.1x is allowed\.$/,
    );
  });

  test('that seems slower in a few answers leaves it open, and about how many more it takes is said', () => {
    const { verdict: said, reasons } = verdict([timed(100, 100, 115)], { latency: { p50: 1.1 } });
    assert.equal(said, 'inconclusive');
    assert.match(
      reasons[0] ?? '',
      /1\.1x is allowed, but it may be chance: about [\d ]+ more requests would decide it\.$/,
    );
  });

  test('within the limit passes', () => {
    const { verdict: said, reasons } = verdict([timed(2_000, 100, 104)], {
      latency: { p50: 1.1, p95: 1.2, p99: 1.25 },
    });
    assert.equal(said, 'pass');
    assert.deepEqual(
      reasons.slice(1).map((reason) => reason.slice(0, 7)),
      ['p50 is ', 'p95 is ', 'p99 is '],
    );
  });

  test('is not judged by a quantile that too few answers support', () => {
    const { verdict: said, reasons } = verdict([timed(120, 100, 900)], { latency: { p99: 1.25 } });
    assert.equal(said, 'inconclusive');
    assert.deepEqual(reasons, [
      'p99 needs 500 timed answers of each, and there are 120: 380 more are needed for a verdict.',
    ]);
  });

  test('of all endpoints is judged together, of those with a limit of their own alone', () => {
    const at = [timed(2_000, 100, 100), timed(2_000, 100, 300, search)];
    const endpoints = [{ endpoint: search, latency: { p50: 2 } }];
    const { verdict: said, reasons } = verdict(at, { latency: { p50: 1.1 }, endpoints });
    assert.equal(said, 'fail');
    assert.match(reasons[0] ?? '', /^p50 at POST \/search is /);
    assert.equal(
      verdict(at, { latency: { p50: 1.1 }, endpoints: [{ endpoint: '*', latency: { p50: 4 } }] }).verdict,
      'pass',
    );
  });

  test('is held against the primary where there is no secondary', () => {
    const at = endpoint({
      compared: 900,
      latency: { primary: latencies(10, 900), secondary: {}, candidate: latencies(50, 900) },
    });
    const { reasons } = verdict([at], { latency: { p50: 1.1 } }, { run: { roles: ['primary', 'candidate'] } });
    assert.match(reasons[0] ?? '', /for the primary, 4\.95x/);
  });
});

describe('one endpoint', () => {
  const at = [endpoint({ compared: 1_000 }), endpoint({ endpoint: search, compared: 1_000 })];
  const regressed = {
    findings: [finding({ id: 'r', counts: counts(20), latched: true })],
    sets: [only('candidate', ['r'], 20)],
  };

  test('with a diff rate of its own does not count in the rate of the run', () => {
    assert.equal(verdict(at, {}, regressed).verdict, 'fail');
    const lenient = verdict(at, { endpoints: [{ endpoint: orders, maxDiffRate: 0.05 }] }, regressed);
    assert.equal(lenient.verdict, 'pass');
    assert.match(lenient.reasons[0] ?? '', /^0 of 1 000 exchanges at the other endpoints differ beyond noise/);
    assert.match(
      lenient.reasons[1] ?? '',
      /^20 of 1 000 exchanges at GET \/orders\/\{id\} differ beyond noise .*: 5 % is allowed\.$/,
    );
    const strict = verdict(at, { maxDiffRate: 0.5, endpoints: [{ endpoint: orders, maxDiffRate: 0.01 }] }, regressed);
    assert.equal(strict.verdict, 'fail');
    assert.match(
      strict.reasons[0] ?? '',
      /^20 of 1 000 exchanges at GET \/orders\/\{id\} differ because of 1 regression \(2 %, .*\): more than the 1 % allowed\.$/,
    );
  });

  test('takes each limit from the first entry that sets it', () => {
    const endpoints = [
      { endpoint: orders, minExchanges: 10 },
      { endpoint: '*', maxDiffRate: 0.5 },
    ];
    assert.equal(verdict(at, { endpoints }, regressed).verdict, 'pass');
  });

  test('that was compared too little leaves the verdict open', () => {
    const { verdict: said, reasons } = verdict(at, { endpoints: [{ endpoint: '/orders/*', minExchanges: 1_500 }] });
    assert.equal(said, 'inconclusive');
    assert.deepEqual(reasons, [
      'Only 1 000 exchanges were compared at GET /orders/{id}: 500 more are needed for a verdict.',
    ]);
  });

  test('that no request reached does so too, and one whose limits judged nothing is told', () => {
    assert.deepEqual(verdict(at, { endpoints: [{ endpoint: 'GET /ordres', minExchanges: 50 }] }), {
      verdict: 'inconclusive',
      reasons: ['No exchange was compared at GET /ordres: 50 are needed for a verdict.'],
    });
    const { verdict: said, reasons } = verdict(at, { endpoints: [{ endpoint: 'GET /ordres', maxDiffRate: 0.5 }] });
    assert.equal(said, 'pass');
    assert.equal(reasons.at(-1), 'No exchange was compared at GET /ordres: its thresholds judged nothing.');
  });
});
