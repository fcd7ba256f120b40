/** `triptych serve`: tap, analyst and dashboard on one machine, until it is told to stop. */
import { type Command, exit } from './command.ts';
import { logger } from './log.ts';
import { judging } from './run.ts';
import { startServing, stopSignal } from './serving.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'tap live traffic: proxy, comparison and dashboard',
  settings: [
    'primary',
    'secondary',
    'candidate',
    'host',
    'port',
    'dashboard_port',
    'db',
    'allow',
    'routes',
    'host_header',
    'baseline_label',
    'candidate_label',
    ...judging,
    'timeout',
    'in_flight',
    'memory',
    'request_cap',
    'response_cap',
    'redact',
    'rules',
  ],
  usual: { db: 'triptych.db' },
  needs: ['primary', 'candidate'],
  example: `triptych serve --primary http://old-1 --secondary http://old-2 \\
    --candidate http://new`,
  exits: 'Exits 0 when told to stop (Ctrl-C, SIGTERM), 3 when it cannot start.',
  run: async ({ config }) => {
    const stopped = stopSignal();
    const serving = await startServing(config, config.db ?? 'triptych.db', logger('info'));
    const warned = serving.proxy.probed.then((missing) => {
      for (const { role, url, problem } of missing) {
        process.stderr.write(`triptych: the ${role} ${url} cannot be reached yet: ${problem}\n`);
      }
    });
    await stopped;
    await serving.close();
    await warned;
    return exit.ok;
  },
};
