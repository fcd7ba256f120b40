/** Objects whose keys are data, told by one look. What is learned over time stands in maps.test.ts. */
import { json } from '../answers.ts';
import type { Example } from '../compare.examples.ts';

type Members = Readonly<Record<string, unknown>>;

const map = (from: number, to: number, value: (n: number) => unknown): Members =>
  Object.fromEntries(Array.from({ length: to - from }, (_, i) => [String(from + i), value(from + i)]));
const orders = (from: number, to: number) => ({ orders: map(from, to, (n) => ({ total: n, currency: 'EUR' })) });
const keyed = (keys: readonly string[], value: unknown) => ({ m: Object.fromEntries(keys.map((key) => [key, value])) });
const uuids = Array.from({ length: 9 }, (_, i) => `8f14e45f-ceea-467f-9575-00000000000${i}`);
const days = Array.from({ length: 9 }, (_, i) => `2026-01-0${i + 1}`);
const people = Array.from({ length: 9 }, (_, i) => `person${i}@example.com`);
const first = 'cents';
const dashed = ['a-b', 'c-d', 'e-f', 'g-h', 'i-j', 'k-l', 'm-n', 'o-p', 'q-r'];
const words = ['alfa', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india'];

export const maps: readonly Example[] = [
  [
    'a value under a key that is data',
    json(orders(8800, 8810)),
    json({ orders: { ...orders(8800, 8810).orders, 8803: { total: 1, currency: 'EUR' } } }),
    ['body.orders.{}.total value'],
  ],
  [
    'two values under two such keys are one finding',
    json({ m: map(1, 20, (n) => n) }),
    json({ m: { ...map(1, 20, (n) => n), 3: 33, 7: 77 } }),
    ['body.m.{} value'],
  ],
  ['a key less', json(orders(1, 20)), json(orders(1, 19)), ['body.orders.{} missing']],
  ['a key more', json(orders(1, 20)), json(orders(1, 21)), ['body.orders.{} extra']],
  ['all keys new', json(orders(1, 20)), json(orders(21, 40)), ['body.orders.{} missing', 'body.orders.{} extra']],
  ['UUIDs', json(keyed(uuids, 1)), json(keyed(uuids, 2)), ['body.m.{} value']],
  ['days', json(keyed(days, 1)), json(keyed(days, 2)), ['body.m.{} value']],
  ['e-mail addresses', json(keyed(people, 'x')), json(keyed(people.slice(1), 'x')), ['body.m.{} missing']],
  [
    'a map in a map',
    json({ m: map(1, 10, () => map(1, 10, () => 1)) }),
    json({ m: map(1, 10, () => map(1, 10, () => 2)) }),
    ['body.m.{}.{} value'],
  ],
  ['a list of maps', json([map(1, 10, () => 1)]), json([map(1, 10, () => 2)]), ['body[].{} value']],
  ['the whole document', json(map(100, 110, () => 1)), json(map(100, 110, () => 2)), ['body.{} value']],
  ['null fits every shape', json(keyed([...days], null)), json(keyed(days.slice(1), null)), ['body.m.{} missing']],
  ['few keys are no map yet', json({ m: { 1: 1, 2: 2 } }), json({ m: { 1: 1, 2: 3 } }), ['body.m["2"] value']],
  [
    'one name among the keys makes a record',
    json({ m: { ...map(1, 10, () => 1), [first]: 1 } }),
    json({ m: { ...map(1, 10, () => 1), [first]: 2 } }),
    [`body.m.${first} value`],
  ],
  [
    'values of two shapes make a record',
    json({ m: { ...map(1, 10, () => 1), 11: 'x' } }),
    json({ m: { ...map(1, 10, () => 1), 11: 'y' } }),
    ['body.m["11"] value'],
  ],
  [
    'a dash in a name is no data',
    json(keyed(dashed, 1)),
    json({ m: { ...keyed(dashed, 1).m, 'a-b': 2 } }),
    ['body.m["a-b"] value'],
  ],
  [
    'a record of many names',
    json(keyed(words, 1)),
    json({ m: { ...keyed(words, 1).m, golf: 2 } }),
    ['body.m.golf value'],
  ],
  [
    'both old copies have keys of their own',
    json(orders(1, 20)),
    json(orders(1, 20)),
    ['body.orders.{} missing secondary', 'body.orders.{} extra secondary'],
    json(orders(2, 21)),
  ],
];
