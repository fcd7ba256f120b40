/** The promise, end to end: twenty comparisons of a noisy service with itself, none of which fails, and twenty with changes, all named. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { type NoiseName, noises, type RegressionName, regressions } from '../support/noisy.ts';
import { checkNoisy, type NoisyRun } from '../support/noisy-check.ts';

const every = Object.keys(noises) as NoiseName[];
/** What does not come in bursts. */
const steady = every.filter((name) => name !== 'bursts');

/** Of kinds of noise, and how many requests for orders. */
const same: readonly (readonly [noise: readonly NoiseName[], orders?: number])[] = [
  [[]],
  [['ids']],
  [['times']],
  [['counters', 'ids']],
  [['flips']],
  [['mostly']],
  [['order', 'times']],
  [['jitter', 'optional']],
  [['flukes']],
  [['errors']],
  [['flips', 'flukes'], 800],
  [['errors', 'optional', 'mostly']],
  [['ids', 'times', 'counters', 'jitter']],
  [['flips', 'order', 'optional'], 800],
  [['bursts'], 800],
  [steady, 200],
  [steady],
  [every],
  [steady, 800],
  [steady, 1200],
];

/** Of changes in the new version and the noise around them. */
const changed: readonly (readonly [
  changes: readonly RegressionName[],
  noise: readonly NoiseName[],
  orders?: number,
])[] = [
  [['value'], []],
  [['type'], ['ids']],
  [['missing'], ['times', 'flips']],
  [['extra'], ['order']],
  [['format'], ['times', 'counters']],
  [['status'], ['flips']],
  [['order'], ['order', 'ids']],
  [['item'], ['jitter']],
  [['header'], ['ids', 'optional']],
  [['nothing'], ['mostly']],
  [['rare'], ['times'], 800],
  [['rare'], steady, 1200],
  [['oftener'], ['flips'], 800],
  [['oftener', 'missing'], steady, 800],
  [['value', 'type'], steady],
  [['format', 'header'], steady],
  [['status', 'nothing', 'extra'], steady],
  [['order', 'missing', 'value'], steady],
  [['item', 'format', 'header'], steady],
  [['value', 'type', 'missing', 'extra', 'format', 'status', 'nothing', 'header'], steady, 800],
];

const named = ({ findings }: Report): readonly string[] =>
  findings
    .filter((finding) => finding.class === 'regression')
    .map(({ endpoint, field, aspect }) => `${endpoint}: ${field} ${aspect}`)
    .sort();

function title(run: number, { noise, changes = [], orders }: NoisyRun): string {
  const kinds =
    noise.length < steady.length ? noise.join(', ') : `every kind of ${noise === every ? '' : 'steady '}noise`;
  const what = [changes.join(', '), kinds].filter((text) => text !== '').join(' in ') || 'no noise';
  return `${run + 1}: ${what}${orders === undefined ? '' : `, ${orders} orders`}`;
}

describe('a service against itself does not fail', { concurrency: 2 }, () => {
  for (const [i, [noise, orders]] of same.entries()) {
    const run = { seed: 100 + i, noise, ...(orders && { orders }) };
    test(title(i, run), async () => {
      const { code, report } = await checkNoisy(run);
      assert.deepEqual(named(report), []);
      assert.notEqual(report.verdict, 'fail');
      assert.ok(code === 0 || code === 2, `exit code ${code}`);
    });
  }
});

describe('a changed version fails, and exactly what was changed is named', { concurrency: 2 }, () => {
  for (const [i, [changes, noise, orders]] of changed.entries()) {
    const run = { seed: 200 + i, noise, changes, ...(orders && { orders }) };
    test(title(i, run), async () => {
      const { code, report } = await checkNoisy(run);
      const wanted = changes.flatMap((name) => regressions[name].named).map((what) => `GET /orders/{id}: ${what}`);
      assert.deepEqual(named(report), wanted.sort());
      assert.equal(report.verdict, 'fail');
      assert.equal(code, 1);
    });
  }
});
