/** JSON lines: one request a line, the form a small sampler inside a web application logs. The fields are documented in the README. */
import { z } from 'zod';
import type { HeaderLine } from '../core/exchange.ts';
import { linesOf, type Piece, pieceCap, tooLong } from './pieces.ts';
import type { Recorded } from './recorded.ts';
import { type Parts, recordedFrom, Unreadable } from './sendable.ts';

export function looksLikeJsonLines(first: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?[ \t]*\{[ \t]*["}]/m.test(first.toString('latin1'));
}

export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>, cap = pieceCap): AsyncGenerator<Recorded> {
  for await (const line of linesOf(chunks, cap)) yield recordedFrom(`line ${line.number}`, () => parseLine(line, cap));
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** Read by hand because a header or argument named `__proto__` is data, which zod's record would drop. */
const pairs = z.unknown().transform((value, context): Pairs => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    context.addIssue('expected an object of strings or arrays of strings');
    return z.NEVER;
  }
  const found: [string, string][] = [];
  for (const [name, held] of Object.entries(value)) {
    for (const item of Array.isArray(held) ? held : [held]) {
      if (typeof item === 'string') found.push([name, item]);
      else if (typeof item === 'number' || typeof item === 'boolean') found.push([name, String(item)]);
      else context.addIssue({ code: 'custom', message: 'expected a string or an array of strings', path: [name] });
    }
  }
  return found;
});

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
/** As seconds this is the year 5138: whoever wrote more wrote milliseconds. */
const lastSecond = 1e11;
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

const expectedTime = 'expected a time as in RFC 3339, or seconds since the epoch';

const time = z.union([z.number(), z.string()], expectedTime).transform((value, context): number => {
  const seconds = typeof value === 'number' || /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  if (seconds !== undefined) {
    if (seconds >= 0 && seconds < lastSecond) return seconds * 1000;
    context.addIssue('expected seconds since the epoch, not milliseconds');
    return z.NEVER;
  }
  const parsed =
    typeof value === 'string' && rfc3339.test(value) ? Date.parse(value.replace(' ', 'T').toUpperCase()) : Number.NaN;
  if (Number.isNaN(parsed)) context.addIssue(expectedTime);
  return parsed;
});

const lineShape = z.object(
  {
    method: z.string('expected a string'),
    path: z.string('expected a string').refine((path) => path.isWellFormed(), 'expected well-formed Unicode'),
    headers: pairs.default([]),
    args: pairs.default([]),
    form: pairs.default([]),
    data: z
      .string('expected a string')
      .transform((data) => data.replace(/\s+/g, ''))
      .refine((data) => base64.test(data) && data.replace(/=+$/, '').length % 4 !== 1, 'expected base64')
      .default(''),
    ts: time.optional(),
  },
  'expected an object with method and path',
);
type Line = z.infer<typeof lineShape>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseLine(line: Piece, cap: number): Parts {
  const reason = tooLong(line, cap);
  if (reason !== undefined) throw new Unreadable(reason);
  const parsed = lineShape.safeParse(parseJson(line.bytes));
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 3);
    throw new Unreadable(issues.map(({ path, message }) => [...path, message].join(': ')).join('; '));
  }
  const { method, path, headers, args, ts } = parsed.data;
  return {
    method,
    target: withQuery(percentEncoded(path), args),
    headers: withType(headers, parsed.data),
    body: bodyOf(parsed.data),
    at: ts,
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Unreadable(`not JSON: ${error.message.replace(/ \(line \d+ column \d+\)$/, '')}`);
    if (error instanceof TypeError) throw new Unreadable('not UTF-8');
    throw error;
  }
}

/** What is not ASCII has no form of its own on the wire; browsers send it as UTF-8 in percent encoding, and so does this. */
const percentEncoded = (path: string): string => path.replace(/[^\0-\x7f]+/g, encodeURIComponent);

function withQuery(path: string, args: Pairs): string {
  if (args.length === 0) return path;
  const joint = !path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&';
  return `${path}${joint}${urlEncoded(args)}`;
}

function bodyOf({ form, data }: Line): Uint8Array {
  if (form.length > 0 && data !== '') throw new Unreadable('form and data are both given: which is the body?');
  return new Uint8Array(form.length > 0 ? Buffer.from(urlEncoded(form)) : Buffer.from(data, 'base64'));
}

/** A form is sent urlencoded, whatever it came in as: a recorded `multipart/form-data` would no longer be true. */
function withType(headers: Pairs, { form }: Line): readonly HeaderLine[] {
  const lines = headers.map(([name, value]): HeaderLine => [name, onWire(value)]);
  if (form.length === 0) return lines;
  const type = 'application/x-www-form-urlencoded';
  const isType = ([name]: HeaderLine): boolean => name.toLowerCase() === 'content-type';
  if (lines.some((line) => isType(line) && line[1].toLowerCase().startsWith(type))) return lines;
  return [...lines.filter((line) => !isType(line)), ['Content-Type', type]];
}

/** A header is latin1 on the wire; a value with other characters goes as the bytes of its UTF-8. */
const onWire = (value: string): string =>
  /^[\0-\xff]*$/.test(value) ? value : Buffer.from(value, 'utf8').toString('latin1');

const urlEncoded = (fields: Pairs): string =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
