import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Json, parseJson } from '../../../server/core/lift/json.ts';
import { parseShared } from '../../../server/core/lift/shared.ts';

/** Trees as text; numbers in their own spelling. */
const shown = (tree: Json | undefined) => (tree === undefined ? undefined : JSON.stringify(tree));
const parsed = (texts: readonly string[]) => texts.map((text) => shown(parseJson(text, true)));
const shared = (first: string, ...others: readonly string[]) => parseShared(first, others, true)?.map(shown);

const item = (id: number, more = ''): string => `{"id":${id},"name":"The thing of which the number is ${id}"${more}}`;
const items = (...ids: readonly number[]): string => ids.map((id) => item(id)).join(',');
const long = items(1, 2, 3, 4, 5, 6);

describe('items that are the same text are parsed once', () => {
  const rows: readonly (readonly [says: string, first: string, ...others: string[]])[] = [
    ['in another order', `[${long}]`, `[${items(6, 5, 4, 3, 2, 1)}]`, `[${items(2, 1, 4, 3, 6, 5)}]`],
    [
      'one more at the front',
      `{"items":[${long}]}`,
      `{"items":[${item(9)},${long}]}`,
      `{"items":[${items(8)},${long}]}`,
    ],
    ['beside other members', `{"a":1,"items":[${long}],"b":[{}]}`, `{"b":[{}],"items":[${long}],"a":1}`],
    ['the same item again', `[${long},${long}]`, `[${items(1, 1, 1, 1, 1)}]`],
    [
      'numbers in their own spelling',
      `{"n":1.0,"l":[${long},${item(7, ',"p":12.50')}]}`,
      `{"n":-0,"l":[${long},{"id":1e3}]}`,
    ],
    [
      'lists within items',
      `[${[1, 2, 3, 4].map((i) => item(i, ',"l":[{"n":1},{"n":2}]')).join()}]`,
      `[${[4, 2, 3, 1].map((i) => item(i, ',"l":[{"n":1},{"n":2}]')).join()}]`,
    ],
    [
      'white space',
      `[\n ${long.replaceAll('},{', '},\n {')}\n ]`,
      `[\n ${items(3, 2, 1, 4, 5).replaceAll('},{', '},\n {')}]`,
    ],
    [
      'a space behind commas',
      `[${long.replaceAll('},{', '}, {')}]`,
      `[${items(3, 2, 1, 4, 5).replaceAll('},{', '}, {')}]`,
    ],
    [
      '__proto__ and names that come twice',
      `{"__proto__":{"l":[${long}]},"a":1,"a":2}`,
      `{"a":1,"__proto__":{"l":[${items(2, 1, 3, 4)}]}}`,
    ],
  ];
  for (const [says, first, ...others] of rows) {
    test(says, () => assert.deepEqual(shared(first, ...others), parsed([first, ...others])));
  }

  test('and are one value in all trees', () => {
    const [one, two] = parseShared(`[${items(1, 2, 3, 4)}]`, [`[${items(4, 3, 2, 1)}]`], true) as Json[][];
    assert.ok(one?.every((value, i) => value === two?.[3 - i]));
  });

  test('a text that shares nothing is left to the parser, and those that do are not', () => {
    const [one, two, three] = shared(`[${long}]`, `{"other":"text"}`, `[${items(2, 1, 3, 4)}]`) ?? [];
    assert.deepEqual([one, two, three], [...parsed([`[${long}]`]), undefined, ...parsed([`[${items(2, 1, 3, 4)}]`])]);
  });
});

