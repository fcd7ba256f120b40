import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../server/core/gate/judge.ts';
import { fit, printable, wrap } from '../../../server/core/gate/layout.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { reporters } from '../../../server/core/gate/reporters.ts';
import { nothingShown, type Shown } from '../../../server/core/gate/shown.ts';
import { textReport } from '../../../server/core/gate/text.ts';
import { counts, endpoint, finding, latencies, only, tallies } from './tallies.ts';

const full = judge(
  tallies({
    notCompared: { sideEffects: 400, overload: 12 },
    endpoints: [
      endpoint({
        compared: 10_000,
        differing: 1_230,
        failures: { primary: {}, secondary: {}, candidate: { timeout: 9 } },
        latency: {
          primary: latencies(12, 10_000),
          secondary: latencies(12, 10_000),
          candidate: latencies(1_400, 10_000),
        },
      }),
      endpoint({ endpoint: 'GET /health', compared: 40 }),
    ],
    findings: [
      finding({ id: 'a', rank: 1, counts: counts(118, 9, 8, 3), examples: ['exchange-1', 'exchange-2'] }),
      finding({ id: 'b', rank: 2, endpoint: 'GET /health', field: 'body.region', counts: counts(3) }),
      finding({ id: 'c', rank: 3, field: 'headers.x-request-id', counts: counts(500, 480, 470, 120) }),
    ],
    sets: [only('candidate', ['a'], 118), only('secondary', ['a'], 9), only('candidate', ['b'], 3)],
  }),
  defaultThresholds,
  '0.1.0',
);
const empty = judge(tallies({}), defaultThresholds, '0.1.0');
const plain = { color: false, width: 80 };

test('a person reads verdict, reasons, numbers, findings by class and endpoints', () => {
  assert.equal(
    textReport(full, plain),
    ` FAIL  orders 1.5.0 against orders 1.4.2

  109 of 10 040 exchanges differ because of 1 regression (1.1 %, 95 % interval
  0.7-1.6): none is allowed.

  Compared  10 040 of 10 452 exchanges
  Left out     400 not a safe method
                12 dropped under load

Regressions 1

  GET /orders/{id}  body.total value
    Only the candidate differs: 118 of 10 000 requests (1.1 % more than the
    secondary, 95 % interval 0.7-1.6). The two old copies differed from each
    other 20 times.
    exchange exchange-1

Unexplained 1

  GET /health  body.region value
    Only the candidate differs: 3 of 40 requests. The two old copies never
    differed from each other, but 3 cases can be chance: about 71 more requests
    would decide it.

Noise set aside 1                               candidate alone  old copies
  GET /orders/{id}  headers.x-request-id value              500       1 070

Endpoints 2  old / new  compared  differ  failed      p50 ms      p95 ms
  GET /orders/{id}        10 000   1 230   0 / 9  12 / 1 408  12 / 1 408
  GET /health                 40       0   0 / 0   - /     -   - /     -
`,
  );
});

test('an empty run is told in three lines', () => {
  assert.equal(
    textReport(empty, plain),
    ` INCONCLUSIVE  orders 1.5.0 against orders 1.4.2

  Nothing was compared: no exchange was received.

  Compared  0
`,
  );
});

