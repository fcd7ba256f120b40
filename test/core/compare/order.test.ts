import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { otherOrder } from '../../../server/core/compare/sequence.ts';
import type { Answer } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { typed } from '../answers.ts';

const compared = (primary: Answer, candidate: Answer, secondary?: Answer) =>
  compareAnswers({ primary, candidate, ...(secondary && { secondary }) }, decoders);
const found = (primary: Answer, candidate: Answer, secondary?: Answer) =>
  compared(primary, candidate, secondary).map(({ field, aspect, case: which }) => `${field} ${aspect} ${which}`);

interface Element {
  readonly name: string;
  readonly content: readonly (Element | string)[];
}

const written = ({ name, content }: Element): string =>
  `<${name}>${content.map((each) => (typeof each === 'string' ? each : written(each))).join('')}</${name}>`;

const kinds: Readonly<Record<string, (element: Element) => Answer>> = {
  XML: (element) => typed('application/xml', written(element)),
  HTML: (element) => typed('text/html', `<!doctype html><title>t</title>${written(element)}`),
};

const name = fc.constantFrom('x-a', 'x-b', 'x-c');
const text = fc.constantFrom('s', 't', 'st', 'u v');
const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.record({
    name,
    content: fc.oneof(
      { maxDepth: 2 },
      fc.array(text, { maxLength: 1 }),
      fc.array(fc.oneof({ weight: 3, arbitrary: tie('element') }, { weight: 1, arbitrary: text }), { maxLength: 6 }),
    ),
  }),
}));

/** Children change places; texts stay where they are, before or behind as many children. */
function withChildren(parent: Element, children: readonly Element[]): Element {
  let next = 0;
  return {
    name: parent.name,
    content: parent.content.map((each) => (typeof each === 'string' ? each : (children[next++] ?? each))),
  };
}

const childrenOf = ({ content }: Element) => content.filter((each) => typeof each !== 'string');

const permuted = element.chain((one) => {
  const children = childrenOf(one);
  return fc.shuffledSubarray([...children.keys()], { minLength: children.length }).map(
    (order) =>
      [
        one,
        withChildren(
          one,
          order.map((i) => children[i] as Element),
        ),
      ] as const,
  );
});

for (const [kind, answerOf] of Object.entries(kinds)) {
  describe(`${kind}: content`, () => {
    test('that stands in another order differs in order and nothing else', () => {
      fc.assert(
        fc.property(permuted, ([one, two]) => {
          const aspects = new Set(compared(answerOf(one), answerOf(two)).map(({ aspect }) => aspect));
          assert.deepEqual([...aspects], written(one) === written(two) ? [] : ['order']);
        }),
        { numRuns: 1_000 },
      );
    });

    test('is equal where it is written alike, and nowhere else', () => {
      fc.assert(
        fc.property(element, element, (one, two) => {
          const other = { ...two, name: one.name };
          const differs = found(answerOf(one), answerOf(other)).length > 0;
          assert.equal(differs, written(one) !== written(other));
        }),
        { numRuns: 2_000 },
      );
    });

    test('of the same children and the same text is equal where both stand in the same places', () => {
      const children = fc.array(name, { minLength: 1, maxLength: 4 });
      const letters = fc.stringMatching(/^[st]{1,4}$/);
      const places = fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 }).map((list) => list.sort());
      const mixed = (names: readonly string[], whole: string, at: readonly number[]): Element => ({
        name: 'x-p',
        content: [
          ...names.flatMap((each, i) => [whole.slice(at[i - 1] ?? 0, at[i]), { name: each, content: [] }]),
          whole.slice(at[names.length - 1]),
        ],
      });
      fc.assert(
        fc.property(children, letters, places, places, (names, whole, one, two) => {
          const [a, b] = [mixed(names, whole, one), mixed(names, whole, two)];
          const aspects = compared(answerOf(a), answerOf(b)).map(({ aspect }) => aspect);
          assert.deepEqual(aspects, written(a) === written(b) ? [] : ['order']);
        }),
        { numRuns: 1_000 },
      );
    });

    test('of one name each, in another order, is one finding at the parent', () => {
      const names = ['x-a', 'x-b', 'x-c', 'x-d', 'x-e'];
      const order = fc.shuffledSubarray(names, { minLength: names.length });
      const parent = (each: readonly string[]) =>
        answerOf({ name: 'x-p', content: each.map((one) => ({ name: one, content: [one] })) });
      fc.assert(
        fc.property(order, order, order, (one, two, three) => {
          const where = kind === 'HTML' ? 'body.html.body["x-p"]' : 'body["x-p"]';
          const [ps, pc, sc] = [one.join() !== two.join(), one.join() !== three.join(), two.join() !== three.join()];
          const which = ps && pc ? (sc ? 'all' : 'primary') : pc ? 'candidate' : ps ? 'secondary' : undefined;
          const expected = which === undefined ? [] : [`${where} order ${which}`];
          assert.deepEqual(found(parent(one), parent(three), parent(two)), expected);
        }),
      );
    });

    test('that one side lacks is missing there, extra the other way, and never in another order', () => {
      const names = fc.array(name, { minLength: 1, maxLength: 12 });
      const parent = (each: readonly string[]) =>
        answerOf({ name: 'x-p', content: each.map((one) => ({ name: one, content: [] })) });
      fc.assert(
        fc.property(names, fc.nat(), (all, pick) => {
          const fewer = all.filter((_, i) => i !== pick % all.length);
          // The last child gone leaves an element without any, which is as good as one with an empty text.
          fc.pre(fewer.length > 0);
          const aspects = (from: readonly string[], to: readonly string[]) =>
            compared(parent(from), parent(to)).map(({ aspect }) => aspect);
          assert.deepEqual(aspects(all, fewer), ['missing']);
          assert.deepEqual(aspects(fewer, all), ['extra']);
        }),
      );
    });

    test('is compared the same way for secondary and candidate', () => {
      const swapped: Readonly<Record<string, string>> = { candidate: 'secondary', secondary: 'candidate' };
      fc.assert(
        fc.property(element, permuted, (one, [two, three]) => {
          const answers = [one, two, three].map((each) => answerOf({ ...each, name: one.name }));
          const [first, second, third] = answers as [Answer, Answer, Answer];
          const mirrored = compared(first, second, third).map((seen) => ({
            ...seen,
            case: swapped[seen.case] ?? seen.case,
          }));
          assert.deepEqual(new Set(mirrored), new Set(compared(first, third, second)));
        }),
        { numRuns: 500 },
      );
    });
  });
}

