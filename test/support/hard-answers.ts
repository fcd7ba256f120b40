/** Answers made to take long, each below the structural cap of 4 MiB: for the tests of the budget and its benchmark. */
import type { Answers, HeaderLine } from '../../server/core/exchange.ts';
import { structuralCap } from '../../server/core/lift/content.ts';

type Texts = readonly [primary: Text, secondary: Text, candidate: Text];
type Text = string | Uint8Array;

const list = <T>(length: number, item: (i: number) => T): T[] => Array.from({ length }, (_, i) => item(i));
const strings = (first: string, last: string) => JSON.stringify([first, ...list(20_000, (i) => `string ${i}`), last]);
const objects = (n: number) => list(5_000, (i) => ({ at: i * 7 + n, text: `object ${i}`, tags: ['a', `b${i % 9}`] }));
const unkeyed = (n: number) =>
  list(5_000, (i) => ({ at: n + i, kind: `k${i % 5}`, size: i % 11, part: { n, of: i % 3 } }));
const nested = (levels: number, core: string) => `${'['.repeat(levels)}${core}${']'.repeat(levels)}`;
const filled = (piece: (i: number) => string, open = '[', close = ']') => {
  const pieces: string[] = [];
  let length = 2;
  for (let i = 0; ; i++) {
    const next = piece(i);
    if (length + next.length + 1 > structuralCap) return `${open}${pieces.join()}${close}`;
    length += next.length + 1;
    pieces.push(next);
  }
};
const three = (make: (n: number) => Text): Texts => [make(1), make(2), make(3)];
/** Of a permutation: the first is the identity. */
const step = (n: number): number => [1, 7_919, 10_007][n - 1] ?? 1;
const prose = (n: number, length: number) =>
  list(Math.ceil(length / 12), (i) => `word${(i * n) % 97} and `)
    .join('')
    .slice(0, length);

