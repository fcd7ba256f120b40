/** What the two versions of the shop do differently. Everything else, noise included, they have in common. */
import type { Customer, Order } from './data.ts';
import { gaussian, type Random } from './random.ts';

export type Version = 'old' | 'new';

export interface Behaviour {
  orderTotal(order: Order): number;
  quantity(pieces: number): number | string;
  /** Takes YYYY-MM-DD. */
  deliveryDate(date: string): string;
  customer(customer: Customer): Partial<Customer>;
  searchWords(query: string): string;
  /** The share of answers that call a product's stock low. */
  readonly lowStock: number;
  /** How long the sales report takes, as a multiple of the old version's time. */
  readonly reportTime: number;
}

export const versions: Readonly<Record<Version, Behaviour>> = {
  old: {
    orderTotal: ({ total }) => total,
    quantity: (pieces) => pieces,
    deliveryDate: (date) => date,
    customer: (customer) => customer,
    searchWords: (query) => query,
    lowStock: 0.2,
    reportTime: 1,
  },
  new: {
    orderTotal: ({ total, currency }) => (currency === 'JPY' ? Math.round(total / 100) * 100 : total),
    quantity: (pieces) => String(pieces),
    deliveryDate: (date) => date.split('-').reverse().join('.'),
    customer: ({ phone: _, ...rest }) => rest,
    // The query is decoded already: decoding it twice throws at a percent sign, as in "50% wool".
    searchWords: (query) => decodeURIComponent(query),
    lowStock: 0.26,
    reportTime: 1.3,
  },
};

const medianMs = 25;
const longestMs = 200;
/** Standard deviation of the logarithm: one report in three takes more than half as long again as the median. */
const spread = 1.1;

/** Milliseconds that one sales report waits for its data: log-normal, so that 30 % more drowns in it for a long while. */
export function reportDelayMs(random: Random, { reportTime }: Behaviour): number {
  return reportTime * Math.min(longestMs, medianMs * Math.exp(spread * gaussian(random)));
}
