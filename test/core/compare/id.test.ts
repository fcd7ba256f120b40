import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { findingId } from '../../../server/core/compare/id.ts';

const sha256 = (text: string) => hash('sha256', text);

test('a finding keeps its id: decisions made in one run hold in the next', () => {
  assert.equal(findingId('GET /orders/{id}', 'body.total', 'value', sha256), '3ecd505d5261');
});

test('endpoint, field and aspect cannot run into each other', () => {
  const ids = [
    findingId('a', 'b c', 'value', sha256),
    findingId('a b', 'c', 'value', sha256),
    findingId('a', 'b","c', 'value', sha256),
    findingId('a","b', 'c', 'value', sha256),
    findingId('a', 'b c', 'type', sha256),
  ];
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9a-f]{12}$/);
});
