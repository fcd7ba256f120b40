import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { decoders } from '../../../server/decoders.ts';
import { json } from '../answers.ts';

const found = (primary: unknown, secondary: unknown, candidate: unknown): readonly string[] =>
  compareAnswers({ primary: json(primary), secondary: json(secondary), candidate: json(candidate) }, decoders)
    .map(({ field, aspect, case: odd }) => `${field} ${aspect} ${odd}`)
    .sort();

const back: Readonly<Record<string, string>> = { missing: 'extra', extra: 'missing' };
const turned = (finding: string) => finding.replace(/missing|extra/, (aspect) => back[aspect] ?? aspect);

/** Whoever made the edits is the odd one, both together leave the primary alone, and seen from the edited list all is the other way round. */
function sees(original: unknown, edited: unknown, expected: readonly string[]): void {
  const by = (odd: string, findings = expected) => findings.map((finding) => `${finding} ${odd}`).sort();
  assert.deepEqual(found(original, original, edited), by('candidate'));
  assert.deepEqual(found(original, edited, original), by('secondary'));
  assert.deepEqual(found(original, edited, edited), by('primary'));
  assert.deepEqual(found(edited, edited, original), by('candidate', expected.map(turned)));
}

type List = readonly unknown[];

/** Another order of the same items. */
const reordered = (list: List) => fc.shuffledSubarray([...list], { minLength: list.length });
/** Some more items at places of their own; the rest keeps its order. */
const withMore = (list: List, items: List, at: readonly number[]): List =>
  items.reduce<List>((longer, item, i) => longer.toSpliced((at[i] ?? 0) % (longer.length + 1), 0, item), list);
const moved = (list: List, other: List) => JSON.stringify(list) !== JSON.stringify(other);

const word = fc.stringMatching(/^[a-z]{2,6}$/).map((text) => `${text}.`);
const small = fc.integer({ min: 0, max: 2 });

/** Lists of each shape whose items all differ: some to start with, and some that are not among them. */
const shapes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  texts: word,
  numbers: fc.integer({ min: 100, max: 9_999 }),
  'texts, numbers, truths and null': fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)),
  'objects with an id': fc.record({ id: fc.integer({ min: 1, max: 999 }), n: small }, { noNullPrototype: true }),
  'objects without a key': fc.record({ a: small, b: small, c: small, d: small }, { noNullPrototype: true }),
  lists: fc.array(small, { minLength: 1, maxLength: 5 }),
  'lists of objects': fc.array(fc.record({ a: small, b: small }, { noNullPrototype: true }), {
    minLength: 1,
    maxLength: 3,
  }),
  'anything at once': fc.oneof(
    word,
    small,
    fc.array(small, { maxLength: 2 }),
    fc.record({ a: small }, { noNullPrototype: true }),
  ),
};
const identityOf = (shape: string) => (item: unknown) =>
  shape === 'objects with an id' ? (item as { readonly id: number }).id : JSON.stringify(item);

for (const [shape, item] of Object.entries(shapes)) {
  describe(`in a list of ${shape}`, () => {
    const unique = fc.uniqueArray(item, { minLength: 2, maxLength: 12, selector: identityOf(shape) });
    const parts = unique.chain((all) => fc.tuple(fc.constant(all), fc.integer({ min: 1, max: all.length - 1 })));
    const places = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

    test('items more anywhere are extra, items less are missing', () => {
      fc.assert(
        fc.property(parts, places, ([all, n], at) => {
          const list = all.slice(0, n);
          sees({ items: list }, { items: withMore(list, all.slice(n), at) }, ['body.items[] extra']);
        }),
        { numRuns: 300 },
      );
    });

    test('another order is order', () => {
      fc.assert(
        fc.property(
          unique.chain((list) => fc.tuple(fc.constant(list), reordered(list))),
          ([list, other]) => {
            sees({ items: list }, { items: other }, moved(list, other) ? ['body.items order'] : []);
          },
        ),
        { numRuns: 300 },
      );
    });

    test('items that come several times may be in another order too, and one of them more is extra', () => {
      const repeated = fc
        .array(item, { minLength: 1, maxLength: 4 })
        .chain((few) => fc.array(fc.constantFrom(...few), { minLength: 2, maxLength: 10 }));
      fc.assert(
        fc.property(
          repeated.chain((list) => fc.tuple(fc.constant(list), reordered(list), fc.nat())),
          ([list, other, pick]) => {
            sees({ items: list }, { items: other }, moved(list, other) ? ['body.items order'] : []);
            sees({ items: list }, { items: [...list, list[pick % list.length]] }, ['body.items[] extra']);
          },
        ),
        { numRuns: 300 },
      );
    });
  });
}

