/** The instances: one connection pool for each role. */
import { isIP } from 'node:net';
import { Pool } from 'undici';
import type { Role } from '../core/exchange.ts';

export interface Target {
  readonly role: Role;
  readonly url: URL;
  readonly pool: Pool;
  /** Path in front of every request target: `/v2` of `http://host/v2`, or nothing. */
  readonly prefix: string;
  /** What undici must be told with every request: left to itself it takes the name of the certificate from Host. */
  readonly tls: { readonly servername?: string };
}

/**
 * @param timeout milliseconds to connect, to wait for headers and between two pieces of a body; 0 waits for ever
 *   (what a caller of the primary decides for himself)
 */
export function openTarget(role: Role, href: string, timeout: number): Target {
  const url = new URL(href);
  const pool = new Pool(url.origin, {
    connect: { timeout: 10_000 },
    headersTimeout: timeout,
    bodyTimeout: timeout,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 262_144,
  });
  return { role, url, pool, tls: tlsName(url), prefix: url.pathname.replace(/\/+$/, '') };
}

/** Host and port to connect to; an IPv6 address without its brackets. */
export function addressOf(url: URL): { readonly host: string; readonly port: number } {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
  };
}

/** The name that the certificate must have. TLS has names for hosts only, not for addresses (RFC 6066 section 3). */
export function tlsName(url: URL): { readonly servername?: string } {
  const { host } = addressOf(url);
  return url.protocol === 'https:' && isIP(host) === 0 ? { servername: host } : {};
}

/** One pool for each role that is configured, in the order primary, secondary, candidate. */
export interface Targets {
  readonly primary: Target;
  readonly secondary: Target | undefined;
  readonly candidate: Target;
}

export const targetList = ({ primary, secondary, candidate }: Targets): readonly Target[] =>
  secondary === undefined ? [primary, candidate] : [primary, secondary, candidate];

export async function closeTargets(targets: Targets): Promise<void> {
  await Promise.all(targetList(targets).map((target) => target.pool.destroy()));
}
