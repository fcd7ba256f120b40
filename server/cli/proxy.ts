/** The tap and its listener on one machine, as `serve` and `demo` run them. */
import type { Logger } from 'pino';
import type { Status } from '../api/contract.ts';
import type { Config } from '../config/schema.ts';
import { endpointNamer } from '../core/endpoint/name.ts';
import type { Role } from '../core/exchange.ts';
import { allowedBy } from '../tap/guards.ts';
import { HealthBoard } from '../tap/health.ts';
import { exchangeIds } from '../tap/ids.ts';
import { listen } from '../tap/listener.ts';
import { unreachable } from '../tap/probe.ts';
import { createTap } from '../tap/tap.ts';
import { closeTargets, targetList } from '../tap/targets.ts';
import type { Analysis } from './analysis.ts';
import { openTargets, tapSettings } from './targets.ts';
import { version } from './version.ts';

export interface TapProxy {
  readonly url: string;
  status(): Status;
  /** Resolves when every target was tried once, to those that could not be reached. */
  readonly probed: Promise<readonly Unreached[]>;
  /** Resolves when every exchange under way has reached the bus. */
  idle(): Promise<void>;
  /** Stops accepting, waits for the exchanges under way. */
  close(): Promise<void>;
}

interface Unreached {
  readonly role: Role;
  readonly url: string;
  readonly problem: string;
}

/** How long shadows may take to answer what the last callers asked, in milliseconds. */
const shadowPatience = 2000;
const patience = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, shadowPatience).unref());

/** @throws the listen error as node gives it */
export async function startProxy(config: Config, analysis: Analysis, log: Logger): Promise<TapProxy> {
  const targets = openTargets(config, 0);
  const health = new HealthBoard();
  const tap = createTap({
    targets,
    bus: analysis.bus,
    endpointOf: endpointNamer(config.routes),
    allowed: allowedBy(config.allow),
    settings: tapSettings(config),
    now: Date.now,
    random: Math.random,
    nextId: exchangeIds(),
    log,
    observed: (role, answer) => health.answered(role, answer),
  });
  const { host, port } = config;
  const listener = await listen(
    { tap, bus: analysis.bus, primary: targets.primary, hostHeader: config.host_header },
    { host, port },
  );
  const probed = Promise.all(
    targetList(targets).map(async ({ role, url }): Promise<readonly Unreached[]> => {
      const problem = await unreachable(url.href);
      health.probed(role, problem);
      return problem === undefined ? [] : [{ role, url: url.href, problem }];
    }),
  );
  return {
    url: listener.url,
    probed: probed.then((missing) => missing.flat()),
    status: () => {
      const seen = targetList(targets).map(({ role, url }) => ({ role, url: url.href, ...health.of(role) }));
      const problems = analysis.problems();
      return { version, proxy: listener.url, targets: seen, comparing: problems.length === 0, problems };
    },
    idle: () => tap.idle(),
    close: async () => {
      await probed;
      await listener.close();
      // The callers are served. A shadow that hangs must not keep the process from ending.
      await Promise.race([tap.idle(), patience()]);
      tap.abandon();
      await closeTargets(targets);
      await tap.idle();
    },
  };
}
