/** `GET /orders/7 HTTP/1.1`, as a wire or a log has it. */
import { shown, Unreadable } from './sendable.ts';

/** @throws Unreadable with what it is instead */
export function parseRequestLine(line: string): { method: string; target: string } {
  const full = /^([^ ]+) (.*) HTTP\/\d(?:\.\d)?$/s.exec(line);
  if (full !== null) return { method: full[1] ?? '', target: full[2] ?? '' };
  const simple = /^GET (\/[^ ]*)$/.exec(line);
  if (simple !== null) return { method: 'GET', target: simple[1] ?? '' };
  if (line === '') throw new Unreadable('the request line is empty');
  if (line.startsWith('\x16\x03')) throw new Unreadable('the request line is a TLS handshake');
  throw new Unreadable(`the request line ${shown(line)} is not METHOD TARGET HTTP/x.y`);
}
