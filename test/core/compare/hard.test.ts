import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import type { Answer } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { json, raw } from '../answers.ts';

const found = (primary: Answer, candidate: Answer, secondary: Answer = primary) =>
  compareAnswers({ primary, secondary, candidate }, decoders).map(
    ({ field, aspect, case: which }) => `${field} ${aspect} ${which}`,
  );

const nested = (levels: number, open: string, core: string, close: string) =>
  raw(open.repeat(levels) + core + close.repeat(levels));
const list = <T>(length: number, item: (i: number) => T): readonly T[] => Array.from({ length }, (_, i) => item(i));

describe('deep documents', () => {
  for (const [kind, open, close] of [
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ] as const) {
    test(`10 000 levels of ${kind} are compared, the difference named as far down as a field's name reaches`, () => {
      const [finding, ...more] = found(nested(10_000, open, '1', close), nested(10_000, open, '2', close));
      assert.deepEqual(more, []);
      assert.match(finding ?? '', / truncated candidate$/);
      assert.ok((finding ?? '').length < 4_200);
      assert.deepEqual(found(nested(10_000, open, '1', close), nested(10_000, open, ' 1', close)), []);
    });

    test(`200 levels of ${kind} are named to the end`, () => {
      const step = kind === 'lists' ? '[]' : '.a';
      const expected = [`body${step.repeat(200)} value candidate`];
      assert.deepEqual(found(nested(200, open, '1', close), nested(200, open, '2', close)), expected);
    });
  }

  test('a number that a double cannot hold is told apart 100 000 levels down', () => {
    const [finding] = found(
      nested(100_000, '[', '9007199254740992', ']'),
      nested(100_000, '[', '9007199254740993', ']'),
    );
    assert.match(finding ?? '', / truncated candidate$/);
  });
});

describe('long lists', () => {
  const strings = (first: string, last: string) => [first, ...list(20_000, (i) => `string ${i}`), last];

  test('20 000 strings with both ends changed are two changed strings', () => {
    assert.deepEqual(found(json(strings('a', 'b')), json(strings('c', 'd'))), ['body[] value candidate']);
  });

  test('20 000 strings turned round are another order', () => {
    assert.deepEqual(found(json(strings('a', 'b')), json(strings('a', 'b').toReversed())), ['body order candidate']);
  });

  test('2 000 copies of a few strings in another order hide no changed one', () => {
    const copies = list(2_000, (i) => `s${i % 7}`);
    const changed = [...copies.slice(1_000), ...copies.slice(0, 999), 'new'];
    assert.deepEqual(found(json(copies), json(changed)).sort(), ['body order candidate', 'body[] value candidate']);
  });

  test('past 50 000 items they are paired by place, and one more is a length', () => {
    const numbers = list(50_010, (i) => i);
    const longer = [...numbers.map((n) => n + 1), 0];
    assert.deepEqual(found(json(numbers), json(longer)).sort(), ['body length candidate', 'body[] value candidate']);
  });

  test('what the budget does not reach is truncated, for all three alike', () => {
    const heavy = (start: number) => json(list(1_200, (k) => list(499, (i) => `s${(i * start + k) % 50}`)));
    const observations = found(heavy(1), heavy(7), heavy(11));
    assert.ok(observations.includes('body[][] truncated all'), observations.join());
    assert.ok(observations.includes('body[][] value all'), 'what was walked is told');
  });
});

describe('many differences', () => {
  const keyed = (from: number) => Object.fromEntries(list(600, (i) => [`k${from + i}`, i]));

  test('past 500 fields the rest is one truncated body', () => {
    const observations = found(json({}), json(keyed(0)));
    assert.equal(observations.length, 501);
    assert.ok(observations.includes('body truncated candidate'));
  });

  test('which fields fall under the cap does not depend on the role', () => {
    const cases = (observations: readonly string[], which: string) =>
      observations.filter((finding) => finding.endsWith(` ${which}`)).length;
    const one = found(json({}), json(keyed(300)), json(keyed(0)));
    const other = found(json({}), json(keyed(0)), json(keyed(300)));
    assert.equal(cases(one, 'secondary'), cases(other, 'candidate'));
    assert.equal(cases(one, 'candidate'), cases(other, 'secondary'));
  });

  test('a name as long as a page is cut', () => {
    const [finding] = found(json({ ['x'.repeat(50_000)]: 1 }), json({ ['x'.repeat(50_000)]: 2 }));
    assert.ok((finding ?? '').length < 150);
  });
});

test('comparing leaves the prototypes of the language alone', () => {
  const hostile = (n: number) => raw(`{"__proto__":{"polluted":${n}},"constructor":{"prototype":{"polluted":${n}}}}`);
  assert.deepEqual(found(hostile(1), hostile(2)).sort(), [
    'body.__proto__.polluted value candidate',
    'body.constructor.prototype.polluted value candidate',
  ]);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});
