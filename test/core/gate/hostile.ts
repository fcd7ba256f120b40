/** Reports in which every text from outside tries to break out of whatever it is put into. */
import fc from 'fast-check';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type Report } from '../../../server/core/gate/model.ts';
import type { Shown } from '../../../server/core/gate/shown.ts';
import { counts, endpoint, finding, only, tallies } from './tallies.ts';

const pieces = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</details>',
    '</pre></code>',
    '<!--',
    ']]>',
    '&lt;',
    '&#64;',
  ],
  ...[
    '|',
    '\\|',
    '\\',
    '`',
    '``',
    '```',
    '~~~',
    '**',
    '_a_',
    '[x](http://evil.example/)',
    '![x](http://evil.example/)',
  ],
  ...['@user', '#123', 'owner/repo#1', '!1', 'http://evil.example/', 'www.evil.example', 'a@b.example', ':tada:'],
  ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '"', "'", '""', ',', ';', '\n', '\r\n', '\r', '\u2028'],
  ...[
    '::error::x',
    '##[error]x',
    '%0A',
    '\u0000',
    '\u001b[2J',
    '\u202e',
    '\ud800',
    '\ufffe',
    '\uffff',
    '\u{1f600}',
    ' ',
    '- ',
    '1. ',
  ],
];

export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary', maxLength: 4 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

/** One finding of each class that is told, one of noise, a rule; with the texts in the place of all that is not ours. */
export const hostileReport: fc.Arbitrary<readonly [Report, Shown]> = fc
  .tuple(fc.array(hostileText, { minLength: 12, maxLength: 12 }), fc.boolean())
  .map(([texts, strict]) => {
    const text = (i: number) => texts[i] ?? '';
    const judged = planted();
    const report: Report = {
      ...judged,
      run: { ...judged.run, baseline: text(0), candidate: text(1) },
      reasons: judged.reasons.map((reason) => `${reason} ${text(2)}`),
      endpoints: judged.endpoints.map((each, i) => ({ ...each, endpoint: `GET /${i}${text(3)}` })),
      findings: judged.findings.map((each, i) => ({
        ...each,
        endpoint: `GET ${text(4)}`,
        field: `${text(5)}${i}`,
        sentence: `${each.sentence} The rule "${text(6)}" set it aside once.`,
      })),
      rules: [
        { id: 'r', text: text(7), sentence: text(8), origin: 'configuration', state: 'active', hits: 1, fields: [] },
      ],
    };
    return [report, { examples: examplesOf(report, texts), targets: { candidate: 'http://new:9000' }, strict }];
  });

export function planted(): Report {
  const findings = [
    finding({ id: 'a', rank: 1, counts: counts(118, 9, 8, 3) }),
    finding({ id: 'b', rank: 2, endpoint: 'GET /health', field: 'body.region', counts: counts(3) }),
    finding({ id: 'c', rank: 3, field: 'headers.x-request-id', counts: counts(500, 480, 470, 120) }),
  ];
  const sets = [only('candidate', ['a'], 118), only('secondary', ['a'], 9), only('candidate', ['b'], 3)];
  const endpoints = [
    endpoint({ compared: 10_000, differing: 1_230 }),
    endpoint({ endpoint: 'GET /health', compared: 40 }),
    endpoint({ endpoint: 'GET /quiet', compared: 10 }),
  ];
  return judge(tallies({ findings, sets, endpoints }), defaultThresholds, '0.1.0');
}

const examplesOf = ({ findings }: Report, texts: readonly string[]): Shown['examples'] =>
  new Map(
    findings.map(({ id }) => [
      id,
      {
        exchange: 'e1',
        request: {
          method: 'POST',
          target: `/${texts[9]}`,
          headers: [['x-a', texts[10] ?? '']],
          body: { kind: 'text', text: texts[11] ?? '' },
        },
        // As the comparison gives them: printable.
        values: { primary: 'old `|<b>@user', secondary: 'old `|<b>@user', candidate: '=1+1</td>```' },
      },
    ]),
  );
