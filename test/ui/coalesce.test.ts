import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesced } from '../../ui/src/api/coalesce.ts';

test('a burst of changes is answered at once and then at most once each quarter of a second', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  const change = coalesced(() => {
    runs++;
  }, 250);
  change();
  assert.equal(runs, 1);
  for (let i = 0; i < 100; i++) {
    change();
    t.mock.timers.tick(10);
  }
  assert.equal(runs, 5);
  t.mock.timers.tick(1000);
  assert.equal(runs, 5);
});

test('the last change of a burst is never lost', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let seen = 0;
  let now = 0;
  const change = coalesced(() => {
    seen = now;
  }, 250);
  for (now = 1; now <= 7; now++) change();
  t.mock.timers.tick(250);
  assert.equal(seen, 8);
});
