/** Upgrades (WebSocket and others) go to the primary alone, byte for byte, as a pair of sockets. */
import type { IncomingMessage } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { detailOf } from './failures.ts';
import { linesOf } from './headers.ts';
import { addressOf, type Target } from './targets.ts';

/** Opens the tunnel; both sides end together. Returns the upstream socket so that a shutdown can close it. */
export function tunnel(request: IncomingMessage, caller: Duplex, head: Buffer, target: Target, path: string): Socket {
  const { url } = target;
  const address = addressOf(url);
  const upstream = url.protocol === 'https:' ? connectTls({ ...address, ...target.tls }) : connectPlain(address);
  let answered = false;
  upstream.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
    const lines = linesOf(request.rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
    upstream.write(`${request.method} ${target.prefix}${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
    upstream.write(head);
    caller.pipe(upstream).pipe(caller);
  });
  upstream.once('data', () => {
    answered = true;
  });
  upstream.on('error', (error) => {
    if (answered) caller.destroy();
    else
      caller.end(
        `HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\nThe service did not answer: ${detailOf(error)}\n`,
      );
  });
  upstream.on('close', () => caller.destroy());
  caller.on('error', () => upstream.destroy());
  caller.on('close', () => upstream.destroy());
  return upstream;
}
