/** Headers and trailers of the three answers. */
import type { Body, HeaderLine, Response } from '../exchange.ts';
import { type HeaderPart, liftHeader } from '../lift/header.ts';
import type { Json } from '../lift/json.ts';
import { pay, type Work } from '../work.ts';
import { pairsThat } from './bits.ts';
import type { Differences } from './differences.ts';
import { partOf } from './field.ts';
import { otherFormat } from './format.ts';
import { candidateFields } from './rename.ts';
import { alignParts } from './repeated.ts';
import { compareTrees } from './walk.ts';

/** They say when or how fast something was answered, which no two answers share: only their presence and format are compared. */
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

/** Whether two lines of a volatile header are written in other ways. */
export const otherVolatile = (a: string, b: string): boolean => otherFormat(a, b);

/** Of one connection, not of the answer (RFC 9110 section 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

type Fields = ReadonlyMap<string, readonly string[]>;

/** Every header by its own name, `undefined` for a role that takes no part. */
export function compareHeaders(
  differences: Differences,
  work: Work,
  primary: Response,
  secondary: Response | undefined,
  candidate: Response | undefined,
): void {
  const ofHeaders = (answer: Response) => fieldsOf(answer.headers, answer.body);
  compareFields(
    differences,
    work,
    'headers',
    ofHeaders(primary),
    secondary && ofHeaders(secondary),
    candidate && ofHeaders(candidate),
  );
  if ([primary, secondary, candidate].every((answer) => !answer?.trailers.length)) return;
  const ofTrailers = (answer: Response) => fieldsOf(answer.trailers);
  compareFields(
    differences,
    work,
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
    if (hopByHop.has(key)) continue;
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
  work: Work,
  section: 'headers' | 'trailers',
  primary: Fields,
  secondary: Fields | undefined,
  written: Fields | undefined,
): void {
  const candidate = candidateFields(differences.ruling, section, primary, written);
  const names = new Set([...primary.keys(), ...(secondary?.keys() ?? []), ...(candidate?.keys() ?? [])]);
  work.left -= unitsOfName * names.size;
  for (const name of [...names].sort()) {
    const one = primary.get(name);
    const two = secondary?.get(name);
    const three = candidate?.get(name);
    const field = `${section}.${name}`;
    const values = [shown(one), shown(two), shown(three)] as const;
    const there = (side: Fields | undefined) => side?.has(name);
    differences.presence(field, one !== undefined, there(secondary), there(candidate), values);
    if (one === undefined) continue;
    if (isVolatile(name)) differences.note(field, 'format', pairsThat(otherFormats, one, two, three), values);
    else {
      const differ = pairsThat(otherLines, one, two, three);
      if (differ === 0) continue;
      const whole =
        differences.ruling?.readsWhole(field) || !pay(work, unitsOfCharacter * lengthOfAll(one, two, three));
      if (whole) differences.note(field, 'value', differ, values);
      else compareLines({ differences, work }, field, name, one, two, three);
    }
  }
}

/** What is read by its grammar: past the budget headers are compared as they stand, as elements by the ten thousand take longer than a body. */
const unitsOfCharacter = 5;
const unitsOfName = 5;

type Lines = readonly string[];

const lengthOfAll = (...sides: readonly (Lines | undefined)[]): number =>
  sides.flatMap((lines) => lines ?? []).reduce((sum, line) => sum + line.length, 0);

const otherLines = (a: Lines, b: Lines): boolean => a.length !== b.length || a.some((line, i) => line !== b[i]);
const otherFormats = (a: Lines, b: Lines): boolean =>
  a.length !== b.length || a.some((line, i) => otherVolatile(line, b[i] ?? line));

const shown = (values: readonly unknown[] | undefined): unknown => (values?.length === 1 ? values[0] : values);

interface Context {
  readonly differences: Differences;
  readonly work: Work;
}

function compareLines(
  context: Context,
  field: string,
  name: string,
  primary: Lines,
  secondary: Lines | undefined,
  candidate: Lines | undefined,
): void {
  const [one, two, three] = [primary, secondary, candidate].map((lines) => lines && liftHeader(name, lines));
  if (one !== undefined) comparePart(context, field, one, two, three);
}

/** What each part says, below its own name; the parts of one that is not there are not looked at. */
function comparePart(
  context: Context,
  field: string,
  one: HeaderPart,
  two: HeaderPart | undefined,
  three: HeaderPart | undefined,
): void {
  compareItems(context, field, one, two, three);
  const names = new Set([...one.parts.keys(), ...(two?.parts.keys() ?? []), ...(three?.parts.keys() ?? [])]);
  for (const name of [...names].sort()) {
    const below = partOf(field, name);
    const partsIn = (side: HeaderPart) => side.parts.get(name) ?? [];
    const { sides: all, order } = alignParts(partsIn(one), two && partsIn(two), three && partsIn(three));
    if (order !== 0) {
      const lists = [one, two, three].map((side) => side && partsIn(side).map(({ items }) => shown(items)));
      context.differences.note(below, 'order', order, [lists[0], lists[1], lists[2]]);
    }
    const most = Math.max(...all.map((parts) => parts?.length ?? 0));
    for (let i = 0; i < most; i++) {
      const [first, second, third] = all.map((parts) => parts?.[i]);
      const there = (side: HeaderPart | undefined, part: HeaderPart | undefined) => side && part !== undefined;
      const values = [shown(first?.items), shown(second?.items), shown(third?.items)] as const;
      context.differences.presence(below, first !== undefined, there(two, second), there(three, third), values);
      if (first !== undefined) comparePart(context, below, first, second, third);
    }
  }
}

/** A single item everywhere stands for itself; else they are a list. */
function compareItems(
  { differences, work }: Context,
  field: string,
  one: HeaderPart,
  two: HeaderPart | undefined,
  three: HeaderPart | undefined,
): void {
  const sides = [one, two, three].filter((side) => side !== undefined);
  if (sides.every(({ items }) => items.length === 0)) return;
  const single = sides.every(({ items }) => items.length === 1);
  const said = (side: HeaderPart): Json => (single ? (side.items[0] as Json) : side.items);
  const root = { field, primary: said(one), secondary: two && said(two), candidate: three && said(three) };
  compareTrees(differences, root, work);
}
