/** Sends stored requests again while `serve` runs, when somebody at the dashboard asks for it. */
import type { AgainWanted, AskAgain } from '../api/route.ts';
import type { Config } from '../config/schema.ts';
import { endpointNamer } from '../core/endpoint/name.ts';
import { createAsker } from '../tap/asker.ts';
import { allowedBy, guard } from '../tap/guards.ts';
import { exchangeIds } from '../tap/ids.ts';
import { closeTargets } from '../tap/targets.ts';
import type { OpenRun } from './run.ts';
import { openTargets, tapSettings } from './targets.ts';

/** Milliseconds between two: a burst of them would be an answer to load. */
const pause = 100;

export interface AskingAgain {
  readonly askAgain: AskAgain;
  /** Lets the request under way finish, and sends no more. */
  close(): Promise<void>;
}

/** It has connections of its own, on which the primary is not waited for without end. */
export function askingAgain(config: Config, { id: running, analysis }: OpenRun): AskingAgain {
  const targets = openTargets(config, config.timeout);
  const allowed = allowedBy(config.allow);
  const asker = createAsker({
    targets,
    bus: analysis.bus,
    endpointOf: endpointNamer(config.routes),
    allowed,
    settings: tapSettings(config),
    now: Date.now,
    random: Math.random,
    nextId: exchangeIds(),
  });
  let closed = false;
  let under: Promise<string | undefined> | undefined;

  const reasonAgainst = ({ run, request: { method, target, headers, body } }: AgainWanted): string | undefined => {
    if (run !== running) return `Run ${run} is over: its three targets are not those of now.`;
    if (guard(method, target, headers, allowed) !== undefined) {
      return `${method} has side effects. Where it is safe to repeat, start with --allow '${method} /path'.`;
    }
    return body.kind === 'whole' ? undefined : 'Its body was too long to be kept.';
  };

  const send = async ({ of, request, findings, times }: AgainWanted): Promise<string | undefined> => {
    const { method, target, headers, body } = request;
    if (body.kind !== 'whole') return undefined;
    for (let i = 0; i < times && !closed; i++) {
      if (i > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      await asker.askAgain({ method, target, headers, body: body.bytes }, { of, findings });
    }
    await analysis.bus.drain();
    return undefined;
  };

  return {
    askAgain: async (wanted) => {
      const against = closed ? 'Triptych is about to end.' : reasonAgainst(wanted);
      if (against !== undefined) return against;
      if (under !== undefined) return 'Another request is being sent again: try it in a moment.';
      under = send(wanted).catch((error: unknown) => `It failed: ${error instanceof Error ? error.message : error}.`);
      const outcome = await under;
      under = undefined;
      return outcome;
    },
    close: async () => {
      closed = true;
      await under;
      await closeTargets(targets);
    },
  };
}
