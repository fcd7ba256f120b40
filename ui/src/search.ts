/** The state of a view as it stands in the URL. What is not understood is left out, never an error. */
import type { FindingClass } from '../../server/api/contract.ts';

export type SearchInput = Readonly<Record<string, unknown>>;

export const findingClasses = [
  'regression',
  'unexplained',
  'noise',
  'accepted',
] as const satisfies readonly FindingClass[];

export interface FindingsSearch {
  readonly class?: FindingClass;
  readonly endpoint?: string;
}

export function findingsSearch(input: SearchInput): FindingsSearch {
  const known = findingClasses.find((name) => name === input.class);
  const endpoint = text(input.endpoint);
  return { ...(known && { class: known }), ...(endpoint && { endpoint }) };
}

const endpointSorts = ['findings', 'endpoint', 'compared', 'differing', 'failures', 'p50', 'p95', 'p99'] as const;
export type EndpointSort = (typeof endpointSorts)[number];

export interface EndpointsSearch {
  readonly sort?: EndpointSort;
  /** `hide`: findings that are noise are left out, and endpoints that have no others. */
  readonly noise?: 'hide';
}

export function endpointsSearch(input: SearchInput): EndpointsSearch {
  const sort = endpointSorts.find((name) => name === input.sort);
  return { ...(sort && { sort }), ...(input.noise === 'hide' && { noise: 'hide' }) };
}

export interface ExchangeSearch {
  readonly only?: 'differences';
  readonly view?: 'raw';
  /** The finding whose examples are being walked through. */
  readonly finding?: string;
}

export function exchangeSearch(input: SearchInput): ExchangeSearch {
  const finding = text(input.finding);
  return {
    ...(input.only === 'differences' && { only: 'differences' }),
    ...(input.view === 'raw' && { view: 'raw' }),
    ...(finding && { finding }),
  };
}

/** Plain `name=value` pairs, so that a URL can be read and typed; the first of a repeated name counts. */
export function parseSearch(query: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) if (!Object.hasOwn(found, name)) found[name] = value;
  return found;
}

export function stringifySearch(search: SearchInput): string {
  const pairs = Object.entries(search).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  const query = new URLSearchParams(pairs).toString();
  return query && `?${query}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
