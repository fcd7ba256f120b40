import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attempt, attemptExpensive } from '../../fuzz/attempt.ts';
import { expensive } from '../../fuzz/corpus.ts';

test('two thousand mutated bodies of all formats compare without a throw, and equal ones without a difference', () => {
  const seen = new Set<string>();
  let found = 0;
  for (let seed = 0; seed < 2_000; seed++) {
    const result = attempt(seed);
    seen.add(result.name);
    found += result.found;
  }
  assert.ok(seen.size > 15, [...seen].join());
  assert.ok(found > 2_000);
});

describe('bodies built to be expensive fall back to what is cheap', () => {
  const table: readonly (readonly [name: string, found: readonly string[]])[] = [
    ['xml: 4 MiB of <a>', ['body value']],
    ['xml: 10 000 levels', ['body value']],
    ['xml: attributes', ['body value']],
    ['xml: unknown references', ['body value']],
    ['xml: entities', ['body.@doctype value']],
    ['html: deep', ['body value']],
    ['html: deep formatting', ['body value']],
    ['html: 4 MiB', ['body value']],
    ['csv: commas', ['body value']],
    ['csv: line breaks', ['body value']],
    ['events: too many', ['body value']],
    ['form: names', ['body value']],
    ['msgpack: nested claims', ['body value']],
    ['msgpack: deep', ['body value']],
    ['cbor: nested claims', ['body value']],
    ['cbor: deep', ['body value']],
    ['cbor: tags', ['body value']],
  ];
  const bodies = new Map(expensive().map((body) => [body.name, body]));
  for (const [name, found] of table) {
    test(name, () => {
      const body = bodies.get(name);
      assert.ok(body !== undefined);
      assert.deepEqual(attemptExpensive(body), found);
    });
  }
});
