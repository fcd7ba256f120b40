/** Asks one path again and again over a fixed number of connections. */
import { Pool } from 'undici';

/** Resolves to milliseconds taken. Throws when an answer is not a 200. */
export async function load(url: string, path: string, connections: number, requests: number): Promise<number> {
  const pool = new Pool(url, { connections });
  let left = requests;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (left-- > 0) await ask(pool, path);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const ms = performance.now() - started;
  await pool.destroy();
  return ms;
}

const ask = (pool: Pool, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    pool.dispatch(
      { method: 'GET', path },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status) => {
          if (status !== 200) reject(new Error(`status ${status}`));
        },
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
