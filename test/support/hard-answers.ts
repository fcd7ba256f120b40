/** Answers made to take long, each below the structural cap of 4 MiB: for the tests of the budget and its benchmark. */
import type { Answers, HeaderLine } from '../../server/core/exchange.ts';
import { structuralCap } from '../../server/core/lift/content.ts';

type Texts = readonly [primary: string, secondary: string, candidate: string];

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
const three = (make: (n: number) => string): Texts => [make(1), make(2), make(3)];
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

const encoder = new TextEncoder();

function answersOf([[primary, secondary, candidate], type = 'application/json']: ReturnType<
  (typeof texts)[string]
>): Answers {
  const headers: readonly HeaderLine[] = [['Content-Type', type]];
  const answer = (text: string): Answers['primary'] => {
    const bytes = encoder.encode(text);
    return { kind: 'response', status: 200, headers, trailers: [], body: { kind: 'whole', bytes }, ms: 1 };
  };
  return { primary: answer(primary), secondary: answer(secondary), candidate: answer(candidate) };
}

export const hardAnswers: ReadonlyMap<string, () => Answers> = new Map(
  Object.entries(texts).map(([name, make]) => [name, () => answersOf(make())]),
);
