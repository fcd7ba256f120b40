/** The instances: one connection pool for each role. */
import { Pool } from 'undici';
import type { Role } from '../core/exchange.ts';

export interface Target {
  readonly role: Role;
  readonly url: URL;
  readonly pool: Pool;
  /** Path in front of every request target: `/v2` of `http://host/v2`, or nothing. */
  readonly prefix: string;
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
  return { role, url, pool, prefix: url.pathname.replace(/\/+$/, '') };
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
