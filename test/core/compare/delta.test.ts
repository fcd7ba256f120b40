import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deltaOf } from '../../../server/core/compare/delta.ts';

test('a delta shows what changed', () => {
  assert.deepEqual(deltaOf({ a: 1, b: 2 }, { a: 1, b: 3 }), { b: [2, 3] });
  const before = {
    items: [
      { id: 1, p: 1 },
      { id: 2, p: 2 },
    ],
  };
  const after = {
    items: [
      { id: 9, p: 9 },
      { id: 1, p: 1 },
      { id: 2, p: 5 },
    ],
  };
  assert.deepEqual(deltaOf(before, after), { items: { _t: 'a', 0: [{ id: 9, p: 9 }], 2: { p: [2, 5] } } });
});

test('long texts are replaced whole, not taken apart', () => {
  const [before, after] = ['a'.repeat(5_000), `${'a'.repeat(5_000)}b`];
  assert.deepEqual(deltaOf({ t: before }, { t: after }), { t: [before, after] });
});

test('what is equal, too long, too deep or named like an inherited member has none', () => {
  assert.equal(deltaOf({ a: [1] }, { a: [1] }), null);
  assert.equal(deltaOf([], new Array(500).fill(0)), null);
  assert.equal(deltaOf(JSON.parse(`${'['.repeat(5_000)}1${']'.repeat(5_000)}`), []), null);
  assert.equal(deltaOf({}, JSON.parse('{"constructor":1}')), null);
  assert.equal(deltaOf(JSON.parse('{"__proto__":{"polluted":1}}'), {}), null);
});
