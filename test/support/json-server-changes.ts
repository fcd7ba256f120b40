/**
 * What changed between json-server 0.17.4 and 1.0.0-beta.15, one row for each way of asking: requests that make sense to the
 * old version, and every difference that the new one's answers show. `announced` is the section of the new version's README
 * that says so (or what it says by leaving the feature out).
 */
import type { Aspect } from '../../server/core/finding.ts';

export type Change = readonly [field: string, aspect: Aspect];

export interface Asking {
  /** Sent as Canonical-Resource, so that each way of asking is an endpoint of its own. */
  readonly name: string;
  /** The n-th request (from 1); all are different. */
  readonly path: (n: number) => string;
  readonly announced: string;
  /** Of status, body, and the headers that only this answer has. */
  readonly changes: readonly Change[];
}

export const requestsEach = 30;

/** Both versions read the same file; each copy gets its own. Ids and foreign keys are numbers, as version 0 made them. */
export function library(): object {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  return {
    books: numbers(60).map((id) => ({
      id,
      title: `Volume word${((id - 1) % 30) + 1}x of ${id}`,
      views: 3 * id,
      author: `author${((id - 1) % 30) + 1}`,
    })),
    notes: numbers(120).map((id) => ({ id, text: `Note ${id}`, bookId: ((id - 1) % 60) + 1 })),
    profile: { name: 'reading room' },
  };
}

const textIds: Change = ['body[].id', 'type'];
const textId: Change = ['body.id', 'type'];
const allItemsGone: Change = ['body[]', 'missing'];
const countGone: readonly Change[] = [
  ['headers.x-total-count', 'missing'],
  ['headers.access-control-expose-headers', 'missing'],
];

export const askings: readonly Asking[] = [
  {
    name: 'details',
    path: (n) => `/books/${n}`,
    announced: 'Migration Notes: "id is always a string"',
    changes: [textId],
  },
  {
    name: 'list-by-author',
    path: (n) => `/books?author=author${n}`,
    announced: 'Migration Notes: "id is always a string"; Conditions: no operator is equality, as before',
    changes: [textIds],
  },
  {
    name: 'singular',
    path: (n) => `/profile?visit=${n}`,
    announced: 'Object Resources: as before',
    changes: [],
  },
  {
    name: 'page',
    path: (n) => `/books?_page=${1 + (n % 5)}&_limit=${5 + Math.floor((n - 1) / 5)}`,
    announced: 'Pagination: the answer is an object with "data"; Migration Notes: `_limit` is replaced by `_per_page`',
    changes: [['body', 'type'], ['headers.link', 'missing'], ...countGone],
  },
  {
    name: 'first-few',
    path: (n) => `/books?_limit=${n}`,
    announced: 'Migration Notes: `_limit` is replaced by `_per_page`; it is a condition on a field of that name now',
    changes: [allItemsGone, ...countGone],
  },
  {
    name: 'slice',
    path: (n) => `/books?_start=${n}&_end=${n + 4}`,
    announced: 'Query params: no `_start` and `_end` any more; they are conditions now',
    changes: [allItemsGone, ...countGone],
  },
  {
    name: 'sort-up',
    path: (n) => `/books?_sort=title&author=author${n}`,
    announced: 'Sort: ascending by one field as before',
    changes: [textIds],
  },
  {
    name: 'sort-down',
    path: (n) => `/books?_sort=views&_order=desc&author=author${n}`,
    announced: 'Sort: descending is `_sort=-views`; `_order` is a condition now',
    changes: [allItemsGone],
  },
  {
    name: 'search',
    path: (n) => `/books?q=word${n}x`,
    announced: 'Conditions: `contains` on one field; `q` is a condition now',
    changes: [allItemsGone],
  },
  {
    name: 'like',
    path: (n) => `/books?title_like=word${n}x`,
    announced: 'Conditions: no `_like` among the operators',
    changes: [allItemsGone],
  },
  {
    name: 'range',
    path: (n) => `/books?views_gte=${n}&views_lte=${n + 40}`,
    announced: 'Conditions: `gte` and `lte`; the old spelling still works',
    changes: [textIds],
  },
  {
    name: 'embed',
    path: (n) => `/books/${n}?_embed=notes`,
    announced: 'Migration Notes: "id is always a string", so that foreign keys that are numbers match none',
    changes: [textId, ['body.notes[]', 'missing']],
  },
  {
    name: 'expand',
    path: (n) => `/notes/${n}?_expand=book`,
    announced: 'Migration Notes: "Use `_embed` instead of `_expand`"',
    changes: [textId, ['body.book', 'missing']],
  },
  {
    name: 'nested',
    path: (n) => `/books/${n}/notes`,
    announced: 'Array Resources: no nested routes any more',
    changes: [
      ['status', 'value'],
      ['status', 'type'],
    ],
  },
  {
    name: 'unknown',
    path: (n) => `/books/${1000 + n}`,
    announced: 'not announced: a 404 says { "error": "Not Found" }',
    changes: [['body.error', 'extra']],
  },
];

/** Every answer shows these. None is announced: version 1 stands on tinyhttp and another CORS middleware. */
export const headerChanges: readonly Change[] = [
  ['headers.x-powered-by', 'value'],
  ['headers.content-type.charset', 'missing'],
  ['headers.etag', 'missing'],
  ['headers.vary', 'missing'],
  ['headers.cache-control', 'missing'],
  ['headers.pragma', 'missing'],
  ['headers.expires', 'missing'],
  ['headers.x-content-type-options', 'missing'],
  ['headers.access-control-allow-credentials', 'missing'],
  ['headers.access-control-allow-origin', 'extra'],
  ['headers.access-control-allow-methods', 'extra'],
  ['headers.access-control-allow-headers', 'extra'],
];
