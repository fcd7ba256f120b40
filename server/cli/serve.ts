/** `triptych serve`: tap, analyst and dashboard on one machine, until it is told to stop. */
import { type Command, exit, required } from './command.ts';
import { logger } from './log.ts';
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
    'max_diff_rate',
    'min_exchanges',
    'alpha',
    'min_effect',
    'timeout',
    'in_flight',
    'memory',
    'request_cap',
    'response_cap',
    'redact',
  ],
  run: async ({ config }) => {
    required(config, 'primary');
    required(config, 'candidate');
    const stopped = stopSignal();
    const serving = await startServing(config, config.db ?? 'triptych.db', logger('info'));
    for (const { role, health, detail, url } of serving.proxy.status().targets) {
      if (health === 'down') process.stderr.write(`triptych: the ${role} ${url} does not answer: ${detail}\n`);
    }
    await stopped;
    await serving.close();
    return exit.ok;
  },
};
