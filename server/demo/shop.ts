/** The shop's database: one SQLite file for each copy of the service, filled when it is new. */
import Database from 'better-sqlite3';
import { type Customer, type Order, type Product, shopData } from './data.ts';

interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface Slice {
  readonly offset: number;
  readonly limit: number;
}

type OrderHead = Omit<Order, 'lines' | 'deliveryDate' | 'carrier'>;
type ProductHead = Pick<Product, 'id' | 'title' | 'price'>;
type Delivery = Pick<Order, 'status' | 'carrier' | 'deliveryDate'> & { readonly orderId: number };

export interface Shop {
  products(slice: Slice): Page<ProductHead>;
  product(id: number): Product | undefined;
  /** Products whose title holds the words; `%` and `_` stand for themselves. */
  search(words: string, slice: Slice): Page<ProductHead>;
  customers(slice: Slice): Page<Pick<Customer, 'id' | 'name' | 'city'>>;
  customer(id: number): Customer | undefined;
  orders(currency: string | undefined, slice: Slice): Page<OrderHead>;
  order(id: number): Order | undefined;
  delivery(orderId: number): Delivery | undefined;
  /** Orders and turnover of one month (YYYY-MM) for each currency. */
  sales(month: string): readonly { readonly currency: string; readonly orders: number; readonly turnover: number }[];
  /** Keeps an order until a person confirms it. It is in no list before that, so the copies go on holding the same rows. */
  receive(order: unknown): void;
  close(): void;
}

const schema = `
  create table product (id integer primary key, title text, price real, document text) strict;
  create table customer (id integer primary key, name text, city text, document text) strict;
  create table orders (id integer primary key, customerId integer, currency text, status text, placedAt text, total real, document text) strict;
  create index orders_by_time on orders (placedAt);
  create table inbox (id integer primary key, document text) strict;
`;

function fill(db: Database.Database): void {
  const { products, customers, orders } = shopData();
  db.exec(schema);
  const product = db.prepare('insert into product values (?, ?, ?, ?)');
  for (const p of products) product.run(p.id, p.title, p.price, JSON.stringify(p));
  const customer = db.prepare('insert into customer values (?, ?, ?, ?)');
  for (const c of customers) customer.run(c.id, c.name, c.city, JSON.stringify(c));
  const order = db.prepare('insert into orders values (?, ?, ?, ?, ?, ?, ?)');
  for (const o of orders) {
    order.run(o.id, o.customerId, o.currency, o.status, o.placedAt, o.total, JSON.stringify(o));
  }
}

export function openShop(path: string): Shop {
  const db = new Database(path);
  // The rows come from a seed: nothing is lost with them, and the demo starts sooner.
  db.pragma('synchronous = off');
  const filled = db.prepare("select 1 from sqlite_schema where name = 'inbox'").get() !== undefined;
  if (!filled) db.transaction(fill)(db);

  const document = (table: string) => {
    const statement = db.prepare<[number], string>(`select document from ${table} where id = ?`).pluck();
    return <T>(id: number): T | undefined => {
      const text = statement.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    };
  };
  const page = <T>(columns: string, table: string, condition: string) => {
    const counting = db.prepare<unknown[], number>(`select count(*) from ${table} where ${condition}`).pluck();
    const listing = db.prepare<unknown[], T>(
      `select ${columns} from ${table} where ${condition} order by id limit ? offset ?`,
    );
    return (values: readonly unknown[], { limit, offset }: Slice): Page<T> => ({
      total: counting.get(...values) ?? 0,
      items: listing.all(...values, limit, offset),
    });
  };

  const products = page<ProductHead>('id, title, price', 'product', 'true');
  const found = page<ProductHead>('id, title, price', 'product', "title like '%' || ? || '%' escape '\\'");
  const customers = page<Pick<Customer, 'id' | 'name' | 'city'>>('id, name, city', 'customer', 'true');
  const orders = page<OrderHead>(
    'id, customerId, currency, status, placedAt, total',
    'orders',
    'ifnull(?, currency) = currency',
  );
  const product = document('product');
  const customer = document('customer');
  const order = document('orders');
  const sales = db.prepare<[string], { currency: string; orders: number; turnover: number }>(
    `select currency, count(*) as orders, round(sum(total), 2) as turnover
     from orders where substr(placedAt, 1, 7) = ? group by currency order by currency`,
  );
  const receive = db.prepare('insert into inbox (document) values (?)');

  return {
    products: (slice) => products([], slice),
    product: (id) => product<Product>(id),
    search: (words, slice) => found([words.replace(/[\\%_]/g, '\\$&')], slice),
    customers: (slice) => customers([], slice),
    customer: (id) => customer<Customer>(id),
    orders: (currency, slice) => orders([currency ?? null], slice),
    order: (id) => order<Order>(id),
    delivery: (orderId) => {
      const found = order<Order>(orderId);
      if (found === undefined) return undefined;
      return { orderId, status: found.status, carrier: found.carrier, deliveryDate: found.deliveryDate };
    },
    sales: (month) => sales.all(month),
    receive: (document) => {
      receive.run(JSON.stringify(document));
    },
    close: () => {
      db.close();
    },
  };
}
