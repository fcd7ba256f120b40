/** Is a target there? Asked once at the start. */
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { detailOf } from '../core/failure.ts';
import { addressOf, tlsName } from './targets.ts';

/** Opens and closes one connection. Resolves to undefined when that worked, else to one line on why not. */
export function unreachable(href: string, timeout = 5000): Promise<string | undefined> {
  const url = new URL(href);
  const tls = url.protocol === 'https:';
  const address = addressOf(url);
  return new Promise((resolve) => {
    const socket = tls ? connectTls({ ...address, ...tlsName(url) }) : connectPlain(address);
    const settle = (detail: string | undefined): void => {
      socket.destroy();
      resolve(detail);
    };
    socket.once(tls ? 'secureConnect' : 'connect', () => settle(undefined));
    socket.on('error', (error) => settle(detailOf(error)));
    socket.setTimeout(timeout, () => settle(`no connection within ${timeout} ms`));
  });
}