describe('the text report', () => {
  for (const width of [40, 50, 80, 100]) {
    test(`keeps every line within ${width} columns`, () => {
      for (const line of textReport(full, { color: false, width }).split('\n')) assert.ok(line.length <= width, line);
    });
  }

  test('colours without moving anything', () => {
    const colored = textReport(full, { color: true, width: 80 });
    assert.notEqual(colored, textReport(full, plain));
    const sgr = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]+m`, 'g');
    assert.equal(colored.replace(sgr, ''), textReport(full, plain));
  });

  test('cuts long lists and counts the rest', () => {
    const findings = Array.from({ length: 45 }, (_, i) =>
      finding({ id: `id-${i}`, rank: i + 1, field: `body.f${i}`, counts: i < 30 ? counts(300) : counts(0, 300) }),
    );
    const text = textReport(
      judge(tallies({ endpoints: [endpoint({ compared: 900 })], findings }), defaultThresholds, '0.1.0'),
      plain,
    );
    assert.match(text, /^Regressions 30$/m);
    assert.match(text, /and 10 more in the JSON report/);
    assert.match(text, /^Noise set aside 15 /m);
    assert.match(text, /and 5 more in the JSON report/);
  });

  test('lets no terminal escape or line break from a field through', () => {
    const evil = finding({ id: 'a', field: 'body["\u001b[2J\n\u202e"]', counts: counts(300) });
    const text = textReport(
      judge(tallies({ endpoints: [endpoint({ compared: 900 })], findings: [evil] }), defaultThresholds, '0.1.0'),
      plain,
    );
    assert.match(text, /body\["\\u\{1b\}\[2J\\u\{a\}\\u\{202e\}"\] value/);
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|\p{Cf}/u);
  });

  test('as a file has no colours', () => {
    assert.equal(reporters.text(full, nothingShown), textReport(full, { color: false, width: 100 }));
  });
});

describe('an example in the terminal', () => {
  const request = {
    method: 'GET',
    target: '/orders/7?currency=JPY',
    headers: [['accept', 'application/json'] as const, ['authorization', 'redacted:0123456789ab'] as const],
    body: { kind: 'empty' },
  } as const;
  const values = { primary: '12.50', secondary: '12.50', candidate: '13.00' };
  const example = { exchange: 'exchange-1', request, values };
  const shown: Shown = {
    examples: new Map([
      ['a', example],
      ['b', example],
    ]),
    targets: { candidate: 'http://new:9000/', primary: 'http://old:9000/' },
    strict: false,
  };

  test('is the request, what each role said, and the command; the command once for an exchange', () => {
    const lines = textReport(full, plain, shown).split('\n');
    const from = lines.indexOf('  GET /orders/{id}  body.total value') + 4;
    assert.deepEqual(
      lines.slice(from, lines.indexOf('Noise set aside 1                               candidate alone  old copies')),
      [
        '',
        '    GET /orders/7?currency=JPY  exchange-1',
        '      primary    12.50',
        '      secondary  12.50',
        '      candidate  13.00',
        "      curl -i 'http://new:9000/orders/7?currency=JPY' \\",
        `        -H 'accept: application/json' -H 'authorization: '"\${AUTHORIZATION:?}"`,
        '',
        '  curl asks the candidate; the primary is http://old:9000/',
        '',
        'Unexplained 1',
        '',
        '  GET /health  body.region value',
        '    Only the candidate differs: 3 of 40 requests. The two old copies never',
        '    differed from each other, but 3 cases can be chance: about 71 more requests',
        '    would decide it.',
        '',
        '    GET /orders/7?currency=JPY  exchange-1',
        '      primary    12.50',
        '      secondary  12.50',
        '      candidate  13.00',
        '',
      ],
    );
  });

  test('marks the odd value, and is the same text without colours', () => {
    const esc = String.fromCharCode(27);
    const colored = textReport(full, { color: true, width: 80 }, shown);
    assert.ok(colored.includes(`${esc}[1;31m13.00${esc}[0m`));
    assert.equal(colored.replace(new RegExp(`${esc}\\[[0-9;]+m`, 'g'), ''), textReport(full, plain, shown));
  });

  for (const width of [40, 80]) {
    test(`keeps every line within ${width} columns but for a word of the command that is longer`, () => {
      const long = { ...example, values: { ...values, candidate: 'x'.repeat(300) } };
      const text = textReport(full, { color: false, width }, { ...shown, examples: new Map([['a', long]]) });
      for (const line of text.split('\n'))
        assert.ok(line.length <= width || /^ +(?:-H )?\S+(?: \\)?$/.test(line) || /^ +-H '/.test(line), line);
    });
  }
});

describe('layout', () => {
  test('wraps between words but not inside a number or before its percent sign', () => {
    assert.deepEqual(wrap('118 of 10 000 requests, 95 % of all', 9), [
      '118 of',
      '10 000',
      'requests,',
      '95 % of',
      'all',
    ]);
    assert.deepEqual(wrap('out 300 times', 4), ['out', '300', 'times']);
    assert.deepEqual(wrap('a wordlongerthanthewidth b', 5), ['a', 'wordlongerthanthewidth', 'b']);
  });

  test('cuts the middle out of what is too long', () => {
    assert.equal(fit('GET /orders', 11), 'GET /orders');
    assert.equal(fit('GET /orders/{id}', 9), 'GET …{id}');
  });

  test('prints control signs by their code', () => assert.equal(printable('a\r\u001bb'), 'a\\u{d}\\u{1b}b'));
});
