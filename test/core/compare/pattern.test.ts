import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAnswers, differencesOf } from '../../../server/core/compare/compare.ts';
import { patternOf } from '../../../server/core/compare/pattern.ts';
import type { Answer } from '../../../server/core/exchange.ts';
import { exactNumber } from '../../../server/core/lift/number.ts';
import { decoders } from '../../../server/decoders.ts';
import { answer, raw } from '../answers.ts';

const table: readonly (readonly [primary: unknown, candidate: unknown, pattern: string | undefined])[] = [
  ['Ada', 'ADA', 'case'],
  ['Ada Lovelace', 'Ada  Lovelace ', 'white space'],
  ['a\nb', 'a\r\nb', 'white space'],
  ['caf\u00e9', 'cafe\u0301', 'normalization'],
  ['12.50', '12.5', 'trailing zeros'],
  [exactNumber('12.50'), 12.5, 'trailing zeros'],
  [1000, exactNumber('1e3'), 'spelling'],
  [0, exactNumber('-0'), 'spelling'],
  ['2026-03-04T10:00:00Z', '2026-03-04T11:00:00+01:00', 'time zone'],
  ['2026-03-04T10:00:00Z', '2026-03-04T10:00:00.000Z', 'precision'],
  ['2026-03-04T10:00:00.123Z', '2026-03-04T10:00:00Z', 'precision'],
  ['2026-03-04T10:00:00Z', '2026-03-04T10:00:07Z', undefined],
  [7, -7, 'sign'],
  [7, 8, '+1'],
  ['8', '7', '-1'],
  [12.345, 12.35, 'rounding'],
  [12.4, 12, 'rounding'],
  [1234, 1200, 'rounding'],
  [1234, 1100, undefined],
  ['paid', 'open', undefined],
  [1, '1', undefined],
  [true, false, undefined],
  [null, undefined, undefined],
  [{ a: 1 }, { a: 2 }, undefined],
];

describe('what a difference comes down to', () => {
  for (const [primary, candidate, pattern] of table) {
    test(`${JSON.stringify(primary)} and ${JSON.stringify(candidate)}: ${pattern ?? 'nothing with a name'}`, () => {
      assert.equal(patternOf(primary, candidate), pattern);
    });
  }
});

const patterns = (primary: Answer, candidate: Answer) =>
  differencesOf({ primary, candidate }, decoders).map(({ field, aspect, pattern }) => [field, aspect, pattern]);

test('a difference is named by its values', () => {
  assert.deepEqual(
    patterns(raw('{"a":"x","b":1.0}'), raw('{"a":"X","b":1}')),
    [
      ['body.b', 'format', 'trailing zeros'],
      ['body.a', 'value', 'case'],
    ].toSorted(),
  );
});

test('a field of many places has a name where all of them come down to it', () => {
  const items = (change: (i: number) => unknown) =>
    raw(JSON.stringify(Array.from({ length: 9 }, (_, i) => ({ id: i, name: change(i) }))));
  const old = items((i) => `name ${i}`);
  const field = 'body[].name';
  assert.deepEqual(
    patterns(
      old,
      items((i) => `NAME ${i}`),
    ),
    [[field, 'value', 'case']],
  );
  assert.deepEqual(
    patterns(
      old,
      items((i) => (i < 8 ? `NAME ${i}` : `name  ${i}`)),
    ),
    [[field, 'value', undefined]],
  );
  assert.deepEqual(
    patterns(
      old,
      items((i) => (i > 0 ? `NAME ${i}` : 'other')),
    ),
    [[field, 'value', undefined]],
  );
});

test('noise has no name, and counts of the candidate alone have', () => {
  const answers = { primary: raw('{"a":"x","b":"y"}'), candidate: raw('{"a":"X","b":"Y"}') };
  assert.deepEqual(compareAnswers({ ...answers, secondary: raw('{"a":"X","b":"y"}') }, decoders), [
    { field: 'body.a', aspect: 'value', case: 'primary' },
    { field: 'body.b', aspect: 'value', case: 'candidate', pattern: 'case' },
  ]);
});

test('long texts are looked into within bounds', () => {
  const texts = (change: (text: string) => string) =>
    raw(
      JSON.stringify(Array.from({ length: 9 }, (_, id) => ({ id, text: change(`${id} ${'some '.repeat(12_000)}`) }))),
    );
  const [only] = patterns(
    texts(String),
    texts((text) => text.toUpperCase()),
  );
  assert.deepEqual(only, ['body[].text', 'value', undefined]);
});

test('another tag of the same body says so', () => {
  const tagged = (tag: string, body: string) => answer(200, [['ETag', tag]], body);
  assert.deepEqual(patterns(tagged('"a"', 'x'), tagged('"b"', 'x')), [['headers.etag', 'value', 'same body']]);
  assert.deepEqual(patterns(tagged('"a"', 'x'), tagged('"b"', 'y')), [
    ['headers.etag', 'value', 'other body'],
    ['body', 'value', undefined],
  ]);
  assert.deepEqual(patterns(tagged('"a"', '{"n":1,"m":2}'), tagged('"b"', '{"m":2, "n":1}')), [
    ['headers.etag', 'value', undefined],
  ]);
});
