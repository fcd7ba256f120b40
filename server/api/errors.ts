/** Everything that a request can be refused for, as RFC 9457 problem documents. */
import type { Problem } from './contract.ts';

const problems = {
  noSuchRoute: { status: 404, title: 'No such page' },
  noSuchRun: { status: 404, title: 'No such run' },
  noSuchFinding: { status: 404, title: 'No such finding' },
  noSuchExchange: { status: 404, title: 'No such exchange' },
  noSuchRule: { status: 404, title: 'No such rule' },
  notRepeatable: { status: 409, title: 'The request cannot be sent again' },
  ruleIsConfigured: { status: 409, title: 'The rule stands in the configuration' },
  foreignOrigin: { status: 403, title: 'Not asked for by this dashboard' },
  invalidRequest: { status: 400, title: 'The request is not valid' },
  foreignHost: { status: 421, title: 'Not served under this name' },
  tooManyListeners: { status: 503, title: 'Too many listeners' },
  notComparing: { status: 503, title: 'Not comparing' },
  storeFailed: { status: 503, title: 'The database cannot be used' },
  internal: { status: 500, title: 'A fault of Triptych’s own' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

type ProblemKind = keyof typeof problems;

export class ApiError extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, detail: string) {
    super(detail);
    this.kind = kind;
  }
}

export const problemType = 'application/problem+json; charset=utf-8';

/** `type` is a tag URI (RFC 4151): it names the kind and leads nowhere. */
export function problem(kind: ProblemKind, detail: string): Problem {
  const { status, title } = problems[kind];
  return { type: `tag:triptych,2026:problem/${kind}`, title, status, detail };
}

/** What to answer when `error` was thrown. Details of faults of our own stay in the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return problem(error.kind, error.message);
  if (isStoreError(error)) {
    return problem(error.kind === 'cursor' ? 'invalidRequest' : 'storeFailed', error.message);
  }
  if (isRefusal(error)) return problem('invalidRequest', error.message);
  return problem('internal', 'This is a bug. The log says more.');
}

/** The store's errors are known by name: rooms do not import each other's insides. */
function isStoreError(error: unknown): error is Error & { readonly kind: unknown } {
  return error instanceof Error && error.name === 'StoreError' && 'kind' in error;
}

/** Fastify refuses what it cannot read with an error that carries a status of 4xx. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;
}
