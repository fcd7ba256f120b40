import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asFast, constant } from '../../server/traffic/pace.ts';
import type { RecordedRequest } from '../../server/traffic/recorded.ts';

const any: RecordedRequest = {
  kind: 'request',
  method: 'GET',
  target: '/',
  headers: [],
  body: new Uint8Array(0),
  at: 1,
};

test('at a constant rate request k is meant for k / rate seconds after the start, with nothing adding up', () => {
  const pace = constant(300);
  assert.equal(pace(0, any), 0);
  assert.equal(pace(3, any), 10);
  assert.equal(pace(300_000_000, any), 1_000_000_000);
  assert.equal(constant(0.5)(1, any), 2000);
});

test('as fast as possible every request is meant for now', () => {
  assert.deepEqual(
    [0, 1, 1_000_000].map((k) => asFast(k, any)),
    [0, 0, 0],
  );
});

test('a rate that is no rate is refused', () => {
  for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => constant(rate), RangeError);
});
