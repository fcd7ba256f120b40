/** Bodies that are bytes: packed data, files by their signature, codings, charsets, and what their declared type says of them. */
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import { answer, json, raw, typed } from '../answers.ts';
import type { Example } from '../compare.examples.ts';

const pack = (value: unknown) => typed('application/msgpack', msgpack(value, { useBigInt64: true }));
const packBytes = (hex: string) => typed('application/msgpack', Uint8Array.fromHex(hex));
const cborOf = (value: unknown) => typed('application/cbor', cbor(value));
const cborBytes = (hex: string) => typed('application/cbor', Uint8Array.fromHex(hex));

export const packed: readonly Example[] = [
  ['MessagePack by its fields', pack({ a: { b: 1 } }), pack({ a: { b: 2 } }), ['body.a.b value']],
  ['an integer beyond 2^53', pack({ n: 9007199254740993n }), pack({ n: 9007199254740994n }), ['body.n value']],
  ['the same integer in another width', packBytes('07'), packBytes('cd0007'), []],
  ['another width of a negative one', packBytes('ff'), packBytes('d3ffffffffffffffff'), []],
  ['1 and 1.0 are one number, written in two ways', packBytes('01'), packBytes('cb3ff0000000000000'), ['body format']],
  ['so are 0.5 in 64 bits and in 32', packBytes('cb3fe0000000000000'), packBytes('ca3f000000'), ['body format']],
  ['and 1.0', packBytes('cb3ff0000000000000'), packBytes('ca3f800000'), ['body format']],
  ['and 2^-24, which has an exponent', packBytes('cb3e70000000000000'), packBytes('ca33800000'), ['body format']],
  ['and 0.0 and -0.0', packBytes('cb0000000000000000'), packBytes('cb8000000000000000'), ['body format']],
  ['two floats of one writer', packBytes('cb3ff0000000000000'), packBytes('cb3ff8000000000000'), ['body value']],
  ['a writer of floats may choose the width', packBytes('ca3fc00000'), packBytes('cb3ff199999999999a'), ['body value']],
  ['an integer and another float', packBytes('02'), packBytes('cb3ff0000000000000'), ['body value', 'body format']],
  [
    'a float beyond 2^53',
    packBytes('cb4340000000000000'),
    packBytes('cf0020000000000001'),
    ['body value', 'body format'],
  ],
  ['other bytes', pack({ b: Uint8Array.of(0, 1) }), pack({ b: Uint8Array.of(0, 2) }), ['body.b.#bytes value']],
  ['bytes and their base64', pack({ b: Uint8Array.of(0, 1) }), pack({ b: 'AAE=' }), ['body.b type']],
  [
    'nor do names make bytes of a text',
    pack(Uint8Array.of(0, 1)),
    pack({ '#bytes': 'AAE=' }),
    ['body.#bytes missing', 'body["##bytes"] extra'],
  ],
  [
    'JSON in bytes',
    pack({ b: new TextEncoder().encode('{"a":1}') }),
    pack({ b: new TextEncoder().encode('{"a":2}') }),
    ['body.b.#bytes<base64>.a value'],
  ],
  ['keys that are numbers', packBytes('810161'), packBytes('810162'), ['body["#1"] value']],
  ['and those that are texts', packBytes('810161'), packBytes('81a13161'), ['body["#1"] missing', 'body["1"] extra']],
  ['keys that are bytes', packBytes('81c4010061'), packBytes('81c4010062'), ['body["#bytes AA=="] value']],
  ['a key twice is bytes', packBytes('8201610161'), packBytes('8201610162'), ['body value']],
  ['__proto__ is a key', pack({ ['__proto__']: 1 }), packBytes('81a95f5f70726f746f5f5f02'), ['body.__proto__ value']],
  [
    'a time to the nanosecond',
    packBytes('d7ff0000000400000001'),
    packBytes('d7ff0000000800000001'),
    ['body.#data value'],
  ],
  ['a time in more bytes', packBytes('d6ff00000001'), packBytes('d7ff0000000000000001'), []],
  ['a time and its text', packBytes('d6ff00000001'), pack('1970-01-01T00:00:01Z'), ['body type']],
  ['NaN and its text', packBytes('cb7ff8000000000000'), pack('NaN'), ['body type']],
  ['infinities', packBytes('cb7ff0000000000000'), packBytes('cbfff0000000000000'), ['body.#float value']],
  ['NaN is itself', packBytes('81a161cb7ff8000000000000'), packBytes('81a161ca7fc00000'), []],
  ['an extension of one’s own', packBytes('d4050a'), packBytes('d4050b'), ['body.#data value']],
  ['half a value is bytes', packBytes('9201'), packBytes('9202'), ['body value']],
  ['CBOR by its fields', cborOf({ a: [1, 2] }), cborOf({ a: [1, 3] }), ['body.a[] value']],
  ['keys that are numbers there', cborBytes('a1016161'), cborBytes('a1016162'), ['body["#1"] value']],
  ['1 and 1.0 there', cborBytes('01'), cborBytes('fb3ff0000000000000'), ['body format']],
  ['1.5 in 16 bits and in 32', cborBytes('f93e00'), cborBytes('fa3fc00000'), ['body format']],
  ['bytes and their base64 there', cborBytes('420001'), cborOf('AAE='), ['body type']],
  ['a text with a tag and without', cborBytes('c06161'), cborBytes('6161'), ['body type']],
  ['undefined and its text', cborBytes('f7'), cborOf('undefined'), ['body type']],
  ['a tag', cborBytes('d86401'), cborBytes('d86402'), ['body.#value value']],
  ['another tag', cborBytes('d86401'), cborBytes('d86501'), ['body.#tag value']],
  [
    'another tag beyond 2^53',
    cborBytes('dbffffffffffffffff01'),
    cborBytes('dbfffffffffffffffe01'),
    ['body.#tag value'],
  ],
  ['a time', cborBytes('a16174c11a514b67b0'), cborBytes('a16174c11a514b67b1'), ['body.t.#value value']],
  ['a time and its text', cborBytes('c11a514b67b0'), cborOf('2013-03-21T20:04:00Z'), ['body type']],
  [
    'a time as a float',
    cborBytes('c11a514b67b0'),
    cborBytes('c1fb41d452d9ec000000'),
    ['body.#value value', 'body.#value format'],
  ],
  ['a big number that is none', cborBytes('c24101'), cborBytes('01'), ['body format']],
  ['a big number', cborBytes('81c249010000000000000000'), cborBytes('81c249010000000000000001'), ['body[] value']],
  ['null and undefined', cborBytes('81f6'), cborBytes('81f7'), ['body[] type']],
  ['known or unknown length', cborBytes('820102'), cborBytes('9f0102ff'), []],
  [
    'CBOR that says what it is',
    typed('', Uint8Array.fromHex('d9d9f7a1616101')),
    typed('', Uint8Array.fromHex('d9d9f7a1616102')),
    ['body.a value'],
  ],
  ['JSON moved to MessagePack holds the same', json({ a: 1 }), pack({ a: 1 }), ['headers.content-type value']],
  ['or not', json({ a: 1 }), pack({ a: 2 }), ['headers.content-type value', 'body.a value']],
  [
    'where bytes are base64, times are texts, and numbers are numbers',
    raw('{"b":"AAE=","t":"1970-01-01T00:00:01Z","n":[1.0,2,-0],"1":"#x","#m":"NaN"}'),
    packBytes('85a162c4020001a174d6ff00000001a16e9301cb40000000000000000001a22378a2236da34e614e'),
    ['headers.content-type value'],
  ],
  [
    'also from one packed format to another',
    pack({ b: Uint8Array.of(0, 1), n: 1.5 }),
    cborBytes('a26162420001616ef93e00'),
    ['headers.content-type value'],
  ],
  [
    'and an object of odd names is itself',
    raw('{"#bytes":"AAE="}'),
    pack({ '#bytes': 'AAI=' }),
    ['headers.content-type value', 'body.#bytes value'],
  ],
];

