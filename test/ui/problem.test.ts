import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemFrom, problemOf, RequestFailed, unreachable } from '../../ui/src/api/problem.ts';
import { bothOf, loadingOf } from '../../ui/src/state/loading.ts';

const locked = { type: 'about:blank', title: 'Locked', status: 503, detail: 'triptych.db is locked.' };

describe('a failed request', () => {
  test('is told in the words of its problem document', () => {
    assert.deepEqual(problemOf(503, JSON.stringify(locked)), locked);
  });
  test('is told as well as can be when something else answered', () => {
    assert.equal(problemOf(502, '<h1>Bad gateway</h1>').detail, '<h1>Bad gateway</h1>');
    assert.equal(problemOf(502, '').detail, 'It gave no reason.');
    assert.equal(problemOf(500, '[1]').title, 'The server answered 500');
  });
  test('that was never answered has status 0', () => {
    assert.equal(problemFrom(new RequestFailed(unreachable('Failed to fetch'))).status, 0);
    assert.equal(problemFrom(new TypeError('x')).title, 'This could not be shown');
  });
});

describe('loading', () => {
  const failed = new RequestFailed(locked);
  test('is one of three things', () => {
    assert.deepEqual(loadingOf({ data: undefined, error: null }), { kind: 'loading' });
    assert.deepEqual(loadingOf({ data: undefined, error: failed }), { kind: 'failed', problem: locked });
    assert.deepEqual(loadingOf({ data: 1, error: null }), { kind: 'ready', value: 1, stale: undefined });
  });
  test('keeps showing what came once, and says that it may be old', () => {
    assert.deepEqual(loadingOf({ data: 1, error: failed }), { kind: 'ready', value: 1, stale: locked });
  });
  test('of two is ready when both are, and failed when one is', () => {
    const ready = loadingOf({ data: 1, error: null });
    assert.equal(bothOf(ready, loadingOf({ data: undefined, error: null })).kind, 'loading');
    assert.equal(bothOf(ready, loadingOf({ data: undefined, error: failed })).kind, 'failed');
    assert.deepEqual(bothOf(ready, ready), { kind: 'ready', value: [1, 1], stale: undefined });
  });
});
