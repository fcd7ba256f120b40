/** What the fuzz run starts from: one sound body or more of each format, and inputs that are built to be expensive. */
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';

export interface Body {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
const text = (name: string, type: string, body: string): Body => ({ name, type, bytes: encoder.encode(body) });
const bytes = (name: string, type: string, body: Uint8Array): Body => ({ name, type, bytes: body });

const order = {
  id: 7,
  at: '2026-11-21T10:00:00Z',
  lines: [
    { sku: 'tea', price: 2.5 },
    { sku: 'é', price: null },
  ],
  ok: true,
};
const part = (headers: string, body: string) => `--b0\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}\r\n`;

export const corpus: readonly [Body, ...Body[]] = [
  text('json', 'application/json', JSON.stringify(order)),
  text(
    'encoded strings',
    'application/json',
    JSON.stringify({ a: JSON.stringify(order), b: btoa('{"a":1}'), c: '/x?y=1&z=2' }),
  ),
  text('json lines', 'application/x-ndjson', '{"a":1}\n{"a":2}\r\n\n[3]\n'),
  text('json sequence', 'application/json-seq', '\u001e{"a":1}\n\u001e2\n'),
  text(
    'xml',
    'application/xml',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a id="1">x &amp; &#65;<b/><![CDATA[<]]><!-- c --><b>y</b></a>',
  ),
  text(
    'html',
    'text/html',
    '<!doctype html><title>t</title><ul><li class=a>1<li>2</ul><table><b>x<tr><td>1</table><pre> y</pre><svg><p>z',
  ),
  text('events', 'text/event-stream', 'event: add\nid: 1\ndata: {"a":1}\ndata: 2\n\n: ping\nretry: 10\n\n'),
  text('form', 'application/x-www-form-urlencoded', 'a=1&b=x+y&a=%C3%A9&c'),
  text(
    'multipart',
    'multipart/form-data; boundary=b0',
    `${part('name="a"', '1')}${part('name="f"; filename="x.json"\r\nContent-Type: application/json', '{"a":[1]}')}--b0--\r\n`,
  ),
  text('csv', 'text/csv', 'id,name,name\n1,"a ""b""\nc",2\n2,,\n3\n'),
  text('tsv', 'text/tab-separated-values', 'id\tname\n1\tx\n'),
  text(
    'graphql',
    'application/graphql-response+json',
    '{"data":null,"errors":[{"message":"a","path":["b",0]},{"message":"a","path":["b",1]}]}',
  ),
  bytes(
    'msgpack',
    'application/msgpack',
    msgpack({ ...order, n: 2n ** 60n, b: Uint8Array.of(1, 2), d: new Date(1e12) }, { useBigInt64: true }),
  ),
  bytes('cbor', 'application/cbor', cbor({ ...order, n: 2n ** 60n, b: Uint8Array.of(1, 2) })),
  bytes('cbor with tags', '', Uint8Array.fromHex('d9d9f7a201c11a514b67b0616ac249010000000000000000')),
  bytes('png', 'image/png', Uint8Array.fromHex('89504e470d0a1a0a0000000d49484452000000020000000308060000007cd4a0')),
  bytes('jpeg', 'image/jpeg', Uint8Array.fromHex('ffd8ffe000104a46494600010100000100010000ffc0001108000300020311')),
  bytes(
    'avif',
    'image/avif',
    Uint8Array.fromHex(
      '00000010667479706176696600000000000000306d6574610000000000000024697072700000001c6970636f0000001469737065000000000000000200000003',
    ),
  ),
  bytes('gif', '', encoder.encode('GIF89a\u0002\u0000\u0003\u0000')),
  text('text', 'text/plain; charset=utf-16', 'a < b and c > d'),
];

const mega = 1024 * 1024;
const fill = (pattern: string, length: number) => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
const numbered = (length: number, one: (i: number) => string) => {
  const parts: string[] = [];
  for (let size = 0, i = 0; size < length; i++) {
    const next = one(i);
    parts.push(next);
    size += next.length;
  }
  return parts.join('');
};
const wrapped = (name: string, type: string, open: string, pattern: string, close: string, size: number): Body =>
  text(name, type, open + fill(pattern, Math.floor(size / pattern.length) * pattern.length) + close);

/** Each is as long as its lifter takes, or as long as a body may be. */
export function expensive(): readonly Body[] {
  const xml = (name: string, open: string, pattern: string, close: string, size = 2 * mega - 100) =>
    wrapped(`xml: ${name}`, 'text/xml', open, pattern, close, size);
  const html = (name: string, pattern: string, size = mega, open = '<!doctype html>') =>
    wrapped(`html: ${name}`, 'text/html', open, pattern, '', size - 100);
  return [
    text('xml: 4 MiB of <a>', 'text/xml', fill('<a>', 4 * mega - 1)),
    text('xml: 10 000 levels', 'text/xml', '<a>'.repeat(10_000) + '</a>'.repeat(10_000)),
    xml('unclosed', '', '<a>', ''),
    xml('elements', '<o>', '<a/>', '</o>'),
    xml('long records', '<o>', '<line id="7"><price>12.50</price><name>Tea &amp; co</name></line>\n', '</o>'),
    xml('50 000 elements', '<o>', '<a/>', '</o>', 190_000),
    xml('under 256 levels', '<a>'.repeat(250), '<b/>', '</a>'.repeat(250), 190_000),
    text('xml: attributes', 'text/xml', `<o ${numbered(2 * mega - 100, (i) => `a${i}="1" `)}/>`),
    text('xml: names', 'text/xml', `<o>${numbered(mega, (i) => `<a${i}/>`)}</o>`),
    xml('comments', '<o>', '<!---->', '</o>'),
    xml('instructions', '<o>', '<?a ?>', '</o>'),
    xml('references', '<o>', '&amp;', '</o>'),
    xml('unknown references', '<!DOCTYPE o><o>', '&a;', '</o>'),
    xml('entities', '<!DOCTYPE a [', '<!ENTITY b "&c;&c;">', ']><a>&b;</a>'),
    xml('a few unknown references', '<!DOCTYPE o><o>', '&a;', '</o>', 5_900),
    xml('sections', '<o>', '<![CDATA[x]]>', '</o>'),
    xml('space in a tag', '<o ', ' ', '/>'),
    xml('mixed', '<o>', 'a<b/>', '</o>', 240_000),
    html('records', '<li class="a b"><a href="/x?y=1">Tea</a> <b>12</b></li>\n'),
    html('paragraphs', '<p>'),
    html('deep', '<div>'),
    html('deep formatting', '<b><i><u>'),
    html('links', '<a>'),
    html('tables', '<table><a>'),
    html('text in tables', 'x<tr>', mega, '<table>'),
    html('end tags', '</a>'),
    html('bodies', '<body a=1>'),
    html('templates', '<template>'),
    html('selects', '<select><option>'),
    html('references', '&notit'),
    html('comments', '<!---->'),
    html('a script', '<!--', mega, '<script>'),
    html('less-than signs', '<'),
    html('open tags', '<a '),
    html(
      'text under formatting',
      '<p>x</p>',
      mega,
      numbered(3_000, (i) => `<b id=${i}>`),
    ),
    html('end tags under depth', '</b>', mega, '<div>'.repeat(250)),
    html('formatting under depth', '<b></b>', mega, '<div>'.repeat(250)),
    html('4 MiB', '<p>x', 4 * mega),
    wrapped('csv: rows', 'text/csv', 'id,name,price\n', '12345,"Tea, green",12.50\n', '', 1_100_000),
    wrapped('csv: short rows', 'text/csv', '', 'a,b\n', '', 190_000),
    wrapped('csv: commas', 'text/csv', '', ',', '', 2 * mega - 1),
    wrapped('csv: cells', 'text/csv', 'a\n', `${','.repeat(900)}\n`, '', 240_000),
    wrapped('csv: line breaks', 'text/csv', '', '\n', '', 2 * mega - 1),
    wrapped('csv: quotes', 'text/csv', '', '"', '', 2 * mega - 1),
    wrapped('csv: quoted line breaks', 'text/csv', '', '"a\n', '', 149_000),
    wrapped('csv: stray quotes', 'text/csv', '', '"a"b', '', 2 * mega - 1),
    wrapped('json: empty lists', 'application/json', '[', '[],', '1]', 4 * mega - 100),
    wrapped('json: empty objects', 'application/json', '[', '{},', '1]', 4 * mega - 100),
    wrapped('json: digits', 'application/json', '[', '1.0,', '1]', 4 * mega - 100),
    text('json: 100 000 levels', 'application/json', '['.repeat(100_000) + ']'.repeat(100_000)),
    wrapped('json lines: short', 'application/x-ndjson', '', '{}\n', '', 299_000),
    wrapped('json lines: too many', 'application/x-ndjson', '', '1\n', '', 4 * mega - 100),
    wrapped('events: short', 'text/event-stream', '', 'id:1\n\n', '', 590_000),
    wrapped('events: too many', 'text/event-stream', '', 'id\n', '', 4 * mega - 100),
    wrapped('form: pairs', 'application/x-www-form-urlencoded', '', 'a=1&', '', 199_000),
    text(
      'form: names',
      'application/x-www-form-urlencoded',
      numbered(480_000, (i) => `a${i}=&`),
    ),
    wrapped('form: escapes', 'application/x-www-form-urlencoded', 'a=', '%41', '', 4 * mega - 100),
    wrapped('multipart: parts', 'multipart/mixed; boundary=b', '', '--b\r\n\r\n<a>1</a>\r\n', '--b--', 15_000),
    wrapped('multipart: dashes', 'multipart/mixed; boundary=b', '--b\n\n', '-', '\n--b--', 4 * mega - 100),
    wrapped(
      'multipart: almost boundaries',
      'multipart/mixed; boundary=b',
      '--b\n\n',
      '\n--b1',
      '\n--b--',
      4 * mega - 100,
    ),
    bytes('json: line breaks', 'application/json', after([0x5b, 0x5d], repeated([0x0a], 4 * mega - 100))),
    bytes('msgpack: nested claims', 'application/msgpack', repeated([0xdd, 0x00, 0x3f, 0xff, 0xff], 4 * mega)),
    bytes('msgpack: deep', 'application/msgpack', repeated([0x91], 4 * mega)),
    bytes('msgpack: numbers', 'application/msgpack', after([0xdd, 0, 3, 0, 0], repeated([1], 0x30000))),
    bytes('msgpack: too many', 'application/msgpack', after([0xdd, 0, 0x3f, 0xff, 0], repeated([1], 0x3fff00))),
    bytes('cbor: nested claims', 'application/cbor', repeated([0x9a, 0x00, 0x3f, 0xff, 0xff], 4 * mega)),
    bytes('cbor: deep', 'application/cbor', repeated([0x81], 4 * mega)),
    bytes('cbor: tags', 'application/cbor', repeated([0xd8, 0x64], 4 * mega)),
    bytes('cbor: numbers', 'application/cbor', after([0x9a, 0, 3, 0, 0], repeated([1], 0x30000))),
    bytes('jpeg: no markers', 'image/jpeg', after([0xff, 0xd8, 0xff, 0xe0], repeated([0, 1], 300_000))),
    bytes(
      'avif: boxes',
      'image/avif',
      Uint8Array.fromHex(
        `000000106674797061766966000000000000ffff6d657461000000000000fff0697072700000ff${'f06970636f'}${'0000001469737065000000000000000200000003'.repeat(600)}`,
      ),
    ),
  ];
}

function repeated(pattern: readonly number[], length: number): Uint8Array {
  const filled = new Uint8Array(length);
  for (let i = 0; i < length; i++) filled[i] = pattern[i % pattern.length] ?? 0;
  return filled;
}

const after = (start: readonly number[], rest: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.concat([Uint8Array.from(start), rest]));