const gif = (width: number, last: number) =>
  Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, width, 0, 1, 0, 0xff, last);
const pdf = (last: number) => Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d, 0xff, last);
const file = (bytes: Uint8Array) => typed('application/octet-stream', bytes);

export const files: readonly Example[] = [
  ['other bytes', file(pdf(1)), file(pdf(2)), ['body value']],
  ['more bytes', file(pdf(1)), file(Uint8Array.of(...pdf(1), 0)), ['body value', 'body length']],
  ['another kind of file', file(pdf(1)), file(gif(1, 1)), ['body type']],
  ['an image of another width', file(gif(1, 1)), file(gif(2, 1)), ['body value', 'body.width value']],
  ['an image of other bytes', file(gif(1, 1)), file(gif(1, 2)), ['body value']],
  ['a file where a text was', file(pdf(1)), typed('application/octet-stream', 'oops'), ['body type']],
];

const coded = (coding: string, body: Uint8Array) => answer(200, [['Content-Encoding', coding]], body);
const text = (value: string) => Buffer.from(value);

export const stacked: readonly Example[] = [
  [
    'deflate with and without its frame',
    coded('deflate', deflateSync('[1]')),
    coded('deflate', deflateRawSync('[1]')),
    [],
  ],
  ['zstd', coded('zstd', zstdCompressSync('[1]')), coded('zstd', zstdCompressSync('[2]')), ['body[] value']],
  [
    'packed at another level',
    coded('gzip', gzipSync('[1]'.padEnd(999))),
    coded('gzip', gzipSync('[1]'.padEnd(999), { level: 0 })),
    [],
  ],
  [
    'packed twice, undone from the last',
    coded('deflate, gzip', gzipSync(deflateSync('[1]'))),
    coded('deflate, gzip', gzipSync(deflateSync('[2]'))),
    ['body[] value'],
  ],
  [
    'the same bytes in a coding that is said no more',
    coded('gzip', gzipSync('[1]')),
    answer(200, [], gzipSync('[1]')),
    ['headers.content-encoding missing'],
  ],
  [
    'the same bytes in another coding',
    coded('gzip', gzipSync('[1]')),
    coded('br', gzipSync('[1]')),
    ['headers.content-encoding value'],
  ],
  [
    'more codings than anyone stacks',
    coded('gzip,gzip,gzip,gzip,gzip', text('[1]')),
    coded('gzip,gzip,gzip,gzip,gzip', text('[2]')),
    ['body[] value'],
  ],
  [
    'over the cap once unpacked, and equal there',
    coded('gzip', gzipSync('x'.repeat(5_000_000))),
    coded('gzip', gzipSync('x'.repeat(5_000_000), { level: 1 })),
    [],
  ],
  [
    'over the cap once unpacked, and longer',
    coded('gzip', gzipSync('x'.repeat(5_000_000))),
    coded('gzip', gzipSync('x'.repeat(5_000_001))),
    ['body value', 'body length'],
  ],
];