describe('columns of a table', () => {
  const columns = ['a', 'b', 'c', 'd'];
  const table = (names: readonly string[], rows: readonly Readonly<Record<string, string>>[]) =>
    typed('text/csv', [names, ...rows.map((row) => names.map((each) => row[each] ?? ''))].map(String).join('\n'));
  const cell = fc.constantFrom('x', 'y', '1', '2.50');
  const rows = fc.array(fc.record({ a: cell, b: cell, c: cell, d: cell }), { minLength: 1, maxLength: 6 });

  test('in another order differ in order and nothing else', () => {
    fc.assert(
      fc.property(rows, fc.shuffledSubarray(columns, { minLength: columns.length }), (list, order) => {
        const expected = order.join() === columns.join() ? [] : ['body[] order candidate'];
        assert.deepEqual(found(table(columns, list), table(order, list)), expected);
      }),
    );
  });

  test('that are renamed, added or removed are in no other order', () => {
    fc.assert(
      fc.property(rows, fc.subarray(columns, { minLength: 1 }), (list, kept) => {
        const aspects = new Set(compared(table(columns, list), table(kept, list)).map(({ aspect }) => aspect));
        assert.deepEqual([...aspects], kept.length === columns.length ? [] : ['missing']);
      }),
    );
  });
});

describe('two lists of names', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  const other = (a: readonly string[], b: readonly string[]) => otherOrder(a, b, { left: 1_000_000 });

  test('are in another order where what they share has none in common', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        let shared = 0;
        for (const each of new Set(a)) shared += Math.min(times(a, each), times(b, each));
        assert.equal(other(a, b), longestCommon(a, b) < shared);
        assert.equal(other(a, b), other(b, a));
      }),
      { numRuns: 2_000 },
    );
  });

  test('that are very long and share little cost no more than they may', () => {
    const many = (from: number) =>
      Array.from({ length: 40_000 }, (_, i) => (i % 2 === 0 ? 'x' : `n${(from + i) % 997}`));
    const work = { left: 1_000_000 };
    otherOrder(many(0), many(500).slice(0, 30_000), work);
    assert.ok(work.left > 700_000, `${work.left} left`);
  });

  test('past that what comes as often on both sides still has its order', () => {
    const rest = (sign: string, length: number) => Array.from({ length }, (_, i) => `${sign}${i % 7}`);
    const a = ['first', 'second', ...rest('x', 9_000), ...rest('y', 3_000)];
    const b = [...rest('y', 9_000).toReversed(), ...rest('x', 3_000).toReversed(), 'second', 'first'];
    assert.equal(other(a, b), true);
  });
});

const times = (names: readonly string[], name: string) => names.filter((each) => each === name).length;

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const best = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const longest = a[i - 1] === b[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
      (best[i] as number[])[j] = longest;
    }
  }
  return at(a.length, b.length);
}
