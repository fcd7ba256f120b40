import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../../server/core/lift/json.ts';
import { decimalOf, losesDigits } from '../../../server/core/lift/number.ts';

describe('numbers keep what a double would lose', () => {
  const kept: readonly string[] = [
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '0.1000000000000000055',
    '1e400',
    '-1.5e-400',
    '123456789012345678e2',
  ];
  for (const source of kept) {
    test(`${source} prints unchanged`, () => {
      const text = `{"a":[${source},"x, ${source}, \\"${source}"],"__proto__":${source}}`;
      assert.equal(JSON.stringify(parseJson(text)), text);
      assert.equal(JSON.stringify(parseJson(source)), source);
    });
  }

  const plain: readonly string[] = [
    '9007199254740992',
    '0.30000000000000004',
    '1e22',
    '1.7976931348623157e308',
    '100.000000000000000',
  ];
  for (const source of plain) {
    test(`${source} is a plain number`, () => assert.equal(parseJson(source), Number(source)));
  }

  test('any document that stringify prints is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
    );
  });

  test('a huge number next to any strings leaves them alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('"', '\\', '12345678901234567', ',', '\u0000', 'é') })),
        (strings) => {
          const text = JSON.stringify(strings).replace(/]$/, strings.length > 0 ? ',1e999]' : '1e999]');
          assert.equal(JSON.stringify(parseJson(text)), text);
        },
      ),
    );
  });

  test('no text becomes JSON by being looked at', () => {
    for (const text of [
      '',
      '{12345678901234567890:1}',
      '[01234567890123456789]',
      '1.2.3.4.5.6.7.8.9.0.1',
      '--1e400',
      '[1e400',
      '1e400 2',
    ]) {
      assert.equal(parseJson(text), undefined, text);
    }
  });

  test('a number longer than anyone needs makes the text a text', () => {
    assert.equal(parseJson(`[${'1'.repeat(20_000)}]`), undefined);
  });
});

test('one decimal number has one spelling', () => {
  for (const source of ['15', '15.0', '1.5e1', '150e-1', '0.15E+2']) assert.equal(decimalOf(source), decimalOf('15'));
  for (const source of ['0', '-0', '0.00', '0e9']) assert.equal(decimalOf(source), '0');
  assert.notEqual(decimalOf('15'), decimalOf('-15'));
  for (const source of ['', '01', '1.', '.5', '1e', '0x1', ' 1']) assert.equal(decimalOf(source), undefined);
});

test('a double loses nothing that it printed itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => assert.ok(!losesDigits(String(n)))),
  );
});
