/**
 * Simulated people at the demo's shop: shoppers, staff, monitors and crawlers that follow what the service really answers.
 * What they send is the demo's recorded traffic. The same seed sends the same requests.
 */
import { between, gaussian, pick, type Random } from '../../server/demo/random.ts';

/** One line of a traffic file, as the outside contract describes it. */
export interface TrafficLine {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly data?: string;
  /** RFC 3339. */
  readonly ts: string;
}

/** Goes through one person's visit; every call is one request. Gives the answer's body where it is JSON. */
type Send = (method: string, path: string, body?: unknown) => Promise<unknown>;

const staffBegins = Date.parse('2026-03-02T07:30:00Z');
const shopOpens = Date.parse('2026-03-02T08:00:00Z');
const spanMs = 2 * 3_600_000;
const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
];
const languages = ['en-GB,en;q=0.9', 'de-DE,de;q=0.9,en;q=0.6', 'ja-JP,ja;q=0.9', 'pt-PT,pt;q=0.8'];
const words = ['wool', 'oak', 'lamp', 'glass', 'blanket', 'cork', 'kettle', 'clay bowl', 'linen', 'mirror', 'rug 12'];
const percentWords = ['50% off', '100% wool', '100% linen', '20% off lamp', '% sale'];
const months = ['2025-11', '2025-12', '2026-01', '2026-02'];
const currencies = ['EUR', 'USD', 'GBP', 'JPY'];
const catalogue = { products: 600, customers: 800, orders: 2400 };

const query = (words: string): string => encodeURIComponent(words);

/** Few products get most of the visits. */
function popular(random: Random): number {
  return 1 + Math.floor(catalogue.products * random() ** 3);
}

function idsIn(page: unknown): number[] {
  if (typeof page !== 'object' || page === null || !('items' in page) || !Array.isArray(page.items)) return [];
  return page.items.map((item: { readonly id: number }) => item.id);
}

async function shopper(send: Send, random: Random): Promise<void> {
  if (random() < 0.3) await send('GET', '/health');
  const searched = random() < 0.12 ? pick(random, percentWords) : pick(random, words);
  const first = random() < 0.55 ? `/products?page=${between(random, 1, 9)}` : `/search?q=${query(searched)}`;
  let listed = idsIn(await send('GET', first));
  for (let pages = between(random, 0, 3); pages > 0; pages -= 1) {
    listed = idsIn(await send('GET', `/products?page=${between(random, 1, 30)}`));
  }
  for (let looks = between(random, 1, 3); looks > 0; looks -= 1) {
    const id = listed.length > 0 && random() < 0.7 ? pick(random, listed) : popular(random);
    await send('GET', `/products/${id}`);
    if (random() < 0.4) {
      const again = random() < 0.12 ? pick(random, percentWords) : pick(random, words);
      listed = idsIn(await send('GET', `/search?q=${query(again)}&page=${between(random, 1, 2)}`));
    }
  }
  if (random() < 0.03) await send('GET', `/products/${between(random, 900, 999)}`);
  if (random() < 0.15) {
    const customerId = between(random, 1, catalogue.customers);
    await send('GET', `/customers/${customerId}`);
    await send('POST', '/orders', {
      customerId,
      lines: [{ productId: popular(random), quantity: between(random, 1, 3) }],
    });
  }
  if (random() < 0.35) {
    const order = between(random, 1, catalogue.orders);
    await send('GET', `/orders/${order}`);
    await send('GET', `/orders/${order}/delivery`);
  }
}

async function clerk(send: Send, random: Random): Promise<void> {
  for (let rounds = between(random, 4, 8); rounds > 0; rounds -= 1) {
    const currency = random() < 0.6 ? `currency=${pick(random, currencies)}&` : '';
    const orders = idsIn(await send('GET', `/orders?${currency}page=${between(random, 1, 30)}&size=20`));
    for (const id of orders.slice(0, between(random, 0, 3))) {
      await send('GET', `/orders/${id}`);
      if (random() < 0.25) await send('GET', `/orders/${id}/delivery`);
      if (random() < 0.4) await send('GET', `/customers/${between(random, 1, catalogue.customers)}`);
    }
    if (random() < 0.28) await send('GET', `/reports/sales?month=${pick(random, months)}`);
    if (random() < 0.25) await send('GET', `/customers?page=${between(random, 1, 80)}`);
  }
}

async function monitor(send: Send): Promise<void> {
  for (let rounds = 10; rounds > 0; rounds -= 1) {
    await send('GET', '/health');
    await send('HEAD', '/products?page=1');
  }
}

async function crawler(send: Send, random: Random): Promise<void> {
  await send('GET', '/robots.txt');
  const start = between(random, 1, 50);
  for (let page = start; page < start + 4; page += 1) await send('GET', `/products?page=${page}&size=50`);
}

interface Kind {
  readonly visits: number;
  /** Epoch milliseconds; visits begin at random within `spanMs` after it. */
  readonly from: number;
  readonly visit: (send: Send, random: Random) => Promise<void>;
  readonly headers: (random: Random) => Record<string, string>;
}

const token = (random: Random): string => Math.floor(random() * 2 ** 48).toString(36);

const kinds: readonly Kind[] = [
  {
    visits: 360,
    from: shopOpens,
    visit: shopper,
    headers: (random) => ({
      'user-agent': pick(random, browsers),
      accept: 'application/json',
      'accept-language': pick(random, languages),
      cookie: `session=${token(random)}`,
      // Some have not signed in, and are told so where it matters.
      ...(random() < 0.9 ? { authorization: `Bearer ${token(random)}` } : {}),
    }),
  },
  {
    visits: 60,
    from: staffBegins,
    visit: clerk,
    headers: (random) => ({
      'user-agent': 'backoffice/4.2',
      accept: 'application/json',
      authorization: `Bearer staff-${token(random)}`,
    }),
  },
  { visits: 10, from: staffBegins, visit: monitor, headers: () => ({ 'user-agent': 'uptime/1.9', accept: '*/*' }) },
  {
    visits: 20,
    from: shopOpens,
    visit: crawler,
    headers: () => ({ 'user-agent': 'examplebot/2.1 (+https://bot.example)' }),
  },
];

/** Lets everyone visit the shop at `url` and gives what they sent, in the order of its time. `share` is of the visits: 1 is all. */
export async function visitShop(url: string, random: Random, share = 1): Promise<readonly TrafficLine[]> {
  const lines: TrafficLine[] = [];
  for (const kind of kinds) {
    for (let visits = Math.ceil(kind.visits * share); visits > 0; visits -= 1) {
      const headers = kind.headers(random);
      let at = kind.from + random() * spanMs;
      const send: Send = async (method, path, body) => {
        at += 4000 * Math.exp(gaussian(random));
        const text = body === undefined ? undefined : JSON.stringify(body);
        const sent = text === undefined ? headers : { ...headers, 'content-type': 'application/json' };
        lines.push({
          method,
          path,
          headers: sent,
          ...(text === undefined ? {} : { data: Buffer.from(text).toString('base64') }),
          ts: new Date(at).toISOString(),
        });
        const response = await fetch(url + path, {
          method,
          headers: sent,
          ...(text === undefined ? {} : { body: text }),
        });
        const answer = await response.text();
        return response.headers.get('content-type')?.startsWith('application/json') && answer !== ''
          ? JSON.parse(answer)
          : undefined;
      };
      await kind.visit(send, random);
    }
  }
  return lines.sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0));
}
