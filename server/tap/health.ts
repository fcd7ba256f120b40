/** The latest that was heard of each target. */
import type { Answer, Role } from '../core/exchange.ts';

export interface Health {
  readonly health: 'up' | 'down' | 'unknown';
  readonly detail: string;
}

const healthOf = (answer: Answer): Health =>
  answer.kind === 'response'
    ? { health: 'up', detail: `answered ${answer.status}` }
    : { health: 'down', detail: answer.detail };

export class HealthBoard {
  readonly #latest = new Map<Role, Health>();

  answered(role: Role, answer: Answer): void {
    this.#latest.set(role, healthOf(answer));
  }

  /** The result of a probe: a sentence on why the target cannot be reached, or undefined when it can. */
  probed(role: Role, problem: string | undefined): void {
    this.#latest.set(
      role,
      problem === undefined ? { health: 'up', detail: 'reachable' } : { health: 'down', detail: problem },
    );
  }

  of(role: Role): Health {
    return this.#latest.get(role) ?? { health: 'unknown', detail: 'not asked yet' };
  }
}
