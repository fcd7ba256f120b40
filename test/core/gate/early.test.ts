import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stoppedEarly } from '../../../server/core/gate/early.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type Report, type Thresholds } from '../../../server/core/gate/model.ts';
import { counts, endpoint, finding, only, tallies } from './tallies.ts';

function report(candidate: number, compared: number, thresholds: Partial<Thresholds> = {}): Report {
  const run = tallies({
    endpoints: [endpoint({ compared }), endpoint({ endpoint: 'GET /calm', compared: 9 * compared })],
    findings: [finding({ id: 'f', counts: counts(candidate), votes: { candidate, secondary: 0 } })],
    sets: [only('candidate', ['f'], candidate)],
  });
  return judge(run, { ...defaultThresholds, ...thresholds }, '0');
}

test('a run is certain to fail once the lower end of its rate is above what is allowed', () => {
  assert.ok(report(50, 100).certain);
  assert.ok(report(500, 1000, { maxDiffRate: 0.03 }).certain);
});

test('and not while the rate may still come down, nor while nothing latched', () => {
  const close = report(50, 100, { maxDiffRate: 0.045 });
  assert.deepEqual([close.verdict, close.certain], ['fail', false]);
  assert.ok(!report(4, 100).certain);
});

test('an endpoint with a limit of its own is held to that', () => {
  const loose = { endpoints: [{ endpoint: 'GET /orders/{id}', maxDiffRate: 0.9 }] };
  assert.ok(!report(50, 100, loose).certain);
  const strict = { maxDiffRate: 0.9, endpoints: [{ endpoint: 'GET /orders/{id}', maxDiffRate: 0.2 }] };
  assert.ok(report(50, 100, strict).certain);
});

test('the report of a run that was stopped says after how many', () => {
  const { stoppedEarly: after, reasons } = stoppedEarly(report(50, 100), 120);
  assert.equal(after, 120);
  assert.equal(reasons.at(-1), 'Stopped early, after 120 requests: that it fails was certain.');
});
