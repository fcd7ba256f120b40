/** The built dashboard: its files, and its first page for every address that the browser's router knows. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';

const unbuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Triptych</title>
<h1>The dashboard is not built</h1>
<p>Run <code>npm run build</code>, then start Triptych again. The API is at <a href="/api/v1/openapi.json">/api/v1</a>.</p>
</html>
`;

/** `folder` is what the build made; without it a page says how to build. */
export async function serveSite(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    const assets = join(folder, 'assets') + sep;
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      // The build puts a digest of the content into the names of its assets.
      setHeaders: (reply, path) => {
        const forever = path.startsWith(assets);
        reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!isNavigation(request)) throw new ApiError('noSuchRoute', `Nothing is at ${request.method} ${request.url}.`);
    return built ? reply.sendFile('index.html') : unbuiltPage(reply);
  });
}

function unbuiltPage(reply: FastifyReply): FastifyReply {
  return reply.code(503).type('text/html; charset=utf-8').send(unbuilt);
}

/** A person going to an address, as opposed to a script, an image or a client of the API asking for one. */
function isNavigation({ method, url, headers }: FastifyRequest): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    !/^\/api(\/|$|\?)/.test(url) &&
    (headers.accept ?? '').includes('text/html')
  );
}