const latin = (value: string) => new Uint8Array(Buffer.from(value, 'latin1'));
const html = (body: Uint8Array) => typed('text/html', body);

export const declared: readonly Example[] = [
  [
    'a charset in the page itself',
    html(latin('<meta charset="iso-8859-1"><p>é')),
    html(latin('<meta charset="iso-8859-1"><p>è')),
    ['body.html.body.p value'],
  ],
  [
    'which is no more than another way to write it',
    html(latin('<meta charset="iso-8859-1"><p>é')),
    html(text('<meta charset="utf-8"><p>é')),
    ['body.html.head.meta.@charset value'],
  ],
  [
    'a charset in the XML declaration',
    typed('text/xml', latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>')),
    typed('text/xml', '<a>é</a>'),
    [],
  ],
  [
    'a header outranks it',
    typed('text/xml; charset=utf-8', latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>')),
    typed('text/xml; charset=utf-8', '<a>é</a>'),
    ['body type'],
  ],
  [
    'the same bytes in another charset',
    typed('text/plain; charset=utf-8', 'é'),
    typed('text/plain; charset=latin1', 'é'),
    ['headers.content-type.charset value'],
  ],
  [
    'the same bytes, where they are text in one charset only',
    typed('text/plain; charset=latin1', latin('é')),
    typed('text/plain; charset=utf-8', latin('é')),
    ['headers.content-type.charset value'],
  ],
  ['bytes that are in no charset', typed('text/plain', latin('é')), typed('text/plain', latin('è')), ['body value']],
  ['an error page under the type of data', raw('{"a":1}'), raw('<!doctype html><title>502</title>'), ['body type']],
  [
    'data under the type of a page on both sides',
    html(text('{"html":"<b>1</b>"}')),
    html(text('{"html":"<b>2</b>"}')),
    ['body.html value'],
  ],
  ['the type alone is wrong', json({ a: 1 }), typed('text/html', '{"a":1}'), ['headers.content-type value']],
  ['the type alone is missing', json({ a: 1 }), answer(200, [], '{"a":1}'), ['headers.content-type missing']],
  [
    'another format says the same',
    typed('application/x-www-form-urlencoded', 'a=1'),
    json({ a: '1' }),
    ['headers.content-type value'],
  ],
  [
    'another format says something else',
    typed('text/xml', '<a>1</a>'),
    json({ a: '2' }),
    ['headers.content-type value', 'body type'],
  ],
];
