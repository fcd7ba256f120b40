import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pairAnywhere, pairInOrder, slotsOf } from '../../ui/src/exchange/pairing.ts';

const none = undefined;

describe('lines are paired in order', () => {
  const cases: readonly [
    name: string,
    a: readonly string[],
    b: readonly string[],
    pairs: readonly (number | undefined)[],
  ][] = [
    ['equal', ['a', 'b'], ['a', 'b'], [0, 1]],
    ['an inserted line', ['a', 'b'], ['a', 'x', 'b'], [0, 2]],
    ['a removed line', ['a', 'x', 'b'], ['a', 'b'], [0, none, 1]],
    ['a line that moved is not followed', ['a', 'b', 'c'], ['b', 'c', 'a'], [none, 0, 1]],
    [
      'a changed line, by its resemblance',
      ['a', '<p>3 orders</p>', 'z'],
      ['a', '<h1>', '<p>no orders</p>', 'z'],
      [0, 2, 3],
    ],
    ['lines with nothing in common stay apart', ['a', 'left', 'z'], ['a', 'OTHER', 'z'], [0, none, 2]],
    ['nothing at all', [], ['a'], []],
  ];
  for (const [name, a, b, pairs] of cases) {
    test(name, () => assert.deepEqual(pairInOrder(a, b), pairs));
  }

  test('many changed lines at once are paired by position rather than slowly', () => {
    const side = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word} ${i}`);
    assert.equal(pairInOrder(side('a'), side('b'))[1234], 1234);
  });
});

test('items are paired wherever they are, each once, and the rest by position', () => {
  assert.deepEqual(pairAnywhere(['a', 'b', 'c'], ['c', 'a', 'b']), [1, 2, 0]);
  assert.deepEqual(pairAnywhere(['a', 'a', 'b'], ['a', 'b', 'x']), [0, 2, 1]);
});

test('what only the others have stands after its predecessor, joined where they agree', () => {
  const slots = slotsOf(2, [
    { pairing: [0, 2], keys: ['a', 'x', 'b'] },
    { pairing: [0, 3], keys: ['a', 'y', 'x', 'b'] },
  ]);
  assert.deepEqual(slots, [
    [0, 0, 0],
    [none, 1, 2],
    [none, none, 1],
    [1, 2, 3],
  ]);
});
