/** Upgrades (WebSocket and others) go to the primary alone; once it agrees, byte for byte, as a pair of sockets. */
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Duplex } from 'node:stream';
import { detailOf } from '../core/failure.ts';
import { linesOf, requestHeaders } from './headers.ts';
import type { ShadowSettings } from './multicast.ts';
import { addressOf, type Target } from './targets.ts';

/**
 * Both sides end together: to close the caller's socket closes the tunnel. An answer other than 101 is passed on and ends the connection: what the caller sends next must come
 * by the tap again.
 */
export function tunnel(
  request: IncomingMessage,
  caller: Duplex,
  head: Buffer,
  target: Target,
  path: string,
  hostHeader: ShadowSettings['hostHeader'],
): void {
  const tls = target.url.protocol === 'https:';
  const host = hostHeader === 'target' ? target.url.host : undefined;
  const upstream = (tls ? requestTls : requestPlain)({
    ...addressOf(target.url),
    ...target.tls,
    method: request.method,
    path: target.prefix + path,
    headers: requestHeaders(linesOf(request.rawHeaders), host, undefined),
    agent: false,
  });
  let answered = false;
  upstream.on('upgrade', (response, socket, first) => {
    answered = true;
    caller.write(headOf(response, response.rawHeaders), 'latin1');
    caller.write(first);
    socket.write(head);
    socket.on('error', () => caller.destroy());
    socket.on('close', () => caller.destroy());
    caller.on('close', () => socket.destroy());
    caller.pipe(socket).pipe(caller);
  });
  upstream.on('response', (response) => {
    answered = true;
    const kept = linesOf(response.rawHeaders).filter(
      ([name]) => !/^(connection|keep-alive|transfer-encoding)$/i.test(name),
    );
    caller.write(headOf(response, [...kept.flat(), 'Connection', 'close']), 'latin1');
    response.pipe(caller);
  });
  upstream.on('error', (error) => {
    if (!answered && caller.writable) {
      caller.end(
        `HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\nThe service did not answer: ${detailOf(error)}\n`,
      );
    } else caller.destroy();
  });
  caller.on('error', () => upstream.destroy());
  caller.on('close', () => upstream.destroy());
  upstream.end();
}

function headOf({ statusCode, statusMessage }: IncomingMessage, raw: readonly string[]): string {
  const lines = linesOf(raw).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`;
}
