/** Three answers to compare, made by rule: the same in every run. */

export interface Three {
  readonly primary: Uint8Array;
  readonly secondary: Uint8Array;
  readonly candidate: Uint8Array;
}

interface Item {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly price: number;
  readonly stock: number;
  readonly tags: readonly string[];
}

interface Page {
  readonly generatedAt: string;
  readonly total: number;
  readonly items: readonly Item[];
  readonly next: string | null;
}

const item = (id: number): Item => ({
  id,
  sku: `SKU-${String(id).padStart(6, '0')}`,
  title: 'A thing that "people" buy',
  price: 19.99 + id,
  stock: id % 7,
  tags: ['red', 'small'],
});

/** A page of a shop in about so many bytes of JSON. */
export function documentOf(bytes: number): Page {
  const each = JSON.stringify(item(1_000)).length + 1;
  const items = Array.from({ length: Math.max(5, Math.round(bytes / each)) }, (_, i) => item(1_000 + i));
  return { generatedAt: '2026-03-01T10:00:00Z', total: items.length, items, next: null };
}

const encoder = new TextEncoder();
const bytesOf = (page: object): Uint8Array => encoder.encode(JSON.stringify(page));

/** Five scalars at even distances, none of them an id. */
function edited(page: Page, edit: (item: Item) => Item): Page {
  const step = Math.floor(page.items.length / 5);
  return { ...page, items: page.items.map((each, i) => (i % step === 0 && i < 5 * step ? edit(each) : each)) };
}

/** A fixed permutation: the same number of turns by a step that shares no factor with the length. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = ((state) => () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  })(seed);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}

const rewritten = (page: Page): object => Object.fromEntries(Object.entries(page).reverse());

export const variants: Readonly<Record<string, (page: Page) => Three>> = {
  'equal bytes': (page) => ({ primary: bytesOf(page), secondary: bytesOf(page), candidate: bytesOf(page) }),
  'equal after parse': (page) => ({
    primary: bytesOf(page),
    secondary: bytesOf(rewritten(page)),
    candidate: encoder.encode(JSON.stringify(page, null, 1)),
  }),
  'another time in each': (page) => ({
    primary: bytesOf(page),
    secondary: bytesOf({ ...page, generatedAt: '2026-03-01T10:00:01Z' }),
    candidate: bytesOf({ ...page, generatedAt: '2026-03-01T10:00:02Z' }),
  }),
  'five edits': (page) => ({
    primary: bytesOf(page),
    secondary: bytesOf(edited(page, (each) => ({ ...each, stock: each.stock + 1 }))),
    candidate: bytesOf(edited(page, (each) => ({ ...each, price: each.price + 1 }))),
  }),
  'one insertion at the front': (page) => ({
    primary: bytesOf(page),
    secondary: bytesOf({ ...page, items: [item(1), ...page.items] }),
    candidate: bytesOf({ ...page, items: [item(2), ...page.items] }),
  }),
  shuffled: (page) => ({
    primary: bytesOf(page),
    secondary: bytesOf({ ...page, items: shuffled(page.items, 1) }),
    candidate: bytesOf({ ...page, items: shuffled(page.items, 2) }),
  }),
};
