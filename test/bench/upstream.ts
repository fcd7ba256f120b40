/** Child process: the service behind every contender. `/equal/SIZE` answers alike for ever, `/noisy/SIZE` with another id each time. */
import { createServer } from 'node:http';

const items = (bytes: number) =>
  Array.from({ length: Math.max(1, Math.round(bytes / 100)) }, (_, i) => ({
    id: i,
    sku: `SKU-${String(i).padStart(6, '0')}`,
    title: 'A thing that people buy',
    price: 19.99 + i,
    stock: i % 7,
  }));

const documents = new Map<string, string>();

function documentOf(size: string): string {
  let text = documents.get(size);
  if (text === undefined) {
    text = JSON.stringify({ id: '@', total: 3, items: items(Number(size)) });
    documents.set(size, text);
  }
  return text;
}

let next = process.pid * 1_000_000;
const server = createServer((request, response) => {
  const [, kind = '', size = '1000'] = (request.url ?? '/').split('/');
  const text = documentOf(size).replace('@', kind === 'noisy' ? String(next++) : '0');
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
  response.end(text);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`);
});
