import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import type { Answer } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { json } from '../answers.ts';

const found = (primary: Answer, candidate: Answer): readonly string[] =>
  compareAnswers({ primary, candidate }, decoders)
    .map(({ field, aspect }) => `${field} ${aspect}`)
    .sort();

type Members = { [name: string]: unknown };

const name = fc.constantFrom('a', 'b', 'c', 'name', '__proto__x', 'odd.name', 'content-type');
/** Objects in objects, numbers, and lists of items that an id tells apart. */
const { value: document } = fc.letrec<{ value: Members }>((tie) => ({
  value: fc.dictionary(
    name,
    fc.oneof(
      { depthSize: 'small' },
      fc.integer({ min: 0, max: 99 }),
      tie('value'),
      fc
        .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 })
        .map((ids) => ids.map((id) => ({ id, n: 7, of: { total: id } }))),
    ),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
}));

type Edit = 'value' | 'type' | 'missing' | 'extra';
const edits: readonly Edit[] = ['value', 'type', 'missing', 'extra'];

/** A number in the document that may be edited: not an id, which would make it another item. */
interface Place {
  readonly members: Members;
  readonly name: string;
  /** Of the object that it is in. */
  readonly field: string;
}

function placesOf(members: Members, field: string): readonly Place[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const below = fieldOf(field, key);
    if (Array.isArray(value)) return value.flatMap((item: Members) => placesOf(item, `${below}[]`));
    if (typeof value === 'object') return placesOf(value as Members, below);
    return key === 'id' ? [] : [{ members, name: key, field }];
  });
}

const fieldOf = (field: string, key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? `${field}.${key}` : `${field}[${JSON.stringify(key)}]`;

/** Carries the edit out in place and says what should be found. */
function edited({ members, name: key, field }: Place, edit: Edit): string {
  if (edit === 'extra') {
    members.added = [1];
    return `${field}.added extra`;
  }
  if (edit === 'missing') delete members[key];
  else if (edit === 'type') members[key] = 'text';
  else members[key] = Number(members[key]) + 1_000;
  return `${fieldOf(field, key)} ${edit}`;
}

test('an edit script is found at the edited places and nowhere else', () => {
  const script = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...edits)), { maxLength: 6 });
  fc.assert(
    fc.property(document, script, (original, steps) => {
      const copy = structuredClone(original);
      const places = placesOf(copy, 'body');
      const chosen = new Map(steps.map(([at, edit]) => [places[at % Math.max(1, places.length)], edit]));
      const expected = new Set<string>();
      for (const [place, edit] of chosen) if (place !== undefined) expected.add(edited(place, edit));
      assert.deepEqual(found(json(original), json(copy)), [...expected].sort());
    }),
    { numRuns: 1_000 },
  );
});

test('lists in another order, and lists inside them, differ in order alone', () => {
  const inner = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 5 });
  const lists = fc.array(inner, { minLength: 2, maxLength: 6 });
  const shuffled = lists.chain((items) =>
    fc.tuple(
      fc.constant(items),
      fc
        .tuple(...items.map((each) => fc.shuffledSubarray(each, { minLength: each.length })))
        .chain((each) => fc.shuffledSubarray(each, { minLength: each.length })),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([items, reordered]) => {
      const aspects = found(json({ items }), json({ items: reordered }));
      assert.deepEqual(
        aspects.filter((finding) => !finding.endsWith(' order')),
        [],
      );
    }),
    { numRuns: 500 },
  );
});

test('one item more anywhere in a list that a time in every item makes noisy is one item more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 60 }), fc.nat(), (length, pick) => {
      const item = (i: number, at: number) => ({ at: `${at}.${i}`, text: `entry ${i}`, n: i % 5 });
      const one = Array.from({ length }, (_, i) => item(i, 1));
      const two = Array.from({ length }, (_, i) => item(i, 2));
      const longer = two.toSpliced(pick % (length + 1), 0, item(length + 9, 2));
      assert.deepEqual(found(json(one), json(longer)), ['body[] extra', 'body[].at value']);
      assert.deepEqual(found(json(longer), json(one)), ['body[] missing', 'body[].at value']);
    }),
  );
});

test('what differs under keys that are data is found at one field', () => {
  const keys = fc.uniqueArray(fc.integer({ min: 0, max: 99_999 }), { minLength: 8, maxLength: 30 });
  fc.assert(
    fc.property(keys, fc.nat(), fc.constantFrom(...edits), (ids, pick, edit) => {
      const map: Members = Object.fromEntries(ids.map((id) => [id, { total: id, of: { n: 1 } }]));
      const copy = structuredClone(map);
      const expected = edited(
        { members: copy[String(ids[pick % ids.length])] as Members, name: 'total', field: 'body.orders.{}' },
        edit,
      );
      assert.deepEqual(found(json({ orders: map }), json({ orders: copy })), [expected]);
      const { [String(ids[0])]: _, ...fewer } = map;
      if (ids.length > 8) {
        assert.deepEqual(found(json({ orders: map }), json({ orders: fewer })), ['body.orders.{} missing']);
        assert.deepEqual(found(json({ orders: fewer }), json({ orders: map })), ['body.orders.{} extra']);
      }
    }),
    { numRuns: 300 },
  );
});
