/**
 * A service that is as noisy as it is told, with or without changes. What a copy answers depends on its seed, the request, and how
 * often it was asked that before, so that a run is the same whenever it is repeated and in whatever order its requests arrive, and a
 * request that is sent again meets other noise.
 */
import type { RequestListener } from 'node:http';
import { between, pick, type Random, seededRandom, shuffled } from '../../server/demo/random.ts';

type Members = Record<string, unknown>;

/** An answer in the making. */
interface Draft {
  status: number;
  readonly headers: Record<string, string>;
  body: Members;
}

/** What is drawn here is this copy's own. `n` numbers the requests. */
type Noise = (draft: Draft, random: Random, n: number, burst: (length: number, share: number) => boolean) => void;

const hex = (random: Random): string => Math.floor(random() * 2 ** 32).toString(16);

export const noises = {
  ids: ({ headers, body }, random) => {
    headers['x-request-id'] = hex(random);
    body.requestId = hex(random);
  },
  times: ({ body }, random) => {
    body.generatedAt = new Date(1_780_000_000_000 + between(random, 0, 999_999)).toISOString();
  },
  counters: ({ body }, random, n) => {
    body.served = n * 3 + between(random, 0, 2);
  },
  /** A cache that each copy fills on its own. */
  flips: ({ headers, body }, random) => {
    headers['x-cache'] = random() < 0.2 ? 'MISS' : 'HIT';
    body.stock = random() < 0.2 ? 'low' : 'in';
  },
  mostly: ({ body }, random) => {
    body.served_by = pick(random, ['a', 'b', 'c', 'd']);
  },
  order: ({ body }, random) => {
    body.tags = shuffled(random, ['oak', 'new', 'sale', 'heavy']);
  },
  jitter: ({ body }, random) => {
    body.score = 4 + random() / 100;
  },
  optional: ({ body }, random) => {
    if (random() < 0.1) body.hint = 'only a few left';
  },
  /** Once in three hundred answers something that no other answer has. */
  flukes: ({ headers, body }, random) => {
    if (random() < 1 / 300) body.warning = 'slow';
    if (random() < 1 / 300) headers['x-retried'] = '1';
  },
  errors: (draft, random) => {
    if (random() > 0.02) return;
    draft.status = 503;
    draft.body = { error: 'busy' };
  },
  /** A stale cache, for twenty requests on end. */
  bursts: ({ body }, _, __, burst) => {
    body.rank = burst(20, 0.1) ? 'yesterday' : 'today';
  },
} satisfies Readonly<Record<string, Noise>>;
export type NoiseName = keyof typeof noises;

interface Regression {
  readonly change: (draft: Draft, n: number, random: Random) => void;
  /** What has to be named: field and aspect. */
  readonly named: readonly string[];
}

const lines = (body: Members): Members[] => (Array.isArray(body.lines) ? body.lines : []);
const address = (body: Members): Members => (body.address ?? {}) as Members;

/** Changes of orders in the new version. */
export const regressions = {
  value: { named: ['body.total value'], change: ({ body }) => add(body, 'total', 1) },
  rare: { named: ['body.total value'], change: ({ body }, n) => n % 33 === 5 && add(body, 'total', 1) },
  type: {
    named: ['body.lines[].quantity type'],
    change: ({ body }) => {
      for (const line of lines(body)) line.quantity = String(line.quantity);
    },
  },
  missing: { named: ['body.address.zip missing'], change: ({ body }) => delete address(body).zip },
  extra: {
    named: ['body.address.floor extra'],
    change: ({ body }) => {
      if (body.address !== undefined) address(body).floor = 2;
    },
  },
  format: {
    named: ['body.placedOn value', 'body.placedOn format'],
    change: ({ body }) => {
      if (typeof body.placedOn === 'string') body.placedOn = body.placedOn.split('-').reverse().join('.');
    },
  },
  status: {
    named: ['status value'],
    change: (draft, n) => {
      if (n % 8 === 0 && draft.status === 200) draft.status = 206;
    },
  },
  order: { named: ['body.lines order'], change: ({ body }) => lines(body).reverse() },
  item: { named: ['body.lines[] missing'], change: ({ body }) => lines(body).pop() },
  header: {
    named: ['headers.cache-control missing'],
    change: ({ headers }) => delete headers['cache-control'],
  },
  nothing: {
    named: ['body.note type'],
    change: ({ body }, n) => {
      if (n % 5 === 0 && 'note' in body) body.note = null;
    },
  },
  /** Behind noise: `flips` says so of 20 %. */
  oftener: {
    named: ['body.stock value'],
    change: ({ body }, _, random) => {
      if (body.stock === 'in' && random() < 0.4) body.stock = 'low';
    },
  },
} satisfies Readonly<Record<string, Regression>>;
export type RegressionName = keyof typeof regressions;

function add(body: Members, key: string, by: number): void {
  if (typeof body[key] === 'number') body[key] += by;
}

/** What every version says of order `n`. */
function order(n: number): Members {
  const random = seededRandom(n);
  return {
    id: n,
    total: between(random, 10, 9000),
    currency: pick(random, ['EUR', 'USD', 'GBP', 'JPY']),
    note: pick(random, ['ring twice', 'leave at the door', 'none']),
    placedOn: `2026-0${between(random, 1, 9)}-${between(random, 10, 28)}`,
    address: { city: pick(random, ['Oslo', 'Kyoto', 'Porto']), zip: String(between(random, 10_000, 99_999)) },
    lines: [1, 2, 3].map((i) => ({
      sku: `${n}-${i}`,
      quantity: between(random, 1, 9),
      price: between(random, 1, 900),
    })),
  };
}

export interface Copy {
  readonly seed: number;
  readonly noise: readonly NoiseName[];
  readonly changes?: readonly RegressionName[];
}

/** Answers `/orders/N`, and `/stock/N` with less in it, which no change touches. */
export function noisyService({ seed, noise, changes = [] }: Copy): RequestListener {
  const asked = new Map<string, number>();
  return (request, response) => {
    const path = request.url ?? '';
    const before = asked.get(path) ?? 0;
    asked.set(path, before + 1);
    const now = before === 0 ? seed : mixed(seed, before);
    const randomFor = (...parts: readonly number[]) => seededRandom(parts.reduce(mixed, now));
    const [, kind, digits] = path.split('/');
    const n = Number(digits);
    const body = kind === 'orders' ? order(n) : { id: n, amount: n % 9 };
    const draft: Draft = { status: 200, headers: { 'cache-control': 'max-age=60' }, body };
    // Each kind of noise draws from numbers of its own: that another is added changes none of them.
    for (const [i, name] of Object.keys(noises).entries()) {
      if (!noise.includes(name as NoiseName)) continue;
      const burst = (length: number, share: number) => randomFor(i, Math.floor(n / length))() < share;
      noises[name as NoiseName](draft, randomFor(i, n), n, burst);
    }
    if (kind === 'orders')
      for (const [i, name] of changes.entries()) regressions[name].change(draft, n, randomFor(-1 - i, n));
    response.writeHead(draft.status, { 'content-type': 'application/json', ...draft.headers });
    response.end(JSON.stringify(draft.body));
  };
}

/** The mixer of MurmurHash3 over what came before. */
function mixed(hash: number, part: number): number {
  let h = Math.imul(hash ^ part ^ (part << 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
