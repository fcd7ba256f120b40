/** Header lines between the wire, undici and the comparison. */
import type { HeaderLine, Role } from '../core/exchange.ts';

/** Meant for one connection only: never passed on (RFC 9110 section 7.6.1). `expect` is answered by the tap itself. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** On every request of an exchange that Triptych sends to a shadow: says which, and stops a loop of taps. */
const roleMarker = 'x-triptych-role';
export const exchangeMarker = 'x-triptych-exchange';

/** node's `rawHeaders` (name, value, name, value ...) as lines. */
export function linesOf(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) lines.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return lines;
}

/** undici's raw headers or trailers (name, value, ... as bytes) as lines. HTTP/1.1 header bytes are latin1. */
export function linesOfBytes(raw: unknown): HeaderLine[] {
  if (!Array.isArray(raw)) return [];
  const lines: HeaderLine[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) lines.push([textOf(raw[i]), textOf(raw[i + 1])]);
  return lines;
}

const textOf = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value));

/** The lines that may be passed on to the next hop; those that Connection names are dropped as well. */
export function endToEnd(lines: readonly HeaderLine[]): HeaderLine[] {
  const named = new Set<string>();
  for (const [name, value] of lines) {
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue;
    for (const token of value.split(',')) named.add(token.trim().toLowerCase());
  }
  return lines.filter(([name]) => {
    const lower = name.toLowerCase();
    return !hopByHop.has(lower) && !named.has(lower);
  });
}

/** Request headers in undici's flat form. `host` replaces the caller's where given; `length` is the body's where known. */
export function requestHeaders(
  lines: readonly HeaderLine[],
  host: string | undefined,
  marks: { readonly role: Role; readonly exchange: string } | undefined,
): string[] {
  const flat: string[] = [];
  for (const [name, value] of lines) {
    if (host !== undefined && name.length === 4 && name.toLowerCase() === 'host') continue;
    flat.push(name, value);
  }
  if (host !== undefined) flat.push('host', host);
  if (marks !== undefined) flat.push(roleMarker, marks.role, exchangeMarker, marks.exchange);
  return flat;
}
