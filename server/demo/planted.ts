/** What the demo should find. The service itself never reads this table; the tests hold the two together. */
import type { Aspect } from '../core/finding.ts';

export interface Planted {
  /** As the finding prints it. */
  readonly endpoint: string;
  readonly field: string;
  readonly aspect: Aspect;
  readonly change: string;
  /**
   * Only for changes that hide in noise: the share of exchanges in which only the candidate differs, and in which only the
   * secondary does. They are too close for the demo's traffic to decide.
   */
  readonly rates?: { readonly candidate: number; readonly secondary: number };
}

export const planted: readonly Planted[] = [
  {
    endpoint: 'GET /orders/{id}',
    field: 'body.total',
    aspect: 'value',
    change: 'totals in JPY are rounded to hundreds',
  },
  {
    endpoint: 'GET /orders/{id}',
    field: 'body.lines[].quantity',
    aspect: 'type',
    change: 'quantities are text: 2 became "2"',
  },
  {
    endpoint: 'GET /orders/{id}/delivery',
    field: 'body.deliveryDate',
    aspect: 'value',
    change: 'dates are written 04.03.2026, not 2026-03-04',
  },
  { endpoint: 'GET /customers/{id}', field: 'body.phone', aspect: 'missing', change: 'the phone number is gone' },
  { endpoint: 'GET /search', field: 'status', aspect: 'value', change: 'a search with a percent sign fails with 500' },
  {
    endpoint: 'GET /products/{id}',
    field: 'body.stock',
    aspect: 'value',
    change: 'stock is called low in 26 % of answers, not 20 %',
    // With p = 0.2 for the old copies and q = 0.26: candidate alone (1-p)^2 q + p^2 (1-q), secondary alone p(1-p).
    rates: { candidate: 0.196, secondary: 0.16 },
  },
  {
    endpoint: 'GET /reports/sales',
    field: 'latency',
    aspect: 'latency',
    change: 'the report takes 30 % longer',
    // The normal distribution function at (±ln 1.3 - ln 1.1) / (1.1 √2): the ratio of two log-normal times is log-normal, and
    // a difference counts from 10 % on.
    rates: { candidate: 0.543, secondary: 0.409 },
  },
];
