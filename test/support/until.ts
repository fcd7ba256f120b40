import { setTimeout as wait } from 'node:timers/promises';

/** Asks again until there is an answer; for what another process does in its own time. Gives up after half a minute. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(20);
  }
  throw new Error(`waited in vain for ${what}`);
}
