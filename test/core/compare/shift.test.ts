import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { decoders } from '../../../server/decoders.ts';
import { json, raw } from '../answers.ts';

describe('the order of three noisy values', () => {
  const table: readonly (readonly [
    what: string,
    primary: unknown,
    secondary: unknown,
    candidate: unknown,
    seen: string | undefined,
  ])[] = [
    ['the candidate above, the secondary below', 5, 4, 6, 'body.a candidate'],
    ['the other way round', 5, 6, 4, 'body.a secondary'],
    ['both above', 5, 6, 7, 'body.a primary'],
    ['both below', 5, 4, 3, 'body.a primary'],
    ['two alike', 5, 5, 6, undefined],
    ['lengths of texts', 'abc', 'ab', 'abcd', 'body.a candidate'],
    ['texts of two lengths', 'abc', 'xyz', 'abcd', undefined],
    ['lengths of lists', [1, 2], [1], [1, 2, 3], 'body.a candidate'],
    [
      'one item, which speaks for the list',
      [
        { id: 1, v: 5 },
        { id: 2, v: 5 },
      ],
      [
        { id: 1, v: 4 },
        { id: 2, v: 9 },
      ],
      [
        { id: 1, v: 6 },
        { id: 2, v: 1 },
      ],
      'body.a[].v secondary',
    ],
    ['moments, which are latency', 1_764_051_055_120, 1_764_051_055_119, 1_764_051_055_127, undefined],
    ['numbers and texts', 5, '4', 6, undefined],
  ];
  for (const [what, primary, secondary, candidate, seen] of table) {
    test(`${what}: ${seen ?? 'nothing'}`, () => {
      const answers = {
        primary: json({ a: primary }),
        secondary: json({ a: secondary }),
        candidate: json({ a: candidate }),
      };
      const shifts = compareAnswers(answers, decoders).filter(({ aspect }) => aspect === 'shift');
      assert.deepEqual(
        shifts.map(({ field, case: odd }) => `${field} ${odd}`),
        seen === undefined ? [] : [seen],
      );
    });
  }

  test('is that of the numbers, however they are spelled', () => {
    const answers = { primary: raw('{"a":1.50}'), secondary: raw('{"a":12e-1}'), candidate: raw('{"a":2.0}') };
    assert.ok(
      compareAnswers(answers, decoders).some(({ aspect, case: odd }) => aspect === 'shift' && odd === 'candidate'),
    );
  });

  test('is nothing in a run without a secondary', () => {
    const answers = { primary: json({ a: 1 }), candidate: json({ a: 2 }) };
    assert.ok(compareAnswers(answers, decoders).every(({ aspect }) => aspect !== 'shift'));
  });
});
