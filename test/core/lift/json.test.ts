import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../../server/core/lift/json.ts';
import { decimalOf, exactNumber, losesDigits, sameNumber } from '../../../server/core/lift/number.ts';
import { oddNumbers } from '../../../server/core/lift/spelling.ts';

describe('numbers keep their source', () => {
  const kept: readonly string[] = [
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '0.1000000000000000055',
    '1e400',
    '-1.5e-400',
    '123456789012345678e2',
    '1.0',
    '12.50',
    '1e3',
    '1E3',
    '-0',
    '-0.0',
    '0.0000001',
    '1e22',
    '100.000000000000000',
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
    '1e+22',
    '1.7976931348623157e+308',
    '1e-7',
    '100.5',
    '-1',
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

  test('numbers are known from texts wherever they stand', () => {
    const written =
      '[1.0, "1.0", "a,1.0,b", "\\"1.0,", {"1.0": -0 ,"a:":1e3,"\\\\":2.50,",":" ,2.50,", "b":[ 1.0 ]}\n,12.50]';
    const compact = '[1.0,"1.0","a,1.0,b","\\"1.0,",{"1.0":-0,"a:":1e3,"\\\\":2.50,",":" ,2.50,","b":[1.0]},12.50]';
    assert.equal(JSON.stringify(parseJson(written)), compact);
  });

  test('a number longer than anyone needs makes the text a text, one in a string does not', () => {
    assert.deepEqual(parseJson(`["${'1'.repeat(20_000)}"]`), ['1'.repeat(20_000)]);
    assert.equal(parseJson(`[${'1'.repeat(20_000)}]`), undefined);
  });
});

test('one decimal number has one spelling', () => {
  for (const source of ['15', '15.0', '1.5e1', '150e-1', '0.15E+2']) assert.equal(decimalOf(source), decimalOf('15'));
  for (const source of ['0', '-0', '0.00', '0e9']) assert.equal(decimalOf(source), '0');
  assert.notEqual(decimalOf('15'), decimalOf('-15'));
  for (const source of ['', '01', '1.', '.5', '1e', '0x1', ' 1']) assert.equal(decimalOf(source), undefined);
});

test('the odd numbers are those that this language prints in another way', () => {
  const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most });
  const source = fc
    .tuple(
      fc.boolean(),
      fc.nat().map(String),
      digits(18),
      fc.option(digits(18)),
      fc.option(fc.integer({ min: -30, max: 30 })),
    )
    .map(([minus, short, long, fraction, power]) => {
      const whole = fraction !== null && fraction.length > 9 ? short : long.replace(/^0+(?=\d)/, '');
      return `${minus ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${power === null ? '' : `e${power}`}`;
    });
  fc.assert(
    fc.property(fc.array(source), (sources) => {
      const expected = sources.filter((each) => String(Number(each)) !== each);
      assert.deepEqual(
        oddNumbers(`[${sources.join(', ')}]`, true).map((odd) => odd.source),
        expected,
      );
      const lossy = oddNumbers(`[${sources.join(',')}]`, false).map((odd) => odd.source);
      assert.deepEqual(lossy, sources.filter(losesDigits), 'where only those count that lose digits');
    }),
    { numRuns: 300 },
  );
});

test('a number that this language printed is never odd', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
      assert.deepEqual(oddNumbers(JSON.stringify({ n: [n, `${n}`] }), true), []);
    }),
  );
});

test('equal numbers are equal in any spelling, and no others', () => {
  const spelled = [fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })] as const;
  fc.assert(
    fc.property(fc.oneof(...spelled), fc.oneof(...spelled), (one, two) => {
      const a = exactNumber(one.toExponential());
      assert.ok(sameNumber(one, a));
      assert.equal(sameNumber(two, a), one === two);
      assert.equal(sameNumber(exactNumber(two.toFixed(3)), one), Number(two.toFixed(3)) === one);
    }),
  );
});

describe('names written with escapes', () => {
  /** A member named by one backslash makes V8 take other names for it from then on. */
  const poison = () => parseJson('{"a":0,"\\\\":1}');
  const table: readonly (readonly [text: string, members: readonly (readonly [string, unknown])[]])[] = [
    [
      '{"a":0,"\\n":1}',
      [
        ['a', 0],
        ['\n', 1],
      ],
    ],
    [
      '{"a":0,"\\n":1,"\\t" : 2,"\\"":3}',
      [
        ['a', 0],
        ['\n', 1],
        ['\t', 2],
        ['"', 3],
      ],
    ],
    [
      '{"a":0,"\\u00e9":"\\n"}',
      [
        ['a', 0],
        ['é', '\n'],
      ],
    ],
    [
      '{"a":0,"\\\\":1,"b\\\\\\\\":"\\\\"}',
      [
        ['a', 0],
        ['\\', 1],
        ['b\\\\', '\\'],
      ],
    ],
    [
      '{"a":"\\"b\\":","c\\/":1}',
      [
        ['a', '"b":'],
        ['c/', 1],
      ],
    ],
    [
      '{"\\u005f_proto__":1,"a":2}',
      [
        ['__proto__', 1],
        ['a', 2],
      ],
    ],
    ['{"a":1,"\\u0061":2}', [['a', 2]]],
  ];
  for (const [text, members] of table) {
    test(text, () => {
      poison();
      assert.deepEqual(Object.entries(parseJson(text) as object), members);
      assert.deepEqual(Object.entries(parseJson(`[{"a":1,"b":2},${text}]`) as object)[1]?.[1], parseJson(text));
    });
  }

  test('beside numbers that keep their spelling', () => {
    poison();
    assert.equal(
      JSON.stringify(parseJson('{"a":1.0,"\\n":{"b":2.50,"\\t":-0}}')),
      '{"a":1.0,"\\n":{"b":2.50,"\\t":-0}}',
    );
  });

  test('a backslash outside strings is no JSON', () => {
    for (const text of ['{\\"a":1}', '{"x":1,\\"a":1}', '\\', '{"a":1}\\"b":', '["\\x":1]', '{"\\x":1}', '{"a\\":1}']) {
      assert.equal(parseJson(text), undefined, text);
    }
  });

  test('any object is read as it was written, whatever was read before', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '\\', '"', '\n', '\u2028', '\ud800'), maxLength: 3 });
    const document = fc.dictionary(name, fc.oneof(fc.integer(), fc.dictionary(name, fc.integer())));
    fc.assert(
      fc.property(document, (value) => {
        poison();
        const text = JSON.stringify(value);
        assert.equal(JSON.stringify(parseJson(text)), text);
      }),
      { numRuns: 2_000 },
    );
  });
});
