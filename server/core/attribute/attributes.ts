/**
 * What can be said of a request in a few words, so that a finding can be told by it: its query, headers and body, and what the
 * primary answered. `query.currency` is `JPY`, `path.id` is `7`, `answer.body.currency` is `JPY`, `answer.status` is `404`.
 */
import { memberOf, partOf } from '../compare/field.ts';
import { isObject } from '../compare/tree.ts';
import type { Answer, HeaderLine, Request } from '../exchange.ts';
import type { Decoders } from '../lift/decoders.ts';
import type { Json } from '../lift/json.ts';
import { lift } from '../lift/lift.ts';
import { isExactNumber, valueText } from '../lift/number.ts';
import { isCredential } from '../redact.ts';

export type Attribute = readonly [name: string, value: string];

export interface Described {
  readonly endpoint: string;
  /** Credentials in target and headers are redacted already. */
  readonly request: Request;
  /** The primary's. */
  readonly answer: Answer;
}

/** Bytes. A longer body has no attributes, whoever sent it: what is looked at must not depend on what was found. */
export const longestBody = 16_384;

const mostAttributes = 64;
const mostMembers = 24;
const deepest = 3;
const longestName = 80;
const longestValue = 64;

/** Of the connection or of one message alone: nothing is explained by them. */
const meaningless: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'date',
  'age',
  'etag',
  'traceparent',
  'tracestate',
  'x-request-id',
  'idempotency-key',
]);

/** Each name at most once, at most 64, those of the request first. Never throws. */
export function attributesOf({ endpoint, request, answer }: Described, decoders: Decoders): readonly Attribute[] {
  const found = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (found.size < mostAttributes && !found.has(name) && isTellable(name, longestName)) {
      if (isTellable(value, longestValue)) found.set(name, value);
    }
  };
  add('method', request.method);
  addPath(request.target, endpoint, add);
  addQuery(request.target, add);
  addHeaders('headers', request.headers, add);
  addBody('body', request, decoders, add);
  if (answer.kind === 'response') {
    add('answer.status', String(answer.status));
    addBody('answer.body', answer, decoders, add);
    addHeaders('answer.headers', answer.headers, add);
  } else add('answer.failure', answer.failure);
  return [...found];
}

type Add = (name: string, value: string) => void;

/** What is invisible, or turns around what follows, has no place in a sentence; NUL and halves of a pair none in every database. */
function isTellable(text: string, longest: number): boolean {
  return text.length <= longest && text.isWellFormed() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

/** The segments that the endpoint's name has a placeholder for: `path.id`, and `path.id2` for the next of that name. */
function addPath(target: string, endpoint: string, add: Add): void {
  const template = endpoint.slice(endpoint.indexOf(' ') + 1).split('/');
  const segments = target.replace(/[?#].*$/s, '').split('/');
  if (template.length !== segments.length) return;
  const seen = new Map<string, number>();
  for (const [i, segment] of template.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) continue;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    add(partOf('path', times === 1 ? name : `${name}${times}`), decoded(segments[i] ?? ''));
  }
}

function addQuery(target: string, add: Add): void {
  const start = target.indexOf('?');
  if (start === -1) return;
  for (const pair of target.slice(start + 1).split('&', mostMembers)) {
    const equals = pair.indexOf('=');
    const name = decoded(equals === -1 ? pair : pair.slice(0, equals));
    if (name !== '') add(partOf('query', name), decoded(equals === -1 ? '' : pair.slice(equals + 1)));
  }
}

function addHeaders(prefix: string, lines: readonly HeaderLine[], add: Add): void {
  for (const [name, value] of lines) {
    const lower = name.toLowerCase();
    if (!meaningless.has(lower)) add(partOf(prefix, lower), value);
  }
}

/** Members of documents that are single values. What stands in a list belongs to no request as a whole. */
function addBody(prefix: string, message: Pick<Request, 'headers' | 'body'>, decoders: Decoders, add: Add): void {
  const { body, headers } = message;
  if (body.kind === 'cut' || body.bytes.length === 0 || body.bytes.length > longestBody) return;
  const lifted = lift({ headers, body }, decoders);
  if (lifted.kind === 'json') addMembers(prefix, lifted.value, add);
}

function addMembers(prefix: string, document: Json, add: Add): void {
  let left = mostMembers;
  const open: (readonly [string, Json, number])[] = [[prefix, document, 0]];
  for (const [field, value, depth] of open) {
    if (!isObject(value)) continue;
    for (const key of Object.keys(value)) {
      const member = value[key] as Json;
      const scalar = scalarText(member);
      if (isCredential(key)) continue;
      if (scalar === undefined) {
        if (depth + 1 < deepest && open.length < mostMembers) open.push([memberOf(field, key), member, depth + 1]);
        continue;
      }
      if (left-- <= 0) return;
      add(memberOf(field, key), scalar);
    }
  }
}

/** undefined for a list or an object. */
function scalarText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return isExactNumber(value) ? valueText(value) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
