import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatOf, formatsOf, otherFormat } from '../../../server/core/compare/format.ts';
import { exactNumber } from '../../../server/core/lift/number.ts';

const table: Readonly<Record<string, readonly string[]>> = {
  empty: [''],
  word: ['paid', 'x', 'Überweisung', 'A1', 'order-17', 'src/core/lift', '-', '12%', '$12.50', 'beef'],
  sentence: ['not paid', 'Thank you, Ada.', ' ', 'a < b and c > d', '12 Main St', 'line\nbreak'],
  'date-time in seconds, Z': ['2026-03-04T10:00:00Z', '1999-12-31T23:59:60Z'],
  'date-time in seconds, +00:00': ['2026-03-04T10:00:00+00:00', '2026-03-04T10:00:00-05:30'],
  'date-time in seconds, +0000': ['2026-03-04T10:00:00+0100'],
  'date-time in milliseconds, Z': ['2026-03-04T10:00:00.123Z', '2026-03-04T10:00:00.1Z'],
  'date-time in microseconds, no zone': ['2026-03-04T10:00:00.123456'],
  'date-time in nanoseconds, Z': ['2026-03-04T10:00:00.123456789Z', '2026-03-04T10:00:00.12345678Z'],
  'date-time in minutes, no zone': ['2026-03-04T10:00'],
  'date and time in seconds, no zone': ['2026-03-04 10:00:00'],
  'date and time in seconds, UTC': ['2026-03-04 10:00:00 UTC'],
  date: ['2026-03-04'],
  'RFC 9110 date': ['Sun, 06 Nov 1994 08:49:37 GMT'],
  'RFC 850 date': ['Sunday, 06-Nov-94 08:49:37 GMT'],
  'asctime date': ['Sun Nov  6 08:49:37 1994'],
  'RFC 5322 date': ['Fri, 21 Nov 1997 09:55:06 -0600', '21 Nov 1997 09:55 +0100'],
  'dd.mm.yyyy': ['04.03.2026', '31.12.1999'],
  'd.m.yyyy': ['4.3.2026'],
  'dd.mm.yyyy and time': ['04.03.2026 10:00'],
  'dd/mm/yyyy': ['14/03/2026', '04/03/2026'],
  'mm/dd/yyyy': ['03/14/2026'],
  'yyyy/mm/dd': ['2026/03/04'],
  'dd-Mon-yyyy': ['04-Mar-2026'],
  'dd Mon yyyy': ['4 March 2026'],
  'Mon dd, yyyy': ['Mar 4, 2026', 'March 4th, 2026'],
  time: ['10:00', '23:59:59'],
  duration: ['P1DT12H', 'PT0.5S', 'P3W'],
  'seconds since 1970': ['1763717617'],
  'milliseconds since 1970': ['1763717617123'],
  integer: ['0', '7', '-12', '12345678'],
  '2 decimals': ['12.50', '-0.25'],
  exponent: ['1e5', '1.5E-3'],
  '5 digits': ['00123'],
  'number as 1,234.5': ['1,234.50', '12,345', '1,234,567'],
  'number as 1.234,5': ['1.234,50', '1.234.567'],
  'number as 1 234,5': ['1 234', '1\u202f234,5'],
  'decimal comma': ['12,50', '1234,5'],
  'UUID v4': ['3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  'UUID v4 in capitals': ['3F2504E0-4F89-41D3-9A0C-0305E82C3301'],
  'UUID v7': ['0190163d-8694-739b-aea5-966c26f8ad91'],
  'ULID in capitals': ['01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  hex: ['1234abcd', 'deadbeefcafe'],
  'hex in capitals': ['1234ABCD'],
  'hex of 40': ['da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  base64: ['TWFueSBoYW5kcyBtYWtl', 'aGVsbG8gd29ybGQxMjM0NQ=='],
  base64url: ['V1StGXR8_Z5jdHi6B-myT'],
  JWT: ['eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.'],
  URL: ['https://a.example/x?y=1', 'postgres://db:5432/x'],
  'data URL': ['data:image/png;base64,iVBORw0KGgo='],
  'e-mail': ['ada@example.org', 'a.b+c@mail.example.org'],
  'semantic version': ['1.2.3', '10.0.0-rc.1+build.5'],
  'semantic version with v': ['v1.2.3'],
  IPv4: ['10.0.0.1', '255.255.255.255'],
  IPv6: ['fe80::1', '2001:0db8:85a3:0000:0000:8a2e:0370:7334', '::1'],
  JSON: ['{"a":1}', '[1,2]', '{}'],
  quoted: ['"686897696a7c876b7e"'],
  'weak entity tag': ['W/"0815"'],
};

describe('the likeliest format of a text', () => {
  for (const [format, texts] of Object.entries(table)) {
    test(format, () => {
      assert.deepEqual(
        texts.map((text) => [text, formatOf(text)]),
        texts.map((text) => [text, format]),
      );
    });
  }
});

const draws: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'UUIDs of version 4': fc.uuid({ version: 4 }),
  'hexadecimal ids of 8': fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 8 }),
  'hexadecimal ids of 24': fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 24, maxLength: 24 }),
  'numbers in hexadecimal': fc.bigInt({ min: 2n ** 120n, max: 2n ** 128n - 1n }).map((n) => n.toString(16)),
  ULIDs: fc.ulid().map((ulid) => `01${ulid.slice(2)}`),
  'moments as this language prints them': fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((date) => date.toISOString()),
  'days first': fc
    .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }))
    .map(([day, month]) => `${`${day}`.padStart(2, '0')}/${`${month}`.padStart(2, '0')}/2026`),
  'months first, without zeros': fc
    .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }))
    .map(([day, month]) => `${month}/${day}/2026`),
  'whole numbers': fc.integer().map(String),
  'numbers with and without decimals': fc.integer({ min: -99_999, max: 99_999 }).map((n) => String(n / 100)),
  'two decimals': fc.integer({ min: -99_999, max: 99_999 }).map((n) => (n / 100).toFixed(2)),
  'zeros in front': fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5, '0')),
  'thousands apart': fc
    .integer({ min: 0, max: 9_999_999 })
    .map((n) => (n / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')),
  base64: fc.uint8Array({ minLength: 24, maxLength: 24 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  base64url: fc.uint8Array({ minLength: 16, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  'ids of letters and digits': fc.string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
    minLength: 3,
    maxLength: 12,
  }),
  'IPv4 addresses': fc.ipV4(),
  words: fc.constantFrom('paid', 'not paid', '', 'Open', 'wird geliefert', 'A1'),
};

describe('random draws of one writer are of one format', () => {
  for (const [writer, texts] of Object.entries(draws)) {
    test(writer, () => {
      fc.assert(
        fc.property(texts, texts, (one, two) => assert.ok(!otherFormat(one, two), `${one} ${two}`)),
        { numRuns: 300 },
      );
    });
  }
});

describe('whatever the texts', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(...Object.values(table).flat()),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdefT:-+.,/= "{[eyJ') }),
  );

  test('each has a format, and none differs from itself', () => {
    fc.assert(
      fc.property(text, (one) => {
        assert.ok(formatsOf(one).length > 0);
        assert.ok(!otherFormat(one, one));
      }),
    );
  });

  test('it does not matter which of two comes first', () => {
    fc.assert(fc.property(text, text, (one, two) => assert.equal(otherFormat(one, two), otherFormat(two, one))));
  });

  test('a long one takes no time', () => {
    for (const sign of ['1', 'a', '1,234', ':', '@.', '-', 'eyJ.', '1 234']) formatsOf(sign.repeat(1_000));
  });
});

test('numbers of one writer are of one format, others are not', () => {
  const one: readonly (readonly [string, string])[] = [
    ['1', '1.5'],
    ['1.0', '1.25'],
    ['12.50', '12.55'],
    ['1e-7', '0.5'],
    ['1.0', '1.0E10'],
  ];
  const other: readonly (readonly [string, string])[] = [
    ['1', '2.0'],
    ['12.50', '13'],
    ['1e2', '3'],
    ['12.50', '12.5'],
    ['-0', '1'],
    ['1763717617', '1763717617123'],
  ];
  for (const [a, b] of one) assert.ok(!otherFormat(exactNumber(a), exactNumber(b)), `${a} ${b}`);
  for (const [a, b] of other) assert.ok(otherFormat(exactNumber(a), exactNumber(b)), `${a} ${b}`);
});
