/** Apache's and nginx's access logs in their common and combined formats, and either with more fields at the end. */
import type { HeaderLine } from '../core/exchange.ts';
import { linesOf, type Piece, pieceCap, tooLong } from './pieces.ts';
import type { Recorded } from './recorded.ts';
import { parseRequestLine } from './requestline.ts';
import { type Parts, recordedFrom, shown, Unreadable } from './sendable.ts';

/** Client, identity and user, then the time. A user may hold spaces, so everything up to the time is taken as a whole. */
const head =
  /^\S+ [^[]*(?:\[(?!\d\d\/)[^[]*)*\[(\d\d)\/([A-Za-z]{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "/;

export function looksLikeAccessLog(first: Buffer): boolean {
  return first
    .toString('latin1')
    .split('\n')
    .some((line) => head.test(line));
}

export async function* readAccessLog(chunks: AsyncIterable<Uint8Array>, cap = pieceCap): AsyncGenerator<Recorded> {
  for await (const line of linesOf(chunks, cap)) yield recordedFrom(`line ${line.number}`, () => parseLine(line, cap));
}

function parseLine(line: Piece, cap: number): Parts {
  const reason = tooLong(line, cap);
  if (reason !== undefined) throw new Unreadable(reason);
  const text = line.bytes.toString('latin1');
  const start = head.exec(text);
  if (start === null) throw new Unreadable(`${shown(text)} is not CLIENT - USER [TIME] "REQUEST" STATUS SIZE`);
  const request = quoted(text, start[0].length - 1, 'the request');
  const result = /^ (?:\d{3}|-) (?:\d+|-)(?= |$)/.exec(text.slice(request.end));
  if (result === null) throw new Unreadable('the request is not followed by status and size');
  if (request.value === '-') throw new Unreadable('the server logged no request line');
  return {
    ...parseRequestLine(request.value),
    headers: headersAt(text, request.end + result[0].length),
    body: new Uint8Array(0),
    at: timeOf(start),
  };
}

/** The combined format's Referer and User-Agent; a common line has neither, and anything after them is someone's own addition. */
function headersAt(text: string, at: number): HeaderLine[] {
  if (!text.startsWith(' "', at)) return [];
  const referer = quoted(text, at + 1, 'the referer');
  if (!text.startsWith(' "', referer.end)) return [];
  const agent = quoted(text, referer.end + 1, 'the user agent');
  const lines: HeaderLine[] = [
    ['Referer', referer.value],
    ['User-Agent', agent.value],
  ];
  return lines.filter(([, value]) => value !== '-');
}

/** Apache writes `\"`, `\\`, `\n` and `\xhh`, nginx `\xHH` for all of these. */
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };

/** The text between the quote at `from` and the next one that no backslash stands before; `end` is after that. */
function quoted(text: string, from: number, what: string): { value: string; end: number } {
  let end = from + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new Unreadable(`the line ends within ${what}`);
  const raw = text.slice(from + 1, end);
  const value = raw.replace(
    /\\(?:x([0-9a-fA-F]{2})|(.))/gs,
    (whole, hex: string | undefined, char: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (char === '"' || char === '\\') return char;
      return escapes[char ?? ''] ?? whole;
    },
  );
  return { value, end: end + 1 };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function timeOf([, day, name, year, hour, minute, second, sign, zoneHours, zoneMinutes]: RegExpExecArray): number {
  const month = months.indexOf(name ?? '');
  if (month < 0) throw new Unreadable(`there is no month ${shown(name ?? '')}`);
  const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return sign === '+' ? local - ahead : local + ahead;
}
