/** Child process: the least that any tap must do. Fastify, undici's dispatch() to three, answers buffered, nothing compared. */
import fastify from 'fastify';
import { Pool } from 'undici';

const pools = process.argv.slice(2).map((url) => new Pool(url));

const server = fastify({ logger: false });
server.addHook('onRequest', (request, reply, _done) => {
  reply.hijack();
  const flat = request.raw.rawHeaders.filter((_, i, all) => !/^(connection|keep-alive)$/i.test(all[i - (i % 2)] ?? ''));
  for (const [i, pool] of pools.entries()) {
    const chunks: Buffer[] = [];
    pool.dispatch(
      { method: 'GET', path: request.raw.url ?? '/', headers: flat },
      {
        onRequestStart: () => undefined,
        onResponseStart: (controller, status) => {
          if (i !== 0 || !Array.isArray(controller.rawHeaders)) return;
          reply.raw.writeHead(
            status,
            controller.rawHeaders
              .map(String)
              .filter((_, n, all) => !/^(connection|keep-alive)$/i.test(all[n - (n % 2)] ?? '')),
          );
        },
        onResponseData: (_controller, chunk) => {
          chunks.push(chunk);
          if (i === 0) reply.raw.write(chunk);
        },
        onResponseEnd: () => {
          Buffer.concat(chunks);
          if (i === 0) reply.raw.end();
        },
        onResponseError: (_controller, error) => {
          process.stderr.write(`${error.stack}\n`);
          if (i === 0) reply.raw.destroy();
        },
      },
    );
  }
});
process.stdout.write(`triptych: proxy ${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
