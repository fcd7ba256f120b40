/** One shape for every JSON route: what it takes, what it gives, and a function that never sees the web framework. */
import type { z } from 'zod';
import type { Decoders } from '../core/lift/decoders.ts';
import type { Store } from '../store/contract.ts';
import type { Status } from './contract.ts';
import { ApiError } from './errors.ts';
import type { ReportOf } from './reports.ts';

/** What handlers work with. */
export interface Sources {
  readonly store: Store;
  readonly reportOf: ReportOf;
  readonly status: () => Status;
  readonly decoders: Decoders;
}

interface Shape<Params, Query, Answer> {
  /** As Fastify writes it: `/api/v1/runs/:run`. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  readonly answer: z.ZodType<Answer>;
  readonly handle: (sources: Sources, input: { readonly params: Params; readonly query: Query }) => Promise<Answer>;
}

/** A row of the route table: the shape with its types gone, so that rows of different types fit one table. */
export interface Route {
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly answer: z.ZodType;
  /** Checks what came before it handles it: throws an `invalidRequest` that says what was expected. */
  readonly respond: (sources: Sources, raw: { readonly params: unknown; readonly query: unknown }) => Promise<unknown>;
}

export function route<Params, Query, Answer>(shape: Shape<Params, Query, Answer>): Route {
  const { path, summary, params, query, answer, handle } = shape;
  return {
    path,
    summary,
    params,
    query,
    answer,
    respond: async (sources, raw) =>
      handle(sources, { params: checked(params, raw.params), query: checked(query, raw.query) }),
  };
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new ApiError('invalidRequest', `${reasons.join('; ')}.`);
}