describe('what only looks like a list of such items is left to the parser', () => {
  const evil = `{"id":9,"name":"x"},"\u009f",{"id":9}`;
  const rows: readonly (readonly [says: string, first: string, other: string])[] = [
    ['few items', `[${items(1, 2)}]`, `[${items(2, 1)}]`],
    ['a list that is small', `{"l":[${long}],"t":"${'t'.repeat(900)}"}`, `{"t":"${'t'.repeat(900)}","l":[${long}]}`],
    ['seams inside items', `[{"a":[${long}]},{"a":[${long}]}]`, `[{"a":[${items(2, 1)}]},{"a":[${long}]}]`],
    ['seams inside a text', `["[${long.replaceAll('"', '')}]"]`, `["[${items(2, 1, 3, 4).replaceAll('"', '')}]"]`],
    ['no JSON', `[${long}`, `[${items(2, 1, 3, 4)}`],
    ['no JSON behind the list', `{"a":[${long}]`, `{"a":[${items(2, 1, 3, 4)}]`],
    ['the mark itself', `[${long},${evil}]`, `[${items(2, 1, 3, 4)}]`],
    ['a list in the place of a name', `{[${long}]:1}`, `{[${items(2, 1, 3, 4)}]:1}`],
    ['a list in a member that comes again', `{"a":[${long}],"a":1}`, `{"a":[${items(2, 1, 3, 4)}],"a":1}`],
  ];
  for (const [says, first, other] of rows) {
    test(says, () => assert.equal(shared(first, other), undefined));
  }
});

const word = fc.stringMatching(/^["\\,:[\]{}a1 ]{0,6}$/);
const leaf = fc.oneof(word, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
const nested = fc.oneof(
  leaf,
  fc.array(fc.record({ id: fc.nat(3), a: leaf }), { maxLength: 3 }),
  fc.dictionary(word, leaf),
);
const record = fc.record({ id: fc.nat(20), text: fc.constant('long enough to be worth the trouble'), more: nested });
const page = fc.record({ before: nested, items: fc.array(record, { minLength: 4, maxLength: 8 }), after: nested });

/** The same page with its items turned round by `turn`, in the other order of members, or with an item more. */
const another = (of: { before: unknown; items: readonly unknown[]; after: unknown }, turn: number): object => {
  const list = [...of.items.slice(turn), ...of.items.slice(0, turn)];
  if (turn % 3 === 0) return { after: of.after, items: list, before: of.before };
  return { ...of, items: turn % 3 === 1 ? list : [{ id: 99 }, ...list] };
};

const agree = (texts: readonly [string, ...string[]]): boolean => {
  const trees = shared(...texts);
  const expected = parsed(texts);
  trees?.forEach((tree, i) => {
    if (tree !== undefined) assert.deepEqual(tree, expected[i]);
  });
  return trees !== undefined;
};

test('pages that share items are read so, and their trees are those of the parser', () => {
  let used = 0;
  fc.assert(
    fc.property(page, fc.nat(4), fc.nat(4), fc.constantFrom(0, 0, 0, 1, 2), (one, turn, other, indent) => {
      const texts = [one, another(one, turn), another(one, other)].map((each) => JSON.stringify(each, null, indent));
      if (agree(texts as [string, ...string[]])) used++;
    }),
    { numRuns: 2_000, seed: 1 },
  );
  assert.ok(used > 600, `${used} of 2 000`);
});

test('whatever is scribbled into them, the trees are those of the parser', () => {
  let used = 0;
  const scribble = fc.record({
    put: fc.oneof(word, fc.constantFrom('},{"id":', ']', '[{"id":', '"\u009f"')),
    at: fc.nat(),
    cut: fc.nat(3),
  });
  fc.assert(
    fc.property(page, fc.nat(4), fc.tuple(scribble, scribble), (one, turn, scribbles) => {
      const texts = [one, another(one, turn)].map((each, i) => {
        const text = JSON.stringify(each);
        const { put, at, cut } = scribbles[i as 0 | 1];
        const place = at % text.length;
        return text.slice(0, place) + put + text.slice(place + cut);
      });
      if (agree(texts as [string, ...string[]])) used++;
    }),
    { numRuns: 4_000, seed: 1 },
  );
  assert.ok(used > 50, `${used} of 4 000`);
});
