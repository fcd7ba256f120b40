import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipReasons } from '../../../server/core/exchange.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { reporters } from '../../../server/core/gate/reporters.ts';
import type { RunTallies } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, latencies, only, tallies } from './tallies.ts';

const judged = (given: RunTallies) => judge(given, defaultThresholds, '0.1.0');

describe('the report', () => {
  test('accounts for every exchange received and prints every reason', () => {
    const { exchanges } = judged(
      tallies({
        notCompared: { sideEffects: 400, overload: 12 },
        endpoints: [endpoint({ compared: 90 }), endpoint({ endpoint: 'GET /health', compared: 10 })],
      }),
    );
    assert.equal(exchanges.compared, 100);
    assert.equal(exchanges.received, 512);
    assert.deepEqual(Object.keys(exchanges.notCompared), [...skipReasons]);
    assert.equal(exchanges.notCompared.sideEffects, 400);
    assert.equal(exchanges.notCompared.killed, 0);
  });

  test('lists regressions, then the unexplained, then noise, each by evidence', () => {
    const { findings } = judged(
      tallies({
        endpoints: [endpoint({ compared: 1_000 })],
        findings: [
          finding({ id: 'noise-weak', rank: 1, counts: counts(0, 90) }),
          finding({ id: 'thin-2', rank: 2, counts: counts(2) }),
          finding({ id: 'broken-20', rank: 3, counts: counts(20) }),
          finding({ id: 'noise-strong', rank: 4, counts: counts(90, 80) }),
          finding({ id: 'broken-90', rank: 5, counts: counts(90) }),
          finding({ id: 'thin-3b', rank: 6, counts: counts(3) }),
          finding({ id: 'thin-3a', rank: 7, counts: counts(3) }),
        ],
      }),
    );
    assert.deepEqual(
      findings.map(({ id }) => id),
      ['broken-90', 'broken-20', 'thin-3a', 'thin-3b', 'thin-2', 'noise-strong', 'noise-weak'],
    );
  });

  test('gives a finding its counts, with agree as what remains', () => {
    const { findings } = judged(
      tallies({
        endpoints: [endpoint({ compared: 10_000 })],
        findings: [finding({ id: 'a', counts: counts(118, 9, 8, 3), firstSeen: 0, lastSeen: 1_000, examples: ['x'] })],
      }),
    );
    const [found] = findings;
    assert.deepEqual(found?.counts, { agree: 9_862, candidate: 118, secondary: 9, primary: 8, all: 3 });
    assert.equal(found?.lastSeen, '1970-01-01T00:00:01.000Z');
    assert.deepEqual(found?.diffy, { raw: 129, noise: 20, flagged: true });
    assert.deepEqual(found?.examples, ['x']);
    assert.equal(found?.needs, null);
  });

  test('never counts fewer than no agreements', () => {
    const { findings } = judged(tallies({ findings: [finding({ id: 'a', counts: counts(3) })] }));
    assert.equal(findings[0]?.counts.agree, 0);
  });

  test('says of the undecided how many more exchanges decide', () => {
    const { findings } = judged(
      tallies({ endpoints: [endpoint({ compared: 40 })], findings: [finding({ id: 'a', counts: counts(2) })] }),
    );
    const needs = findings[0]?.needs ?? 0;
    assert.ok(needs > 90 && needs < 130, String(needs));
    assert.match(findings[0]?.sentence ?? '', /about \d+ more requests would decide it\.$/);
  });

  test('flags where the two old copies are not alike', () => {
    const findings = [finding({ id: 'a', counts: counts(0, 2, 300) })];
    const endpoints = [endpoint({ compared: 1_000 })];
    assert.deepEqual(judged(tallies({ endpoints, findings })).findings[0]?.flags, ['environment']);
    const live = tallies({ run: { randomOrder: false }, endpoints, findings });
    assert.deepEqual(judged(live).findings[0]?.flags, []);
  });

  test('counts failures of all kinds and gives quantiles where there are enough answers', () => {
    const { endpoints } = judged(
      tallies({
        endpoints: [
          endpoint({
            compared: 100,
            failures: { primary: {}, secondary: { reset: 1 }, candidate: { timeout: 7, refused: 2 } },
            latency: { primary: latencies(20, 100), secondary: {}, candidate: latencies(30, 10) },
          }),
        ],
      }),
    );
    const [only] = endpoints;
    assert.deepEqual(only?.failures, { primary: 0, secondary: 1, candidate: 9 });
    assert.ok(Math.abs((only?.latencyMs.primary.p95 ?? 0) - 20) < 0.2);
    const none = { p50: null, p95: null, p99: null };
    assert.deepEqual(only?.latencyMs.candidate, { count: 10, ...none, intervals: none });
  });

  test('passes noise however often it falls on the candidate, and fails on what is left', () => {
    const endpoints = [endpoint({ compared: 1_000 })];
    const noise = finding({ id: 'noise', rank: 1, counts: counts(160, 150, 155, 40) });
    const broken = finding({ id: 'broken', rank: 2, counts: counts(30) });
    const sets = [only('candidate', ['noise'], 155), only('secondary', ['noise'], 150)];
    assert.equal(judged(tallies({ endpoints, findings: [noise], sets })).verdict, 'pass');
    const more = [only('candidate', ['broken', 'noise'], 5), only('candidate', ['broken'], 25)];
    const report = judged(tallies({ endpoints, findings: [noise, broken], sets: [...sets, ...more] }));
    assert.equal(report.verdict, 'fail');
    assert.equal(report.diffRate.value, 0.03);
  });

  test('fails where a noisy number moved one way, up or down, and keeps silent where it did not', () => {
    const endpoints = [endpoint({ compared: 3_000 })];
    const value = finding({ id: 'value', counts: counts(0, 0, 0, 3_000) });
    const moved = (candidate: number, secondary: number, primary: number) =>
      judged(
        tallies({
          endpoints,
          findings: [
            value,
            finding({ id: 'shift', aspect: 'shift', rank: 2, counts: counts(candidate, secondary, primary) }),
          ],
        }),
      );
    for (const report of [moved(900, 400, 1_500), moved(400, 900, 1_500)]) {
      assert.deepEqual(
        report.findings.map(({ id, class: kind }) => [id, kind]),
        [
          ['shift', 'regression'],
          ['value', 'noise'],
        ],
      );
      assert.deepEqual([report.verdict, report.reasons], ['fail', ['A noisy value of the candidate moved one way.']]);
    }
    const even = moved(510, 490, 2_000);
    assert.deepEqual([even.verdict, even.findings.map(({ id }) => id)], ['pass', ['value']]);
    // An uptime: the primary was started between the two others.
    assert.equal(moved(3_000, 0, 0).verdict, 'pass');
  });

  test('gives the answers of both classifiers, and decides by the one that was chosen', () => {
    const given = tallies({
      endpoints: [endpoint({ compared: 100 })],
      findings: [finding({ id: 'a', counts: counts(6, 3) })],
      sets: [only('candidate', ['a'], 6), only('secondary', ['a'], 3)],
    });
    const [ours, theirs] = (['evidence', 'diffy'] as const).map((classifier) =>
      judge(given, { ...defaultThresholds, classifier }, '0.1.0'),
    );
    assert.deepEqual(ours?.findings[0]?.classes, { evidence: 'noise', diffy: 'regression' });
    assert.deepEqual([ours?.verdict, theirs?.verdict], ['pass', 'fail']);
    assert.deepEqual(theirs?.findings[0]?.classes, ours?.findings[0]?.classes);
    assert.equal(
      theirs?.findings[0]?.sentence,
      'The candidate differs from the primary in 6 of 100 requests, the secondary in 3: that is enough for Diffy’s rule.',
    );
  });

  test('marks what e-BH picks', () => {
    const { findings } = judged(
      tallies({
        endpoints: [endpoint({ compared: 1_000 })],
        findings: [finding({ id: 'a', counts: counts(9) }), finding({ id: 'b', rank: 2, counts: counts(3) })],
      }),
    );
    assert.deepEqual(
      findings.map(({ id, ebh }) => [id, ebh]),
      [
        ['a', true],
        ['b', false],
      ],
    );
  });

  test('of an empty run is inconclusive and has no number that is not one', () => {
    const report = judged(tallies({}));
    assert.equal(report.verdict, 'inconclusive');
    assert.deepEqual(report.diffRate, { value: 0, low: -1, high: 1 });
    assert.equal(report.run.endedAt, null);
  });

  test('survives JSON unchanged', () => {
    const report = judged(
      tallies({
        run: { endedAt: 5 },
        endpoints: [endpoint({ compared: 1e9 })],
        findings: [finding({ id: 'a', counts: counts(1e9) }), finding({ id: 'b', counts: counts(0, 1e9) })],
        sets: [only('candidate', ['a'], 1e9), only('secondary', ['b'], 1e9)],
      }),
    );
    assert.deepEqual(JSON.parse(reporters.json(report)), report);
  });
});
