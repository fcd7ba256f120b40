/** What every answer says to browsers, and whom the dashboard answers at all. */

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/**
 * Whether a request with this Host header is served. A dashboard on a loopback address answers loopback names only: a page of
 * another site whose name was made to resolve to 127.0.0.1 (DNS rebinding) could otherwise read what is stored.
 */
export function isServedHost(header: string | undefined, boundTo: string): boolean {
  if (!loopback.test(boundTo)) return true;
  const name = header?.toLowerCase().replace(/:\d+$/, '');
  return name !== undefined && loopback.test(name);
}

/**
 * Whether a request may change something. Browsers say where a page that sends it comes from: `Origin` (RFC 6454) for all but
 * GET and HEAD, `Sec-Fetch-Site` besides. A page of another site can send neither another Origin nor, without being asked
 * for leave first, a body of JSON; programs send no Origin.
 */
export function isOwnRequest(
  method: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
