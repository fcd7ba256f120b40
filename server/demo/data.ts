/** The shop's rows, generated from a fixed seed: every copy of the service holds the same. */
import { between, pick, type Random, seededRandom, shuffled } from './random.ts';

const currencies = ['EUR', 'USD', 'GBP', 'JPY'] as const;
type Currency = (typeof currencies)[number];

export interface Product {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly category: string;
  /** Euro. */
  readonly price: number;
  readonly tags: readonly string[];
  readonly score: number;
}

export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly city: string;
}

interface Line {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  /** Of one piece, in the order's currency. */
  readonly price: number;
}

export interface Order {
  readonly id: number;
  readonly customerId: number;
  readonly currency: Currency;
  readonly status: string;
  /** RFC 3339. */
  readonly placedAt: string;
  /** YYYY-MM-DD. */
  readonly deliveryDate: string;
  readonly carrier: string;
  readonly lines: readonly Line[];
  readonly total: number;
}

export interface ShopData {
  readonly products: readonly Product[];
  readonly customers: readonly Customer[];
  readonly orders: readonly Order[];
}

const sizes = { products: 600, customers: 800, orders: 2400 };
const materials = ['Oak', 'Walnut', 'Linen', 'Wool', 'Cotton', 'Steel', 'Copper', 'Glass', 'Cork', 'Clay'];
const things = [
  'table',
  'chair',
  'lamp',
  'blanket',
  'cup',
  'bowl',
  'shelf',
  'clock',
  'basket',
  'kettle',
  'mirror',
  'rug',
];
const categories = ['living', 'kitchen', 'bedroom', 'garden', 'office'];
const tags = ['new', 'gift', 'handmade', 'local', 'classic', 'light', 'sturdy', 'refill', 'repairable', 'vintage'];
const firstNames = ['Ana', 'Ben', 'Chen', 'Dora', 'Emil', 'Fatma', 'Goro', 'Hana', 'Ivan', 'Julia', 'Kofi', 'Lena'];
const lastNames = [
  'Abe',
  'Berg',
  'Costa',
  'Diaz',
  'Evans',
  'Fischer',
  'Garcia',
  'Haas',
  'Ito',
  'Jensen',
  'Kaya',
  'Lund',
];
const cities = ['Berlin', 'Leeds', 'Lisbon', 'Osaka', 'Boston', 'Lyon', 'Sapporo', 'Graz'];
const statuses = ['paid', 'packed', 'sent', 'delivered', 'returned'];
const carriers = ['post', 'courier', 'bicycle'];
const perEuro: Readonly<Record<Currency, number>> = { EUR: 1, USD: 1.1, GBP: 0.85, JPY: 163 };
const dayMs = 86_400_000;
const firstDay = Date.UTC(2025, 10, 1);

/** Prices have cents, except in yen. */
function money(amount: number, currency: Currency): number {
  return currency === 'JPY' ? Math.round(amount) : Math.round(amount * 100) / 100;
}

function product(random: Random, id: number): Product {
  const category = pick(random, categories);
  return {
    id,
    sku: `${category.slice(0, 2).toUpperCase()}-${String(id).padStart(4, '0')}`,
    title: `${pick(random, materials)} ${pick(random, things)} ${between(random, 1, 40)}`,
    category,
    price: between(random, 400, 39_900) / 100,
    tags: shuffled(random, tags).slice(0, 6),
    score: between(random, 100, 500) / 100,
  };
}

function customer(random: Random, id: number): Customer {
  const first = pick(random, firstNames);
  const last = pick(random, lastNames);
  return {
    id,
    name: `${first} ${last}`,
    email: `${first}.${last}.${id}@example.com`.toLowerCase(),
    phone: `+49 30 555 ${between(random, 1000, 9999)}`,
    city: pick(random, cities),
  };
}

function order(random: Random, id: number, products: readonly Product[]): Order {
  const currency = pick(random, currencies);
  const chosen = new Set(Array.from({ length: between(random, 1, 4) }, () => pick(random, products)));
  const lines = [...chosen].map(({ sku, title, price }): Line => {
    return { sku, title, quantity: between(random, 1, 5), price: money(price * perEuro[currency], currency) };
  });
  const placedAt = firstDay + Math.floor(random() * 120 * dayMs);
  return {
    id,
    customerId: between(random, 1, sizes.customers),
    currency,
    status: pick(random, statuses),
    placedAt: new Date(placedAt).toISOString(),
    deliveryDate: new Date(placedAt + between(random, 2, 9) * dayMs).toISOString().slice(0, 10),
    carrier: pick(random, carriers),
    lines,
    total: money(
      lines.reduce((sum, line) => sum + line.quantity * line.price, 0),
      currency,
    ),
  };
}

const rows = <T>(count: number, row: (id: number) => T): T[] => Array.from({ length: count }, (_, i) => row(i + 1));

export function shopData(): ShopData {
  const random = seededRandom(2026);
  const products = rows(sizes.products, (id) => product(random, id));
  const customers = rows(sizes.customers, (id) => customer(random, id));
  const orders = rows(sizes.orders, (id) => order(random, id, products));
  return { products, customers, orders };
}
