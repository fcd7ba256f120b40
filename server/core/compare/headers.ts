/** Headers and trailers of the three answers. */
import type { Body, HeaderLine, Response } from '../exchange.ts';
import { pairsThat } from './bits.ts';
import type { Differences } from './differences.ts';

/** They say when or how fast something was answered, which no two answers share: only their presence is compared. */
const volatile = new Set([
  'date',
  'age',
  'server-timing',
  'x-runtime',
  'x-response-time',
  'x-request-start',
  'x-process-time',
  'x-processing-time',
  'x-elapsed-time',
  'x-duration',
  'x-time',
  'x-envoy-upstream-service-time',
  'x-kong-upstream-latency',
  'x-kong-proxy-latency',
  'x-timer',
]);

/** @param name in lower case. */
export const isVolatile = (name: string): boolean => volatile.has(name);

/** Of one connection, not of the answer (RFC 9110 section 7.6.1). */
const hopByHop = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

type Fields = ReadonlyMap<string, readonly string[]>;

/** Every header by its own name, `undefined` for a role that takes no part. */
export function compareHeaders(
  differences: Differences,
  primary: Response,
  secondary: Response | undefined,
  candidate: Response | undefined,
): void {
  const ofHeaders = (answer: Response) => fieldsOf(answer.headers, answer.body);
  compareFields(
    differences,
    'headers',
    ofHeaders(primary),
    secondary && ofHeaders(secondary),
    candidate && ofHeaders(candidate),
  );
  const ofTrailers = (answer: Response) => fieldsOf(answer.trailers);
  compareFields(
    differences,
    'trailers',
    ofTrailers(primary),
    secondary && ofTrailers(secondary),
    candidate && ofTrailers(candidate),
  );
}

/**
 * Lower-case name -> its values in order. Leaves out what belongs to the connection, and a Content-Length that only says
 * again how long the body is; that of an answer to HEAD says something of its own and stays.
 */
function fieldsOf(lines: readonly HeaderLine[], body?: Body): Fields {
  const fields = new Map<string, string[]>();
  const nominated = new Set<string>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    if (key === 'connection') for (const option of value.split(',')) nominated.add(option.trim().toLowerCase());
    if (hopByHop.has(key) || key.startsWith('proxy-')) continue;
    if (key === 'content-length' && body !== undefined && value === String(lengthOf(body))) continue;
    const values = fields.get(key);
    if (values === undefined) fields.set(key, [value]);
    else values.push(value);
  }
  for (const name of nominated) fields.delete(name);
  return fields;
}

const lengthOf = (body: Body): number => (body.kind === 'cut' ? body.length : body.bytes.length);

function compareFields(
  differences: Differences,
  section: 'headers' | 'trailers',
  primary: Fields,
  secondary: Fields | undefined,
  candidate: Fields | undefined,
): void {
  const names = new Set([...primary.keys(), ...(secondary?.keys() ?? []), ...(candidate?.keys() ?? [])]);
  for (const name of [...names].sort()) {
    const one = primary.get(name);
    const two = secondary?.get(name);
    const three = candidate?.get(name);
    const field = `${section}.${name}`;
    const values = [shown(one), shown(two), shown(three)] as const;
    const there = (side: Fields | undefined) => side?.has(name);
    differences.presence(field, one !== undefined, there(secondary), there(candidate), values);
    if (one !== undefined && !isVolatile(name)) {
      differences.note(field, 'value', pairsThat(otherValues, one, two, three), values);
    }
  }
}

const otherValues = (a: readonly string[], b: readonly string[]): boolean =>
  a.length !== b.length || a.some((value, i) => value !== b[i]);

const shown = (values: readonly string[] | undefined): unknown => (values?.length === 1 ? values[0] : values);
