/** The whole answer took longer than a shadow may. undici's own timeouts reset with every byte, so a trickle would never end. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly code = 'TRIPTYCH_DEADLINE';
  constructor(ms: number) {
    super(`no complete answer within ${ms} ms`);
  }
}
