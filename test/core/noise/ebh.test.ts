import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastPicked } from '../../../server/core/noise/ebh.ts';

const picked = (...es: readonly number[]) => es.filter((e) => Math.log(e) >= leastPicked(es.map(Math.log), 0.05));

test('one finding alone is picked from 1/alpha on', () => {
  assert.deepEqual(picked(19), []);
  assert.deepEqual(picked(21), [21]);
});

test('of several each helps the others: the k-th needs K / (alpha k)', () => {
  assert.deepEqual(picked(30, 30, 1, 1), []);
  assert.deepEqual(picked(41, 41, 1, 1), [41, 41]);
  assert.deepEqual(picked(90, 41, 28, 1), [90, 41, 28]);
});

test('of no findings none is picked', () => assert.equal(leastPicked([], 0.05), Number.POSITIVE_INFINITY));
