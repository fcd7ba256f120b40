/** Which requests may be multicast. Pure. */
import type { HeaderLine, SkipReason } from '../core/exchange.ts';
import { exchangeMarker } from './headers.ts';

/** Methods that ask without changing anything (RFC 9110 section 9.2.1; QUERY is the safe method of draft-ietf-httpbis-safe-method-w-body). TRACE is left out: it echoes credentials. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY']);

/** `POST /search`, `POST /orders/:id/quote`, `PUT /files/*`: may the request reach the shadows although its method changes things? */
export type Allowed = (method: string, target: string) => boolean;

export function allowedBy(entries: readonly string[]): Allowed {
  const patterns = entries.map((entry) => {
    const [method = '', path = ''] = entry.split(' ', 2);
    const source = path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.split('*').map(RegExp.escape).join('.*')))
      .join('/');
    return { method: method.toUpperCase(), path: new RegExp(`^${source}/?$`) };
  });
  return (method, target) => {
    const path = target.split('?', 1)[0] ?? '';
    return patterns.some((pattern) => pattern.method === method && pattern.path.test(path));
  };
}

/** Why this request goes to the primary only; undefined when all three may have it. */
export function guard(
  method: string,
  target: string,
  headers: readonly HeaderLine[],
  allowed: Allowed,
): SkipReason | undefined {
  if (headers.some(([name]) => name.length === exchangeMarker.length && name.toLowerCase() === exchangeMarker)) {
    return 'looped';
  }
  return safeMethods.has(method) || allowed(method, target) ? undefined : 'sideEffects';
}
