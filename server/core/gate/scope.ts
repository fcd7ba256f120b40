/** Which endpoints a limit is about: the run's endpoints together, or one that has a limit of its own. */
import { endpointMatcher } from '../rules/scope.ts';
import type { EndpointTally } from '../tally.ts';
import type { EndpointLimits, Limits, Thresholds } from './model.ts';

/** Endpoints that are judged together by one limit. */
export interface Scope<Limit> {
  /** As it follows a noun: ` at GET /orders/{id}`; empty for the whole run. */
  readonly where: string;
  readonly endpoints: readonly EndpointTally[];
  readonly limit: Limit;
}

/** The run first, without the endpoints that have such a limit of their own; then each of those. */
export function scopesOf<Name extends keyof Limits>(
  name: Name,
  endpoints: readonly EndpointTally[],
  thresholds: Thresholds,
): readonly Scope<NonNullable<Limits[Name]>>[] {
  const apart: Scope<NonNullable<Limits[Name]>>[] = [];
  const together: EndpointTally[] = [];
  const own = ownLimit(name, thresholds.endpoints ?? []);
  for (const tally of endpoints) {
    const limit = own(tally.endpoint);
    if (limit === undefined) together.push(tally);
    else apart.push({ where: ` at ${tally.endpoint}`, endpoints: [tally], limit });
  }
  const common: Limits[Name] = thresholds[name];
  if (common === undefined) return apart;
  return [{ where: apart.length === 0 ? '' : ' at the other endpoints', endpoints: together, limit: common }, ...apart];
}

function ownLimit<Name extends keyof Limits>(
  name: Name,
  all: readonly EndpointLimits[],
): (endpoint: string) => NonNullable<Limits[Name]> | undefined {
  const set = all.flatMap(({ endpoint, [name]: limit }) =>
    limit === undefined || limit === null ? [] : [{ means: endpointMatcher(endpoint), limit }],
  );
  return (endpoint) => set.find(({ means }) => means(endpoint))?.limit;
}
