/** A web site made from an access log: every path that the log saw answered with 200 is a file. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import type { Listening } from './program.ts';

const found = /"(?:GET|HEAD) ([^ "?]+)[^"]*" 200 (\d+|-)/;
const largestFile = 4096;

/** Paths below the root for each URL path: a folder's own page is its `index.html`. */
function filesOf(log: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const line of log.split('\n')) {
    const [, path, size] = found.exec(line) ?? [];
    if (path === undefined) continue;
    const name = normalize(safelyDecoded(path));
    // Some clients asked for what no file system can hold; those get their 404.
    if (name.includes('\0') || name.split('/').some((part) => part.length > 200)) continue;
    sizes.set(name, Math.min(largestFile, Number(size) || 1));
  }
  const folders = new Set([...sizes.keys()].flatMap(foldersAbove));
  return new Map(
    [...sizes].map(([name, size]) => [name.endsWith('/') || folders.has(name) ? join(name, 'index.html') : name, size]),
  );
}

function foldersAbove(name: string): string[] {
  const parts = name.split('/').slice(1);
  return parts.slice(1).map((_, i) => `/${parts.slice(0, i + 1).join('/')}`);
}

function safelyDecoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Writes the site below `root`. Gives the number of files. */
export async function writeSite(root: string, log: string): Promise<number> {
  const files = filesOf(log);
  for (const [name, size] of files) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    const digest = createHash('sha256').update(name).digest('hex');
    await writeFile(path, digest.repeat(Math.ceil(size / digest.length)).slice(0, size));
  }
  return files.size;
}

export async function startFileServer(root: string): Promise<Listening> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(fastifyStatic, { root, redirect: true });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}