/** What it is -> the three bodies, as JSON unless the type says otherwise. */
const texts: Readonly<Record<string, () => readonly [Texts, type?: string]>> = {
  '20 000 strings, both ends changed': () => [[strings('a', 'b'), strings('c', 'd'), strings('e', 'f')]],
  '20 000 strings, shuffled': () => {
    const shuffled = (step: number) => JSON.stringify(list(20_000, (i) => `string ${(i * step) % 20_000}`));
    return [[shuffled(1), shuffled(7_919), shuffled(10_007)]];
  },
  '5 000 objects reversed': () => {
    const one = objects(0);
    return [[JSON.stringify(one), JSON.stringify(one.toReversed()), JSON.stringify(one.toReversed())]];
  },
  '5 000 objects reversed and changed': () => [
    [JSON.stringify(unkeyed(0)), JSON.stringify(unkeyed(1e6).toReversed()), JSON.stringify(unkeyed(2e6).toReversed())],
  ],
  '5 000 changed objects, some left out': () => [
    three((n) => JSON.stringify(unkeyed(n * 1e6).filter((_, i) => i % (50 + n) !== 0))),
  ],
  'two texts of 200 KB': () => [three((n) => prose(n, 200_000)), 'text/plain'],
  'a list of two texts of 200 KB': () => [three((n) => JSON.stringify([prose(n, 200_000), prose(n + 3, 200_000)]))],
  '10 000 levels of lists': () => [three((n) => nested(10_000, String(n)))],
  '10 000 levels of objects': () => [three((n) => `${'{"a":'.repeat(10_000)}${n}${'}'.repeat(10_000)}`)],
  '2 000 000 levels': () => [three((n) => nested(2_000_000, String(n)))],
  '1 MB of one string': () => [three((n) => JSON.stringify({ text: prose(n, 1_000_000) }))],
  '1 MB of one string, base64': () => [three((n) => JSON.stringify({ text: btoa(prose(n, 750_000)) }))],
  '190 000 numbers of twenty digits': () => [three((n) => filled((i) => `1844674407370955161${(i + n) % 10}`))],
  '4 MiB of digits that differ': () => [three((n) => filled((i) => String((i + n) % 10)))],
  '4 MiB of decimals': () => [three((n) => filled((i) => `${n}.${i % 10}0`))],
  '4 MiB of empty objects': () => [three((n) => filled((i) => (i === 9 * n ? '{"a":1}' : '{}')))],
  '4 MiB of empty lists in pairs': () => [three((n) => filled((i) => (i % 3 === n - 1 ? '[[],1]' : '[[],0]')))],
  '4 MiB of small objects': () => [three((n) => filled((i) => `{"a":${(i * n) % 10}}`))],
  '4 MiB of small objects, shuffled': () => [three((n) => filled((i) => `{"a":${(i * step(n)) % 90_001}}`))],
  '4 MiB of keys': () => [three((n) => filled((i) => `"k${i * n}":1`, '{', '}'))],
  '4 MiB of names with escapes': () => [three((n) => filled((i) => `{"\\n":${(i * n) % 10}}`))],
  '340 KB of names with escapes': () => [three((n) => `[${list(34_000, () => `{"\\n":${n}}`)}]`)],
  '4 MiB of keys that are data': () => [three((n) => filled((i) => `"${i * n}":{"a":1}`, '{', '}'))],
  '4 MiB of orders that differ': () => [
    three((n) =>
      filled((i) =>
        JSON.stringify({
          id: i * n,
          total: i + n,
          lines: [
            { sku: `s${i}`, n },
            { sku: `t${n}`, n: i },
          ],
        }),
      ),
    ),
  ],
  '4 MiB of lists of copies': () => [
    three((n) => filled((i) => JSON.stringify(list(499, (k) => `s${(k * step(n) + i) % 50}`)))),
  ],
  '4 MiB of JSON in strings': () => [three((n) => filled((i) => JSON.stringify(JSON.stringify({ a: i, b: [n, i] }))))],
  '4 MiB of dates': () => [three((n) => filled((i) => `"2026-01-0${n}T10:00:${String(i % 60).padStart(2, '0')}Z"`))],
  '4 MiB of spaces in a list': () => [three((n) => `[${' '.repeat(structuralCap - 3)}${n}]`)],
  '4 MiB of quotes': () => [three((n) => `"${'\\"'.repeat(structuralCap / 2 - 2)}${n}"`)],
  '4 MiB of brackets that never close': () => [three((n) => `${'['.repeat(structuralCap - 1)}${n}`)],
  '4 MiB of HTML': () => [three((n) => `<html><body>${filled((i) => `<p>${i * n}</p>`, '', '')}`), 'text/html'],
  '4 MiB of open tags': () => [three((n) => `<html><body>${'<b>'.repeat(1_390_000)}${n}`), 'text/html'],
  '4 MiB of XML': () => [three((n) => `<a>${filled((i) => `<b c="${n}">${i}</b>`, '', '')}</a>`), 'application/xml'],
  '4 MiB of CSV': () => [three((n) => `a,b\n${filled((i) => `${i},${n}\n`, '', '')}`), 'text/csv'],
  '4 MiB of a form': () => [
    three((n) => filled((i) => `a${i}=${n}`, '', '').replaceAll(',', '&')),
    'application/x-www-form-urlencoded',
  ],
  '4 MiB of NDJSON': () => [
    three((n) => filled((i) => `{"a":${i * n}}`, '', '').replaceAll(',', '\n')),
    'application/x-ndjson',
  ],
  '4 MiB of events': () => [
    three((n) => filled((i) => `data: ${i * n}\n\n`, '', '').replaceAll(',', '')),
    'text/event-stream',
  ],
};

/** Headers -> what stands in them for each of the three. */
const headers: Readonly<Record<string, (n: number) => readonly HeaderLine[]>> = {
  '250 KB of Cache-Control': (n) => [['Cache-Control', list(24_000, (i) => `d${i * n}=${n}`).join()]],
  '250 KB of Set-Cookie': (n) => list(12_000, (i): HeaderLine => ['Set-Cookie', `c${i * n}=${n}; Path=/`]),
  '250 KB of Link': (n) => [['Link', list(9_000, (i) => `</${i * n}>;rel=r${i}`).join()]],
  '250 KB of Vary': (n) => [['Vary', list(60_000, (i) => `${(i * n) % 977}`).join()]],
  '250 KB of quotes in Cache-Control': (n) => [['Cache-Control', `${'"\\",'.repeat(60_000)}${n}`]],
  '30 000 headers': (n) => list(30_000, (i): HeaderLine => [`x${i * n}`, '1']),
  '16 headers of 16 KB': (n) =>
    list(
      16,
      (k): HeaderLine => [
        ['link', 'vary', 'allow', 'cache-control'][k % 4] ?? '',
        list(4_000, (i) => `a${i * n}`).join(),
      ],
    ),
};

