/** What orchestrators and monitoring ask: alive, able to compare, figures. */
import type { FastifyInstance } from 'fastify';
import { problem, problemType } from './errors.ts';
import { metricsText, metricsType } from './metrics.ts';
import type { Sources } from './route.ts';

export function serveProbes(app: FastifyInstance, sources: Sources): void {
  app.get('/healthz', () => ({ alive: true }));

  app.get('/readyz', async (_request, reply) => {
    const problems = await problemsOf(sources);
    if (problems.length === 0) return { ready: true };
    return reply
      .code(503)
      .type(problemType)
      .send(JSON.stringify({ ...problem('notComparing', problems.join(' ')), problems }));
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type(metricsType).send(await metricsText(await sources.reportOf('live'), sources.status())),
  );
}

/** Why exchanges are not compared at present; empty when they are. */
async function problemsOf({ store, status }: Sources): Promise<readonly string[]> {
  const { comparing, problems } = status();
  const told = comparing || problems.length > 0 ? problems : ['Nothing is compared here.'];
  try {
    await store.revision();
    return comparing ? [] : told;
  } catch (error) {
    return [...told, error instanceof Error ? error.message : String(error)];
  }
}
