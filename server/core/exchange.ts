/** The nouns of the domain: one request, and what each of the three instances answered to it. All of it is plain data. */

export type Role = 'primary' | 'secondary' | 'candidate';
export const roles = ['primary', 'secondary', 'candidate'] as const satisfies readonly Role[];

/** One header or trailer line as it stood on the wire: original case, original order, duplicates kept. */
export type HeaderLine = readonly [name: string, value: string];

/**
 * `whole`: every byte. `cut`: the body was longer than the cap; `length` is its full length in bytes and `sha256` the hex
 * digest of all of it, so that two cut bodies can still be told apart.
 */
export type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly length: number; readonly sha256: string };

export const emptyBody: Body = { kind: 'whole', bytes: new Uint8Array(0) };

export const failureKinds = ['dns', 'refused', 'reset', 'timeout', 'tls', 'malformed'] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Response {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly trailers: readonly HeaderLine[];
  readonly body: Body;
  /** Milliseconds from sending the request to this role until the last byte of its answer. */
  readonly ms: number;
}

/** No usable response came. This is data, compared like any other answer; a 500 is a `Response`. */
export interface Failure {
  readonly kind: 'failure';
  readonly failure: FailureKind;
  /** One line for a person, such as `connect ECONNREFUSED 127.0.0.1:9001`. Never compared. */
  readonly detail: string;
  /** Milliseconds from sending the request until it was known to have failed. */
  readonly ms: number;
}

export type Answer = Response | Failure;

export interface Request {
  readonly method: string;
  /** Request target in origin form: path and query as the caller wrote them, `/orders/7?x=1`. */
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Body;
}

/** A two-role run (no secondary) leaves `secondary` out. */
export interface Answers {
  readonly primary: Answer;
  readonly secondary?: Answer;
  readonly candidate: Answer;
}

export interface Exchange {
  readonly id: string;
  /** When the request arrived, epoch milliseconds. */
  readonly at: number;
  readonly endpoint: string;
  readonly request: Request;
  readonly answers: Answers;
}

/** Why an exchange that was received was not compared. The wire names of `notCompared` in the report. */
export const skipReasons = [
  'sideEffects',
  'tooLarge',
  'overload',
  'sampledOut',
  'excluded',
  'upgrade',
  'incomplete',
  'looped',
  'breaker',
  'killed',
  'storeLost',
  'error',
] as const;
export type SkipReason = (typeof skipReasons)[number];
export type SkipCounts = Readonly<Partial<Record<SkipReason, number>>>;

/** First value of a header, by case-insensitive name; undefined when absent. */
export function headerValue(headers: readonly HeaderLine[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([n]) => n.length === wanted.length && n.toLowerCase() === wanted)?.[1];
}
