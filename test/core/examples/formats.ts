/** The way values are written, whether or not they say the same. */
import { json, raw } from '../answers.ts';
import type { Example } from '../compare.examples.ts';

const at = (value: unknown) => json({ at: value });
const text = (value: string) => json({ v: value });
const number = (source: string) => raw(`{"n":${source}}`);
const valueAndFormat = ['body.v value', 'body.v format'];

export const written: readonly Example[] = [
  ['a price with two decimals', number('12.5'), number('12.50'), ['body.n format']],
  ['an exponent', number('1000'), number('1E3'), ['body.n format']],
  ['18446744073709551617 is not 1', number('1'), number('18446744073709551617'), ['body.n value']],
  ['prices of one writer', number('12.50'), number('13.55'), ['body.n value']],
  ['another price in another spelling', number('12.50'), number('13'), ['body.n value', 'body.n format']],
  ['the shortest spelling has decimals or none', number('12.5'), number('13'), ['body.n value']],
  ['a writer of doubles always has decimals', number('12.5'), number('13.0'), ['body.n value']],
  ['a tiny number has an exponent by itself', number('0.5'), number('5e-7'), ['body.n value']],
  ['an exponent for everything', number('0.5'), number('7.5e1'), ['body.n value', 'body.n format']],
  [
    'seconds that became milliseconds',
    number('1763717617'),
    number('1763717617123'),
    ['body.n value', 'body.n format'],
  ],
  ['a number of the same value in a list', raw('[1,2]'), raw('[1.0,2.0]'), ['body[] format']],
  ['spelling hides no order', raw('[1,2,3]'), raw('[3.0,1.0,2.0]'), ['body[] format', 'body order']],
  ['spelling in items that differ', raw('[{"id":1,"p":1.50}]'), raw('[{"id":1,"p":1.5}]'), ['body[].p format']],

  ['another moment', at('2026-03-04T10:00:00Z'), at('2026-03-04T10:00:01Z'), ['body.at value']],
  ['another zone', at('2026-03-04T10:00:00Z'), at('2026-03-04T10:00:00+00:00'), ['body.at value', 'body.at format']],
  ['no zone', at('2026-03-04T10:00:00Z'), at('2026-03-04T10:00:00'), ['body.at value', 'body.at format']],
  [
    'milliseconds more',
    at('2026-03-04T10:00:00Z'),
    at('2026-03-04T10:00:00.000Z'),
    ['body.at value', 'body.at format'],
  ],
  ['fewer digits of one precision', at('2026-03-04T10:00:00.12Z'), at('2026-03-04T10:00:00.123Z'), ['body.at value']],
  ['another offset of one style', at('2026-03-04T10:00:00+01:00'), at('2026-03-04T10:00:00+02:00'), ['body.at value']],
  [
    'a moment that is always noise still shows another spelling',
    at('2026-03-04T10:00:00Z'),
    at('2026-03-04T10:00:02.000Z'),
    ['body.at value all', 'body.at format candidate'],
    at('2026-03-04T10:00:01Z'),
  ],
  ['a date in German', text('2026-03-04'), text('04.03.2026'), valueAndFormat],
  ['a date in English', text('2026-03-14'), text('03/14/2026'), valueAndFormat],
  ['day and month changed places', text('14/03/2026'), text('03/14/2026'), valueAndFormat],
  ['which may not show', text('04/03/2026'), text('03/04/2026'), ['body.v value']],
  ['a date with slashes', text('2026-03-04'), text('2026/03/04'), valueAndFormat],
  ['a month by name', text('2026-03-04'), text('04-Mar-2026'), valueAndFormat],
  ['a date as HTTP writes it', text('2026-03-04T10:00:00Z'), text('Wed, 04 Mar 2026 10:00:00 GMT'), valueAndFormat],
  ['a moment as seconds', text('2026-03-04T10:00:00Z'), text('1772618400'), valueAndFormat],

  ['two words', text('paid'), text('open'), ['body.v value']],
  ['a word and a sentence', text('paid'), text('not paid'), ['body.v value']],
  ['a word and nothing', text('paid'), text(''), ['body.v value']],
  ['a number and nothing', text('12'), text(''), valueAndFormat],
  ['a number and a word', text('12'), text('twelve'), valueAndFormat],
  ['a number without its zeros in front', text('00123'), text('123'), valueAndFormat],
  ['a number with separators', text('1234.50'), text('1,234.50'), valueAndFormat],
  ['a number as Germans write it', text('1,234.50'), text('1.234,50'), valueAndFormat],
  ['or the Swiss', text('1,234.50'), text("1'234.50"), valueAndFormat],
  ['or with spaces', text('1.234,50'), text('1 234,50'), valueAndFormat],
  ['which shows in small ones too', text('12.50'), text('12,50'), valueAndFormat],
  ['what is below a thousand has no separator', text('1,234.50'), text('950.50'), ['body.v value']],
  ['a hexadecimal id may lack letters', text('1234abcd'), text('12345678'), ['body.v value']],
  ['or have an e for a power', text('1234abcd'), text('123456e8'), ['body.v value']],
  [
    'two random UUIDs',
    text('3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
    text('9b2fd4c7-8a3e-4c1d-b5f6-7e8a9c0d1e2f'),
    ['body.v value'],
  ],
  [
    'a UUID of another version',
    text('3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
    text('0190163d-8694-739b-aea5-966c26f8ad91'),
    valueAndFormat,
  ],
  [
    'a UUID in capitals',
    text('3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
    text('3F2504E0-4F89-41D3-9A0C-0305E82C3301'),
    valueAndFormat,
  ],
  [
    'a UUID and a ULID',
    text('3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
    text('01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    valueAndFormat,
  ],
  ['another digest', text('a'.repeat(40)), text('b'.repeat(64)), valueAndFormat],
  ['a version and a word', text('1.2.3'), text('latest'), valueAndFormat],
  ['an address of another kind', text('10.0.0.1'), text('fe80::1'), valueAndFormat],

  [
    'noise of a number that turned to text is noise',
    json({ n: 1 }),
    json({ n: '3' }),
    ['body.n type candidate', 'body.n value all'],
    json({ n: 2 }),
  ],
  [
    'without noise there is the type alone',
    json({ n: 1 }),
    json({ n: '2' }),
    ['body.n type candidate'],
    json({ n: 1 }),
  ],
  ['both turned to one text', json({ n: 1 }), json({ n: '1' }), ['body.n type primary'], json({ n: '1' })],
  [
    'both turned to text, each to another',
    json({ n: 1 }),
    json({ n: '2' }),
    ['body.n type primary', 'body.n value all'],
    json({ n: '1' }),
  ],
];
