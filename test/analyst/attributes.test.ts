import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AttributeCounts, attributeCaps } from '../../server/analyst/attributes.ts';
import { type AttributeTally, everyExchange } from '../../server/core/tally.ts';

const endpoint = 'GET /a';
const row = (
  finding: string | null,
  attribute: string,
  value: string | null,
  n: number,
  sampled = n,
): AttributeTally => ({
  endpoint,
  finding,
  attribute,
  value,
  n,
  sampled,
});

test('a value counts for the sample and for each finding of the exchange', () => {
  const counts = new AttributeCounts();
  counts.add({ endpoint, attributes: [['query.a', '1']], findings: ['f'], sampled: false });
  counts.add({ endpoint, attributes: [['query.a', '1']], findings: ['f', 'g'], sampled: true });
  counts.add({ endpoint, attributes: [['query.a', '2']], findings: [], sampled: true });
  const expected = [
    row('f', everyExchange, null, 2, 1),
    row('f', 'query.a', '1', 2, 1),
    row(null, everyExchange, null, 2),
    row('g', everyExchange, null, 1),
    row(null, 'query.a', '1', 1),
    row('g', 'query.a', '1', 1),
    row(null, 'query.a', '2', 1),
  ];
  assert.deepEqual(counts.pending(), expected);
  counts.settle();
  assert.deepEqual(counts.pending(), []);
});

describe('what is bounded:', () => {
  test('values of an attribute, the later ones count together', () => {
    const counts = new AttributeCounts();
    for (let i = 0; i < attributeCaps.values + 5; i++) {
      counts.add({ endpoint, attributes: [['path.id', String(i)]], findings: [], sampled: true });
    }
    const ids = counts.pending().filter(({ attribute }) => attribute === 'path.id');
    assert.equal(ids.length, attributeCaps.values + 1);
    assert.deepEqual(ids.at(-1), row(null, 'path.id', null, 5));
  });

  test('attributes of an endpoint', () => {
    const counts = new AttributeCounts();
    const attributes = Array.from({ length: attributeCaps.attributes + 5 }, (_, i) => [`query.q${i}`, '1'] as const);
    counts.add({ endpoint, attributes, findings: [], sampled: true });
    assert.equal(counts.pending().length, attributeCaps.attributes + 1);
  });

  test('rows of a run, also after a restart; those there are go on', () => {
    const full = Array.from({ length: attributeCaps.rows }, (_, i) => row(`f${i}`, everyExchange, null, 1));
    const counts = new AttributeCounts(full);
    counts.add({ endpoint, attributes: [], findings: ['f7', 'new'], sampled: false });
    assert.deepEqual(counts.pending(), [row('f7', everyExchange, null, 1, 0)]);
  });
});

test('a value that a finding has is counted in the sample too, however full it is by then', () => {
  const counts = new AttributeCounts();
  counts.add({ endpoint, attributes: [['query.a', '1']], findings: ['f'], sampled: false });
  for (let i = 0; i < attributeCaps.rows; i++) {
    counts.add({ endpoint, attributes: [], findings: [`f${i}`], sampled: false });
  }
  counts.settle();
  counts.add({
    endpoint,
    attributes: [
      ['query.a', '1'],
      ['query.b', '1'],
    ],
    findings: [],
    sampled: true,
  });
  assert.deepEqual(counts.pending(), [row(null, 'query.a', '1', 1)]);
});

test('values known to the store are told apart as before', () => {
  const stored = Array.from({ length: attributeCaps.values }, (_, i) => row(null, 'path.id', String(i), 1));
  const counts = new AttributeCounts(stored);
  const add = (value: string) =>
    counts.add({ endpoint, attributes: [['path.id', value]], findings: [], sampled: true });
  add('3');
  add('x');
  const ids = counts.pending().filter(({ attribute }) => attribute === 'path.id');
  assert.deepEqual(ids, [row(null, 'path.id', '3', 1), row(null, 'path.id', null, 1)]);
});
