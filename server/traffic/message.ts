/** An HTTP/1 request as bytes -> its parts (RFC 9112), with the leniency that recordings made by others need. */
import type { HeaderLine } from '../core/exchange.ts';
import { dechunk, isLineEnd } from './chunked.ts';
import { parseRequestLine } from './requestline.ts';
import { type Parts, shown, Unreadable } from './sendable.ts';

/** @throws Unreadable */
export function parseMessage(bytes: Buffer): Omit<Parts, 'at'> {
  const lines: string[] = [];
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, from);
    if (end < 0) throw new Unreadable('the headers are cut off');
    const line = bytes.toString('latin1', from, bytes[end - 1] === 0x0d && end > from ? end - 1 : end);
    from = end + 1;
    if (line === '') break;
    lines.push(line);
  }
  const [first = '', ...rest] = lines;
  const { method, target } = parseRequestLine(first);
  const headers = parseHeaders(rest);
  return { method, target, headers, body: bodyOf(headers, bytes.subarray(from)) };
}

function parseHeaders(lines: readonly string[]): HeaderLine[] {
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      // RFC 9112 section 5.2: a folded value goes on with one space.
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 0) throw new Unreadable(`the header line ${shown(line)} has no colon`);
    headers.push([line.slice(0, colon), trimmed(line.slice(colon + 1))]);
  }
  return headers;
}

/** Only what RFC 9110 calls optional white space: `trim()` would also take the latin1 no-break space, which is data. */
const trimmed = (value: string): string => value.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');

/** RFC 9112 section 6.3. The copy owns its memory, so that a caller may hand it to another thread. */
function bodyOf(headers: readonly HeaderLine[], rest: Buffer): Uint8Array {
  const codings = listed(headers, 'transfer-encoding').filter((coding) => coding !== 'identity');
  if (codings.length > 0) {
    if (codings.length > 1 || codings[0] !== 'chunked') {
      throw new Unreadable(`the transfer coding ${shown(codings.join(', '))} is not known`);
    }
    return dechunk(rest);
  }
  const lengths = [...new Set(listed(headers, 'content-length'))];
  const [length] = lengths;
  if (length === undefined) return isLineEnd(rest) ? new Uint8Array(0) : new Uint8Array(rest);
  if (lengths.length > 1 || !/^\d{1,15}$/.test(length)) {
    throw new Unreadable(`the Content-Length ${shown(lengths.join(', '))} is not a number`);
  }
  const wanted = Number(length);
  if (rest.length < wanted) throw new Unreadable(`the body is cut off: ${rest.length} of ${wanted} bytes`);
  const surplus = rest.subarray(wanted);
  if (!isLineEnd(surplus)) {
    throw new Unreadable(`the body goes on for ${surplus.length} bytes after the ${wanted} of its Content-Length`);
  }
  return new Uint8Array(rest.subarray(0, wanted));
}

function listed(headers: readonly HeaderLine[], name: string): string[] {
  return headers
    .filter(([n]) => n.toLowerCase() === name)
    .flatMap(([, value]) => value.split(','))
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '');
}
