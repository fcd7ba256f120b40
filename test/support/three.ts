/** Three small services in a row: two old copies and a new version. */
import type { RequestListener } from 'node:http';
import { startUpstream, type Upstream } from './upstream.ts';

export interface Three {
  readonly primary: Upstream;
  readonly secondary: Upstream;
  readonly candidate: Upstream;
  /** The flags that point a command at them. */
  readonly flags: readonly string[];
  close(): Promise<void>;
}

/** @param other what the second old copy does, where it has noise of its own */
export async function startThree(
  old: RequestListener,
  fresh: RequestListener,
  other: RequestListener = old,
): Promise<Three> {
  const [primary, secondary, candidate] = await Promise.all([
    startUpstream(old),
    startUpstream(other),
    startUpstream(fresh),
  ]);
  return {
    primary,
    secondary,
    candidate,
    flags: flagsFor(primary.url, secondary.url, candidate.url),
    close: async () => {
      await Promise.all([primary.close(), secondary.close(), candidate.close()]);
    },
  };
}

export const flagsFor = (primary: string, secondary: string, candidate: string): readonly string[] => [
  ...['--primary', primary],
  ...['--secondary', secondary],
  ...['--candidate', candidate],
];
