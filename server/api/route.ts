/** One shape for every JSON route: what it takes, what it gives, and a function that never sees the web framework. */
import type { z } from 'zod';
import type { Request } from '../core/exchange.ts';
import type { Decoders } from '../core/lift/decoders.ts';
import type { Store } from '../store/contract.ts';
import type { Status } from './contract.ts';
import { ApiError } from './errors.ts';
import type { ReportOf } from './reports.ts';

/** A stored request to be sent again to the three, for findings that its exchange showed. */
export interface AgainWanted {
  readonly run: string;
  /** Id of the exchange. */
  readonly of: string;
  readonly request: Request;
  readonly findings: readonly string[];
  readonly times: number;
}

/** Resolves when what came of it is in the store: to undefined, or to a sentence on why it was not done. */
export type AskAgain = (wanted: AgainWanted) => Promise<string | undefined>;

/** What handlers work with. */
export interface Sources {
  readonly store: Store;
  /** The same database for the few requests that write; opened at the first of them. */
  readonly writer: () => Promise<Store>;
  readonly reportOf: ReportOf;
  readonly status: () => Status;
  readonly decoders: Decoders;
  readonly askAgain: AskAgain;
}

/** How a request is sent and answered; `get` takes no body. */
interface Manner {
  readonly method: 'get' | 'post' | 'delete';
  /** Of the answer when all went well. */
  readonly status: 200 | 201;
}

interface Shape<Params, Query, Body, Answer> extends Partial<Manner> {
  /** As Fastify writes it: `/api/v1/runs/:run`. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  /** What a `post` takes, as JSON. */
  readonly body?: z.ZodType<Body>;
  readonly answer: z.ZodType<Answer>;
  readonly handle: (
    sources: Sources,
    input: { readonly params: Params; readonly query: Query; readonly body: Body },
  ) => Promise<Answer>;
}

interface Raw {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A row of the route table: the shape with its types gone, so that rows of different types fit one table. */
export interface Route extends Manner {
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType | undefined;
  readonly answer: z.ZodType;
  /** Checks what came before it handles it: throws an `invalidRequest` that says what was expected. */
  readonly respond: (sources: Sources, raw: Raw) => Promise<unknown>;
}

export function route<Params, Query, Answer, Body = undefined>(shape: Shape<Params, Query, Body, Answer>): Route {
  const { path, summary, params, query, body, answer, handle, method = 'get', status = 200 } = shape;
  return {
    method,
    status,
    path,
    summary,
    params,
    query,
    body,
    answer,
    respond: async (sources, raw) =>
      handle(sources, {
        params: checked(params, raw.params),
        query: checked(query, raw.query),
        // Without a schema the handler takes none, and its type says so.
        body: body === undefined ? (undefined as Body) : checked(body, raw.body),
      }),
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
