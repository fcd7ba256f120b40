/** Lists whose items nothing but their likeness can pair. */
import { json } from '../answers.ts';
import type { Example } from '../compare.examples.ts';

const items = (...list: readonly unknown[]) => json({ items: list });
const events = (from: number, to: number, at: number) =>
  Array.from({ length: to - from }, (_, i) => ({ at: `${at}:${i}`, n: (from + i) % 7, text: `event ${from + i}` }));
const rows = (from: number, to: number, at: number) =>
  Array.from({ length: to - from }, (_, i) => [`${at}:${i}`, `row ${from + i}`, (from + i) % 5]);

export const likeness: readonly Example[] = [
  [
    'a time in every item, and one item more in front',
    json(events(1, 300, 1)),
    json(events(0, 300, 2)),
    ['body[].at value', 'body[] extra'],
  ],
  [
    'a time in every item, and one item less in the middle',
    json(events(0, 300, 1)),
    json(events(0, 300, 2).filter((_, i) => i !== 150)),
    ['body[].at value', 'body[] missing'],
  ],
  [
    'a time in every row, and one row more in front',
    json(rows(1, 100, 1)),
    json(rows(0, 100, 2)),
    ['body[][] value', 'body[] extra'],
  ],
  [
    'a time in every item, and another order',
    json(events(0, 30, 1)),
    json(events(0, 30, 2).toReversed()),
    ['body order', 'body[].at value'],
  ],
  [
    'a time in every item, and one text changed',
    json(events(0, 30, 1)),
    json(events(0, 30, 2).map((event, i) => (i === 3 ? { ...event, text: 'new' } : event))),
    ['body[].at value', 'body[].text value'],
  ],
  [
    'items that differ in everything are paired by place',
    items({ p: 1, q: 'a' }, { p: 2, q: 'b' }),
    items({ p: 3, q: 'c' }, { p: 4, q: 'd' }),
    ['body.items[].p value', 'body.items[].q value'],
  ],
  [
    'numbers that items happen to share are no order',
    items({ at: 1, n: 1 }, { at: 2, n: 2 }, { at: 3, n: 1 }, { at: 4, n: 2 }, { at: 5, n: 1 }),
    items({ at: 6, n: 2 }, { at: 7, n: 1 }, { at: 8, n: 2 }, { at: 9, n: 2 }, { at: 10, n: 1 }),
    ['body.items[].at value', 'body.items[].n value'],
  ],
  [
    'of two new items beside a changed one the changed one is found',
    items({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 }),
    items({ a: 8, b: 8, c: 8 }, { a: 9, b: 9, c: 9 }, { a: 1, b: 1, c: 5 }, { a: 2, b: 2, c: 2 }),
    ['body.items[] extra', 'body.items[].c value'],
  ],
  [
    'two changed items in a new order',
    items({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 }, { a: 3, b: 3, c: 3 }, { a: 4, b: 4, c: 4 }),
    items({ a: 4, b: 4, c: 4 }, { a: 3, b: 3, c: 3 }, { a: 2, b: 2, c: 9 }, { a: 1, b: 1, c: 9 }),
    ['body.items order', 'body.items[].c value'],
  ],
  [
    'another order of lists, and of the items in them',
    json([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    json([
      [6, 5],
      [4, 3],
      [2, 1],
    ]),
    ['body order', 'body[] order'],
  ],
  [
    'another order of objects, and of the tags in them',
    items({ t: ['a', 'b'], n: 1.5 }, { t: ['c', 'd'], n: 2.5 }),
    items({ t: ['d', 'c'], n: 2.5 }, { t: ['b', 'a'], n: 1.5 }),
    ['body.items order', 'body.items[].t order'],
  ],
  [
    'another order, and a value changed in a list inside',
    items({ t: ['a', 'b'], n: 1.5, m: 2 }, { t: ['c', 'd'], n: 2.5, m: 3 }, { t: ['e'], n: 3.5, m: 4 }),
    items({ t: ['c', 'd'], n: 2.5, m: 3 }, { t: ['a', 'x'], n: 1.5, m: 2 }, { t: ['e'], n: 3.5, m: 4 }),
    ['body.items order', 'body.items[].t[] value'],
  ],
  [
    'a window that moved on by one',
    items({ kind: 'a', n: 1 }, { kind: 'b', n: 2 }, { kind: 'a', n: 3 }),
    items({ kind: 'b', n: 2 }, { kind: 'a', n: 3 }, { kind: 'a', n: 4 }),
    ['body.items[] missing', 'body.items[] extra'],
  ],
  ['a copy turned into others', items(1, 1, 1), items(1, 2, 3), ['body.items[] value']],
  ['a copy more among copies', items('a', 'b', 'b'), items('b', 'a', 'b', 'b'), ['body.items[] extra']],
  ['equal ends, one changed between', items(1, 2, 3, 4), items(1, 2, 9, 4), ['body.items[] value']],
  [
    'a key by another name than id',
    items({ k: 'x', p: 1 }, { k: 'y', p: 2 }),
    items({ k: 'y', p: 5 }, { k: 'x', p: 1 }),
    ['body.items order', 'body.items[].p value'],
  ],
  [
    'a key that is not there twice is none',
    items({ id: 1, p: 1 }, { id: 1, p: 2 }),
    items({ id: 1, p: 1 }, { id: 1, p: 9 }),
    ['body.items[].p value'],
  ],
  [
    'noise in the order of both old copies leaves a changed value visible',
    items({ id: 1, p: 1 }, { id: 2, p: 2 }, { id: 3, p: 3 }),
    items({ id: 2, p: 2 }, { id: 3, p: 3 }, { id: 1, p: 7 }),
    ['body.items order all', 'body.items[].p value candidate'],
    items({ id: 3, p: 3 }, { id: 2, p: 2 }, { id: 1, p: 1 }),
  ],
];
