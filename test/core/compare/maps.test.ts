import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { LearnedMaps } from '../../../server/core/compare/maps.ts';
import { decoders } from '../../../server/decoders.ts';
import { json } from '../answers.ts';

const endpoint = 'GET /orders';

/** What is found when the candidate answers otherwise, after all the exchanges before. */
function found(learned: LearnedMaps, primary: unknown, candidate: unknown, at = endpoint): readonly string[] {
  const answers = { primary: json(primary), candidate: json(candidate) };
  return compareAnswers(answers, decoders, undefined, { maps: learned.at(at) }).map(
    ({ field, aspect }) => `${field} ${aspect}`,
  );
}

const order = (total: number) => ({ total, currency: 'EUR' });
const orders = (ids: readonly (string | number)[], total = 1) => ({
  orders: Object.fromEntries(ids.map((id) => [id, order(total)])),
});

describe('keys that look like data', () => {
  test('fold once twenty were seen, and the values below them do', () => {
    const learned = new LearnedMaps();
    for (let i = 0; i < 9; i++) {
      const ids = [3 * i, 3 * i + 1, 3 * i + 2];
      const place = i < 7 ? `body.orders["${3 * i}"].total value` : 'body.orders.{}.total value';
      assert.ok(found(learned, orders(ids), orders(ids, 2)).includes(place), `${place} in exchange ${i}`);
    }
    assert.deepEqual(found(learned, orders([700]), orders([700], 2)), ['body.orders.{}.total value']);
    assert.deepEqual(found(learned, orders([1, 2]), orders([1])), ['body.orders.{} missing']);
    assert.deepEqual(found(learned, orders([1]), orders([1, 5])), ['body.orders.{} extra']);
  });

  test('do so at their endpoint only', () => {
    const learned = new LearnedMaps();
    for (let i = 0; i < 30; i++) found(learned, orders([i]), orders([i], 2));
    const elsewhere = found(learned, orders([1]), orders([1], 2), 'GET /other');
    assert.deepEqual(elsewhere, ['body.orders["1"].total value']);
  });

  test('one look at many of them is remembered', () => {
    const learned = new LearnedMaps();
    const many = Array.from({ length: 10 }, (_, i) => i);
    found(learned, orders(many), orders(many, 2));
    assert.deepEqual(found(learned, orders([5]), orders([5], 2)), ['body.orders.{}.total value']);
  });

  test('that stay the same twenty are a record', () => {
    const learned = new LearnedMaps();
    const mixed = (n: number) => ({
      m: Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`${i}`, i % 2 ? n : [n]])),
    });
    for (let i = 0; i < 50; i++) found(learned, mixed(1), mixed(2));
    assert.ok(found(learned, mixed(1), mixed(2)).includes('body.m["1"] value'));
  });
});

describe('keys that look like words', () => {
  const name = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');

  test('fold when they never stop being new', () => {
    const learned = new LearnedMaps();
    const users = (from: number, total = 1) => orders([name(from), name(from + 1), name(from + 2)], total);
    for (let i = 0; i < 30; i++) found(learned, users(1_000 + 3 * i), users(1_000 + 3 * i, 2));
    assert.deepEqual(found(learned, users(5_000), users(5_000, 2)), ['body.orders.{}.total value']);
  });

  test('of a record with optional members never do', () => {
    const learned = new LearnedMaps();
    const random = ((state) => () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    })(7);
    const record = (n: number, names: readonly string[]) => Object.fromEntries(names.map((each) => [each, n]));
    for (let i = 0; i < 400; i++) {
      const names = Array.from({ length: 80 }, (_, k) => name(1_000 + k)).filter(() => random() < 0.2);
      found(learned, record(1, names), record(2, names));
    }
    assert.deepEqual(found(learned, { dcba: 1 }, { dcba: 2 }), ['body.dcba value']);
  });

  test('with one dash among them never do', () => {
    const learned = new LearnedMaps();
    const record = (n: number) => ({ 'content-type': n, total: n, name: n });
    for (let i = 0; i < 100; i++) found(learned, record(1), record(2));
    assert.deepEqual(found(learned, record(1), record(2)), [
      'body["content-type"] value',
      'body.total value',
      'body.name value',
    ]);
  });
});

describe('what was learned', () => {
  test('survives a restart in the fields of the findings', () => {
    const learned = new LearnedMaps([{ endpoint, field: 'body.orders.{}.lines.{}.total' }]);
    assert.deepEqual(found(learned, orders([1]), orders([1], 2)), ['body.orders.{}.total value']);
    const lines = (n: number) => ({ orders: { 1: { lines: { 2: { total: n } } } } });
    assert.deepEqual(found(learned, lines(1), lines(2)), ['body.orders.{}.lines.{}.total value']);
  });

  test('below one key holds below all of them once those are learned to be data', () => {
    const learned = new LearnedMaps();
    const ids = (n: number) => Array.from({ length: 9 }, (_, i) => i + n);
    const prices = (n: number) => Object.fromEntries(ids(10).map((id) => [id, n]));
    const list = (keys: readonly number[], n: number) =>
      Object.fromEntries(keys.map((key) => [key, { prices: prices(n) }]));
    assert.deepEqual(found(learned, list([1], 1), list([1], 2)), ['body["1"].prices.{} value']);
    assert.deepEqual(learned.learned(), [{ endpoint, field: 'body["1"].prices' }]);
    found(learned, list(ids(1), 1), list(ids(1), 2));
    assert.deepEqual(
      learned.learned().map(({ field }) => field),
      ['body', 'body.{}.prices'],
    );
    assert.deepEqual(learned.learned(), []);
    const one = { 5: { prices: { 99: 1 } } };
    assert.deepEqual(found(learned, one, { 5: { prices: { 99: 2 } } }), ['body.{}.prices.{} value']);
  });

  test('is the same after the same exchanges', () => {
    const run = () => {
      const learned = new LearnedMaps();
      return Array.from({ length: 40 }, (_, i) => found(learned, orders([i, i + 1]), orders([i], 2)));
    };
    assert.deepEqual(run(), run());
  });

  test('is bounded, whatever is seen', () => {
    const learned = new LearnedMaps();
    for (let i = 0; i < 6_000; i++) learned.at(endpoint).saw(`body.f${i}`, 'a', 1);
    for (let i = 0; i < 19; i++) learned.at(endpoint).saw('body.f0', `${i}`, 1);
    // The first field was forgotten, and so was its one sighting.
    assert.equal(learned.at(endpoint).isMap('body.f0'), false);
    learned.at(endpoint).saw('body.f0', '19', 1);
    assert.equal(learned.at(endpoint).isMap('body.f0'), true);
  });
});
