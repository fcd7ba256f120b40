/** Three tiny shops: two old copies and a new version with a planted regression, noise, and a hostile text. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startUpstream, type Upstream } from './upstream.ts';

/** Markup that would run, and a mark that would turn the rest of its line around. */
export const hostile = '<img src=x onerror=alert(1)>\u202egpj';

let asked = 0;

function answer(total: (id: number) => number) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const id = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
    response.setHeader('content-type', 'application/json');
    const order = {
      id,
      total: total(id),
      customer: { name: 'Ada', note: hostile },
      token: `t${asked++}`,
      items: [1, 2, 3],
    };
    response.end(JSON.stringify(order));
  };
}

export interface Shops {
  /** The flags that point a command at the three. */
  readonly flags: readonly string[];
  close(): Promise<void>;
}

export async function startShops(): Promise<Shops> {
  const old = answer((id) => id * 10);
  const shops: readonly Upstream[] = await Promise.all([
    startUpstream(old),
    startUpstream(old),
    startUpstream(answer((id) => id * 10 + 1)),
  ]);
  const [primary, secondary, candidate] = shops.map(({ url }) => url);
  return {
    flags: ['--primary', `${primary}`, '--secondary', `${secondary}`, '--candidate', `${candidate}`],
    close: async () => {
      await Promise.all(shops.map((shop) => shop.close()));
    },
  };
}

/** Orders from..to-1 through the proxy, one after the other. */
export async function order(proxy: string, from: number, to: number): Promise<void> {
  for (let id = from; id < to; id++) await (await fetch(`${proxy}/orders/${id}`)).arrayBuffer();
}
