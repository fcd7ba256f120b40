import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Json, parseJson } from '../../../server/core/lift/json.ts';
import { parsePatched } from '../../../server/core/lift/patched.ts';

/** Trees as text; numbers in their own spelling. */
const shown = (trees: readonly (Json | undefined)[] | undefined) => trees?.map((tree) => JSON.stringify(tree));
const parsed = (texts: readonly string[]) => shown(texts.map((text) => parseJson(text, true)));
const patched = (first: string, ...others: readonly string[]) => shown(parsePatched(first, others, true));

describe('texts that differ in a few scalars are parsed once', () => {
  const padding = JSON.stringify(Array.from({ length: 50 }, (_, i) => ({ i })));
  const rows: readonly (readonly [says: string, first: string, ...others: string[]])[] = [
    ['a text', '{"at":"10:00","b":1}', '{"at":"10:01","b":1}', '{"at":"10:02","b":1}'],
    ['a longer text', '{"at":"x"}', '{"at":"x, and \\"y\\""}', '{"at":""}'],
    ['a number', '{"n":12.50}', '{"n":-3e2}', '{"n":9007199254740993}'],
    ['a number of more digits', '[12,1]', '[123,1]', '[1,1]'],
    ['another type', '{"n":1}', '{"n":"1"}', '{"n":null}'],
    ['two places', '{"a":1,"b":[{"c":"x"}]}', '{"a":2,"b":[{"c":"x"}]}', '{"a":1,"b":[{"c":"y"}]}'],
    ['the same place in all', '[true]', '[false]', '[false]'],
    ['a name that is there twice', '{"a":1,"a":2}', '{"a":3,"a":2}', '{"a":1,"a":4}'],
    ['__proto__', '{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}', '{"__proto__":{"a":1}}'],
    ['white space', '{ "a" : 1 , "b" : [ 2 ] }', '{ "a" : 1 , "b" : [ 3 ] }', '{ "a" : 4 , "b" : [ 2 ] }'],
    ['backslashes', '["a\\\\","b"]', '["a\\\\\\\\","b"]', '["a\\"","b"]'],
    ['a comma before a quote', '["a,","b",1]', '["a,","c",1]', '["a;","b",1]'],
    ['what looks like a number in a text', '["a, 1, b"]', '["a, 2, b"]', '["a, 1, c"]'],
    ['far behind', `[${padding},1]`, `[${padding},2]`, `[${padding},1]`],
    ['nothing', '{"a":1}', '{"a":1}', '{"a":1}'],
  ];
  for (const [says, first, ...others] of rows) {
    test(says, () => assert.deepEqual(patched(first, ...others), parsed([first, ...others])));
  }

  test('and share what is equal', () => {
    const [one, two] = (parsePatched('{"a":1,"b":{"c":[]}}', ['{"a":2,"b":{"c":[]}}'], true) ?? []) as { b: object }[];
    assert.ok(one !== undefined && one !== two && one.b === two?.b);
  });
});

describe('other texts are left to the parser', () => {
  const rows: readonly (readonly [says: string, first: string, other: string])[] = [
    ['a member more', '{"a":1}', '{"a":1,"b":2}'],
    ['another name', '{"a":1}', '{"b":1}'],
    ['an object for a number', '{"a":1}', '{"a":{}}'],
    ['white space', '{"a":1}', '{"a": 1}'],
    ['no JSON', '{"a":1', '{"a":2'],
    ['half a word', '[true]', '[tru]'],
    ['a scalar alone', '1', '2'],
    ['the mark itself', '["\u009f1",1]', '["\u009f1",2]'],
    ['the mark in other words', '["\\u009F1",1]', '["\\u009F1",2]'],
    ['too many', '[1,1,1,1,1,1,1,1]', '[2,2,2,2,2,2,2,2]'],
  ];
  for (const [says, first, other] of rows) {
    test(says, () => assert.equal(patched(first, other), undefined));
  }
});

const text = fc.stringMatching(/^["\\,:[\]{}a1 ]{0,6}$/);
const { value: document } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

test('whatever the texts, the trees are those of the parser', () => {
  let used = 0;
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 4 }), fc.nat(), text, fc.nat(), (list, at, put, cut) => {
      const first = JSON.stringify(list);
      const place = at % first.length;
      const scribbled = first.slice(0, place) + put + first.slice(place + (cut % 3));
      const trees = patched(first, scribbled);
      if (trees === undefined) return;
      used++;
      assert.deepEqual(trees, parsed([first, scribbled]));
    }),
    { numRuns: 3_000, seed: 1 },
  );
  assert.ok(used > 300, `${used} of 3 000`);
});

test('documents with one scalar changed are read so', () => {
  let used = 0;
  const scalar = fc.oneof(text, fc.integer(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, scalar), { minLength: 1, maxLength: 5 }), scalar, fc.nat(), (list, put, at) => {
      const edited = list.map(([name, value], i) => ({ name, value: i === at % list.length ? put : value }));
      const first = JSON.stringify(list.map(([name, value]) => ({ name, value })));
      const other = JSON.stringify(edited);
      const trees = patched(first, other);
      if (trees === undefined) return;
      used++;
      assert.deepEqual(trees, parsed([first, other]));
    }),
    { numRuns: 2_000, seed: 1 },
  );
  assert.ok(used > 1_200, `${used} of 2 000`);
});