test('scalars that change in their places have other values', () => {
  const list = fc.uniqueArray(word, { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(list, fc.nat(), (items, pick) => {
      const edited = items.with(pick % items.length, 'CHANGED');
      const seen = found({ items }, { items }, { items: edited }).filter((finding) => !/ format /.test(finding));
      assert.deepEqual(seen, ['body.items[] value candidate']);
    }),
    { numRuns: 300 },
  );
});

/** What is done to a list, any of it or nothing. */
const script = fc.record({
  remove: fc.nat({ max: 2 }),
  insert: fc.nat({ max: 2 }),
  at: fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
  edit: fc.subarray(['n', 'of.total', 'gone', 'tags']),
  which: fc.nat(),
  move: fc.boolean(),
});

test('a script of insertions, removals, moves and edits of items with ids is found as just that', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 8, maxLength: 14 });
  const make = (id: number) => ({ id, n: 7, gone: 1, of: { total: 5 }, tags: ['x', 'y', 'z'] });
  fc.assert(
    fc.property(ids, script, (all, { remove, insert, at, edit, which, move }) => {
      const old = all.slice(2).map(make);
      const left = structuredClone(old.slice(remove));
      const target = left[which % left.length];
      assert.ok(target);
      const expected: string[] = [];
      const change: Readonly<Record<string, () => string>> = {
        n: () => {
          target.n = 8;
          return 'n value';
        },
        'of.total': () => {
          target.of.total = 6;
          return 'of.total value';
        },
        gone: () => {
          Reflect.deleteProperty(target, 'gone');
          return 'gone missing';
        },
        tags: () => {
          target.tags = ['z', 'x', 'y'];
          return 'tags order';
        },
      };
      for (const name of edit) expected.push(`body.items[].${change[name]?.()}`);
      if (move) {
        left.push(...left.splice(0, 1));
        expected.push('body.items order');
      }
      if (remove > 0) expected.push('body.items[] missing');
      if (insert > 0) expected.push('body.items[] extra');
      sees({ items: old }, { items: withMore(left, all.slice(0, insert).map(make), at) }, expected);
    }),
    { numRuns: 500 },
  );
});

test('one member of one item without a key is found at its path', () => {
  const item = fc.record({ a: small, b: small, c: small, d: small }, { noNullPrototype: true });
  const list = fc.uniqueArray(item, { minLength: 1, maxLength: 12, selector: (each) => JSON.stringify(each) });
  fc.assert(
    fc.property(list, fc.nat(), fc.constantFrom('a', 'b', 'c', 'd'), (items, pick, name) => {
      const edited = items.map((each, i) => (i === pick % items.length ? { ...each, [name]: 9 } : each));
      sees({ items }, { items: edited }, [`body.items[].${name} value`]);
    }),
    { numRuns: 500 },
  );
});

test('what happens in one of the lists in a list is found in it', () => {
  const inner = fc.uniqueArray(word, { minLength: 4, maxLength: 8 });
  const lists = fc.uniqueArray(inner, { minLength: 1, maxLength: 6, selector: String });
  fc.assert(
    fc.property(lists, fc.nat(), fc.nat(), (items, pick, at) => {
      const which = pick % items.length;
      const one = items[which] ?? [];
      const edited = (list: readonly string[]) => ({ items: items.with(which, [...list]) });
      sees({ items }, edited(one.toSpliced(at % (one.length + 1), 0, 'NEW')), ['body.items[][] extra']);
      sees({ items }, edited(one.toSpliced(at % one.length, 1)), ['body.items[][] missing']);
      sees({ items }, edited([...one.slice(1), one[0] ?? '']), ['body.items[] order']);
    }),
    { numRuns: 300 },
  );
});
