/** Request -> endpoint: the name under which exchanges of one kind are counted together. */
import { type HeaderLine, headerValue } from '../exchange.ts';
import { routeFinder } from './routes.ts';
import { templated } from './segment.ts';

/** Characters. Beyond it a name is cut, so that a hostile path costs no more memory than another. */
const longestName = 200;

const bounded = (name: string): string => (name.length > longestName ? `${name.slice(0, longestName)}…` : name);

/** The path of any form of request target (RFC 9112 section 3.2); `*` and an authority stay as they are. */
function pathOf(target: string): string {
  let start = 0;
  if (target.charCodeAt(0) !== 0x2f) {
    const scheme = target.indexOf('://');
    const beforeQuery = target.search(/[?#]/);
    if (scheme > 0 && (beforeQuery === -1 || scheme < beforeQuery)) {
      const slash = target.slice(scheme + 3).search(/[/?#]/);
      start = slash === -1 ? target.length : scheme + 3 + slash;
    }
  }
  let end = start;
  while (end < target.length && end - start < 2_000) {
    const code = target.charCodeAt(end);
    if (code === 0x3f || code === 0x23) break;
    end++;
  }
  return end === start ? '/' : target.slice(start, end);
}

/**
 * The endpoint by the built-in templates alone: `GET /orders/7?x=1` -> `GET /orders/{id}`.
 * Segments of digits become {id}, UUIDs {uuid}, hexadecimal ones of 8 and more {hash}, ULIDs {ulid}, dates {date}, addresses {email}.
 * At most 201 characters long; never throws.
 */
export function endpointOf(method: string, path: string): string {
  return bounded(`${method} ${templated(pathOf(path))}`);
}

export interface NamedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
}

/**
 * What names the requests of one configuration. `routes` (`/orders/:id`, or for one method only `GET /orders/:id`) beat the
 * templates: a literal segment beats a parameter, a route with the method beats the same one without. The request header
 * `Canonical-Resource` beats both: `orders` names `GET orders`, and a value with a space in it is the whole name.
 */
export function endpointNamer(routes: readonly string[]): (request: NamedRequest) => string {
  const routeOf = routeFinder(routes);
  return ({ method, target, headers }) => {
    const canonical = headerValue(headers, 'canonical-resource')?.trim();
    if (canonical) return bounded(canonical.includes(' ') ? canonical : `${method} ${canonical}`);
    const path = pathOf(target);
    return bounded(`${method} ${routeOf(method, path) ?? templated(path)}`);
  };
}
