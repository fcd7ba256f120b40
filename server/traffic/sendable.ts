/** Where every reader ends: the parts of a recorded request are checked and put into the form in which they can be sent again. */
import type { HeaderLine } from '../core/exchange.ts';
import type { Recorded, RecordedRequest } from './recorded.ts';

/** What a format's reader found, before any check. Strings hold one byte of the wire a character (latin1). */
export interface Parts {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
  /** Epoch milliseconds. */
  readonly at: number | undefined;
}

/** This part of the file holds no request that could be sent; the message is the reason. Never leaves the readers. */
export class Unreadable extends Error {}

/** One request of a file, or what is wrong with it. Anything but `Unreadable` is a bug and thrown on. */
export function recordedFrom(position: string, read: () => Parts): Recorded {
  try {
    return sendable(read());
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'malformed', position, reason: printable(error.message) };
    throw error;
  }
}

/** Text of the file for a person's eyes: quoted, cut, and with nothing in it that a terminal would act on. */
export function shown(text: string, length = 60): string {
  return `"${printable(text.slice(0, length))}${text.length > length ? '…' : ''}"`;
}

const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e…]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const unfitInTarget = /[^\x21-\x7e\x80-\xff]/;
const unfitInValue = /[^\t\x20-\x7e\x80-\xff]/;
/** RFC 9110 section 8.6: these say the length of their content even when it is 0. */
const methodsWithContent = new Set(['POST', 'PUT', 'PATCH']);

function sendable({ method, target, headers, body, at }: Parts): RecordedRequest {
  if (!token.test(method)) throw new Unreadable(`the method ${shown(method)} is not a token`);
  if (method === 'CONNECT') throw new Unreadable('CONNECT opens a tunnel and cannot be replayed');
  checkHeaders(headers);
  const { authority, path } = originForm(target);
  const named = authority === undefined ? headers : withHost(headers, authority);
  return { kind: 'request', method, target: path, headers: framed(named, method, body.length), body, at };
}

function checkHeaders(headers: readonly HeaderLine[]): void {
  let hosts = 0;
  for (const [name, value] of headers) {
    if (!token.test(name)) throw new Unreadable(`the header name ${shown(name)} is not a token`);
    const unfit = unfitInValue.exec(value);
    if (unfit !== null) {
      const what = /[\r\n]/.test(value) ? 'a line break' : `the character ${shown(unfit[0])}`;
      throw new Unreadable(`the header ${name} contains ${what}`);
    }
    if (name.toLowerCase() === 'host') hosts++;
  }
  if (hosts > 1) throw new Unreadable(`there are ${hosts} Host headers`);
}

/** RFC 9112 section 3.2: the absolute form becomes the origin form, its authority the Host. */
function originForm(target: string): { authority: string | undefined; path: string } {
  const absolute = /^https?:\/\/(?:[^/?#@]*@)?([^/?#@]*)(.*)$/is.exec(target);
  const authority = absolute?.[1];
  const rest = absolute === null ? target : (absolute[2] ?? '');
  const path = absolute === null || rest.startsWith('/') ? rest : `/${rest}`;
  if (authority === '') throw new Unreadable(`the target ${shown(target)} names no host`);
  const unfit = unfitInTarget.exec(path);
  if (unfit !== null) {
    throw new Unreadable(
      `the target ${shown(target)} contains ${unfit[0] === ' ' ? 'a space' : `the character ${shown(unfit[0])}`}`,
    );
  }
  if (!path.startsWith('/')) throw new Unreadable(`the target ${shown(target)} is not a path`);
  if (authority !== undefined && unfitInTarget.test(authority)) {
    throw new Unreadable(`the target ${shown(target)} names no valid host`);
  }
  return { authority, path };
}

/** RFC 9112 section 3.2.2: the authority of an absolute target beats a Host header. */
function withHost(headers: readonly HeaderLine[], authority: string): readonly HeaderLine[] {
  return [['Host', authority], ...headers.filter(([name]) => name.toLowerCase() !== 'host')];
}

/** A body is held whole and decoded, so its length frames it; what the recording said of that is replaced, in place. */
function framed(headers: readonly HeaderLine[], method: string, length: number): HeaderLine[] {
  const lines: HeaderLine[] = [];
  let stated = false;
  for (const line of headers) {
    const lower = line[0].toLowerCase();
    if (lower !== 'content-length' && lower !== 'transfer-encoding') lines.push(line);
    else if (!stated) {
      lines.push([lower === 'content-length' ? line[0] : 'Content-Length', String(length)]);
      stated = true;
    }
  }
  if (!stated && (length > 0 || methodsWithContent.has(method))) lines.push(['Content-Length', String(length)]);
  return lines;
}
