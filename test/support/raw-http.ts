/** HTTP as bytes: what a caller really received. */
import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends the text, half-closes nothing, and resolves to all that came back once the other side closed. Send `Connection: close`. */
export async function rawExchange(url: string, text: string): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return Buffer.concat(chunks);
}