const part = (type: string, body: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
const multipart =
  (type: string, parts: number, body: (n: number, i: number) => string) => (): readonly [Texts, string] => [
    three((n) => `${list(parts, (i) => part(type, body(n, i))).join('')}--b--`),
    'multipart/mixed; boundary=b',
  ];

/** Bodies of parts, each as costly as one whole body may be. */
const multiparts: Readonly<Record<string, () => readonly [Texts, type?: string]>> = {
  'multipart: 18 XML documents of 45 000 elements': multipart(
    'text/xml',
    18,
    (n, i) => `<a>${'<b/>'.repeat(45_000)}${n * i}</a>`,
  ),
  'multipart: 16 HTML pages of 39 000 nodes': multipart(
    'text/html',
    16,
    (n, i) => `<html><body>${'<p>x'.repeat(19_000)}${n * i}`,
  ),
  'multipart: 9 tables of 49 000 rows': multipart('text/csv', 9, (n, i) => `a,b\n${`${n},${i}\n`.repeat(49_000)}`),
  'multipart: 999 parts of decimals': multipart('application/json', 999, (n) => `[${'1.0,'.repeat(1_000)}${n}]`),
  'multipart: 999 parts of pairs': multipart('application/x-www-form-urlencoded', 999, (n) =>
    list(500, (i) => `a${i}=${n}`).join('&'),
  ),
  'multipart: 999 parts of parts': () => {
    const inner = (n: number) => list(30, (i) => `--c\r\n\r\n${n * i}\r\n`).join('');
    return [
      three((n) => `${list(999, () => part('multipart/mixed; boundary=c', `${inner(n)}--c--`)).join('')}--b--`),
      'multipart/mixed; boundary=b',
    ];
  },
  'multipart: 260 parts of 14 KB of parameters': multipart(
    `text/plain${list(2_500, (i) => `;p${i}`).join('')}`,
    260,
    (n) => String(n),
  ),
  'multipart: 690 000 almost boundaries': () => [
    three((n) => `--b\n\n${'\n--b1'.repeat(690_000)}${n}\n--b--`),
    'multipart/mixed; boundary=b',
  ],
  'multipart: 1 000 small parts of JSON': multipart('application/json', 999, (n, i) =>
    JSON.stringify(list(400, (k) => k * n + i)),
  ),
};

/** Bodies whose parser has more to do than their length tells. */
const laborious: Readonly<Record<string, () => readonly [Texts, type?: string]>> = {
  '4 MiB of JSON where samples would not look': () => [
    three((n) => `[${list(62, () => `"${' '.repeat(4_092)}",${'{},'.repeat(20_480)}`).join('')}${n}]`),
  ],
  '4 MiB of points in strings': () => [three((n) => filled((i) => `"${'a.'.repeat(400)}${i}${n}"`))],
  '4 MiB of decimals in NDJSON': () => [
    three((n) => filled(() => `[${'1.0,'.repeat(20)}${n}]\n`, '', '').replaceAll('\n,', '\n')),
    'application/x-ndjson',
  ],
  '4 MiB of empty objects in NDJSON behind a number': () => [
    three((n) => `1\n${filled(() => `[${'{},'.repeat(200)}${n}]\n`, '', '').replaceAll('\n,', '\n')}`.slice(0, -1)),
    'application/x-ndjson',
  ],
  '4 MiB of decimals in a JSON sequence': () => [
    three((n) => list(500, () => `\u001e[${'1.0,'.repeat(2_000)}${n}]\n`).join('')),
    'application/json-seq',
  ],
  '47 000 names of XML elements': () => [
    three((n) => `<o>${list(47_000, (i) => `<a${i * n}/>`).join('')}</o>`),
    'text/xml',
  ],
  '49 000 names of a form': () => [
    three((n) => list(49_000, (i) => `a${i * n}=${n}`).join('&')),
    'application/x-www-form-urlencoded',
  ],
  '49 000 rows of another header': () => [three((n) => list(49_000, (i) => `${i * n},${n}`).join('\n')), 'text/csv'],
  '190 000 instants of MessagePack': () => [
    three((n) => packed([0xdd], 190_000, 6, [0xd6, 0xff], (i) => i * n)),
    'application/msgpack',
  ],
  '95 000 keys of CBOR': () => [three((n) => packed([0xba], 95_000, 6, [0x1a], (i) => i * n)), 'application/cbor'],
  '12 000 big numbers of CBOR': () => [
    three((n) => packed([0x9a], 12_000, 260, [0xc2, 0x59, 1, 0], (i) => i + n)),
    'application/cbor',
  ],
};

/** Items of so many bytes behind the first byte of a list or map and its length; each with a number behind its own first bytes. */
function packed(
  first: readonly number[],
  items: number,
  size: number,
  start: readonly number[],
  at: (i: number) => number,
): Uint8Array {
  const bytes = new Uint8Array(5 + items * size).fill(0x01);
  const view = new DataView(bytes.buffer);
  bytes.set(first);
  view.setUint32(1, items);
  for (let i = 0; i < items; i++) {
    bytes.set(start, 5 + i * size);
    view.setUint32(5 + i * size + start.length, at(i));
  }
  return bytes;
}

const query = (n: number, parameters: number) => list(parameters, (i) => `p${i * n}=${n}`).join('&');
/** Strings that are documents themselves. */
const encoded: Readonly<Record<string, () => readonly [Texts, type?: string]>> = {
  'an address of 80 000 parameters': () => [
    three((n) => JSON.stringify({ at: `https://a.example/?${query(n, 80_000)}` })),
  ],
  '60 addresses of 6 000 parameters': () => [
    three((n) => JSON.stringify(list(60, (i) => `https://a.example/${i}?${query(n, 6_000)}`))),
  ],
  '4 MiB of addresses': () => [three((n) => filled((i) => `"/a?${query(n, 5)}&i=${i}"`))],
  '4 MiB of base64 of JSON': () => [three((n) => filled((i) => `"${btoa(JSON.stringify({ a: i, b: [n, i] }))}"`))],
  '60 addresses of damaged escapes': () => [
    three((n) => JSON.stringify(list(60, () => `/a?${list(7_000, (i) => `p${i}=%f${n}`).join('&')}`.slice(0, 65_000)))),
  ],
  '40 000 damaged tokens': () => [
    three((n) => JSON.stringify(list(40_000, (i) => `eyJ${'a'.repeat(40)}.${'b'.repeat(20)}.${n}${i}`))),
  ],
  '80 000 texts in base64': () => [three((n) => JSON.stringify(list(80_000, (i) => btoa(`Hello you ${i * n}`))))],
  '500 texts that are almost addresses of mail': () => [
    three((n) => JSON.stringify(list(500, () => `a@${'a.'.repeat(4_000)}${n}@`))),
  ],
  'four strings of 1 MB of JSON': () => [
    three((n) => JSON.stringify(list(4, (i) => JSON.stringify(list(140_000, (k) => (k * n + i) % 10))))),
  ],
};

const encoder = new TextEncoder();

function answersOf(
  [bodies, type = 'application/json']: readonly [Texts, type?: string],
  more?: (n: number) => readonly HeaderLine[],
): Answers {
  const answer = (text: Text, n: number): Answers['primary'] => {
    const headers: readonly HeaderLine[] = [['Content-Type', type], ...(more?.(n) ?? [])];
    const bytes = typeof text === 'string' ? encoder.encode(text) : text;
    return { kind: 'response', status: 200, headers, trailers: [], body: { kind: 'whole', bytes }, ms: 1 };
  };
  const [primary, secondary, candidate] = bodies;
  return { primary: answer(primary, 1), secondary: answer(secondary, 2), candidate: answer(candidate, 3) };
}

export const hardAnswers: ReadonlyMap<string, () => Answers> = new Map<string, () => Answers>([
  ...Object.entries({ ...texts, ...laborious, ...multiparts, ...encoded }).map(
    ([name, make]) => [name, () => answersOf(make())] as const,
  ),
  ...Object.entries(headers).map(([name, lines]) => [name, () => answersOf([['{}', '{}', '{}']], lines)] as const),
]);
