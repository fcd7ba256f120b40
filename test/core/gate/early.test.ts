import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCertain, stoppedEarly } from '../../../server/core/gate/early.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type Report } from '../../../server/core/gate/model.ts';
import { counts, endpoint, finding, only, tallies } from './tallies.ts';

function report(candidate: number, compared: number, maxDiffRate = 0): Report {
  const run = tallies({
    endpoints: [endpoint({ compared })],
    findings: [finding({ id: 'f', counts: counts(candidate), votes: { candidate, secondary: 0 } })],
    sets: [only('candidate', ['f'], candidate)],
  });
  return judge(run, { ...defaultThresholds, maxDiffRate }, '0');
}

test('a run is certain to fail once the lower end of its rate is above what is allowed', () => {
  assert.ok(isCertain(report(50, 100), 0));
  assert.ok(isCertain(report(50, 100, 0.2), 0.2));
});

test('and not while the rate may still come down, nor while nothing latched', () => {
  assert.equal(report(50, 100, 0.45).verdict, 'fail');
  assert.ok(!isCertain(report(50, 100, 0.45), 0.45));
  assert.ok(!isCertain(report(4, 100), 0));
});

test('the report of a run that was stopped says after how many', () => {
  const { stoppedEarly: after, reasons } = stoppedEarly(report(50, 100), 120, 0);
  assert.equal(after, 120);
  assert.equal(reasons.at(-1), 'Stopped early, after 120 requests: that it differs was certain.');
  const allowed = stoppedEarly(report(50, 100, 0.1), 120, 0.1).reasons.at(-1) ?? '';
  assert.match(allowed, /that more than 10 % of exchanges differ was certain\.$/);
});
