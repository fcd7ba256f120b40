import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { textReport } from '../../../server/core/gate/text.ts';
import type { Rule } from '../../../server/core/rules/rule.ts';
import type { RuleTally } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, tallies } from './tallies.ts';

const rule = (id: string, more: Partial<Rule> = {}, parts: Partial<RuleTally> = {}): RuleTally => ({
  id,
  rule: { kind: 'ignore', field: `body.${id}`, ...more } as Rule,
  origin: 'configuration',
  removed: false,
  hits: [],
  ...parts,
});
const hit = (id: string, n: number, field = `body.${id}`) =>
  ({ rule: id, endpoint: 'GET /orders/{id}', field, aspect: 'value', n }) as const;

const run = tallies({}).run;
const day = Date.UTC(2026, 5, 1);

describe('the report of a run says of each rule', () => {
  const rules = [
    rule('a', {}, { hits: [hit('a', 3), hit('a', 40, 'body.a.b')] }),
    rule('b'),
    rule('c', { until: '2026-05-30' }, { hits: [hit('c', 1)] }),
    rule('d', {}, { removed: true, origin: 'api' }),
  ];
  const of = (endedAt: number | null, now?: number) =>
    judge(tallies({ run: { ...run, endedAt }, rules }), defaultThresholds, '1', now);

  test('what it does, how often and where it did', () => {
    assert.deepEqual(
      of(day).rules.map(({ sentence, hits }) => `${hits} ${sentence}`),
      [
        '43 Differences at body.a are ignored: 43 times.',
        '0 Differences at body.b are ignored: it never matched.',
        '1 Differences at body.c are ignored: it ended with 2026-05-30, until then once.',
        '0 Differences at body.d are ignored: it was removed.',
      ],
    );
    assert.deepEqual(
      of(day).rules[0]?.fields.map(({ field, hits }) => `${field} ${hits}`),
      ['body.a.b 40', 'body.a 3'],
    );
  });

  test('whether it has expired: by the end of the run, or by now while it goes on', () => {
    const state = (report: ReturnType<typeof of>) => report.rules[2]?.state;
    assert.equal(state(of(day)), 'expired');
    assert.equal(state(of(Date.UTC(2026, 4, 30), day)), 'active');
    assert.equal(state(of(null, day)), 'expired');
    assert.equal(state(of(null, Date.UTC(2026, 4, 30))), 'active');
  });

  test('in the text those first that do nothing', () => {
    const lines = textReport(of(day), { color: false, width: 60 }).split('\n');
    const from = lines.findIndex((line) => line.startsWith('Rules 4'));
    assert.deepEqual(
      lines.slice(from + 1, from + 5).map((line) => line.trim().replace(/ {2,}/, ' | ')),
      [
        'ignore body.b | never matched',
        'ignore body.c until 2026-05-30 | expired, 1',
        'ignore body.d | removed',
        'ignore body.a | 43',
      ],
    );
  });
});

test('a finding says which rules set part of it aside', () => {
  const given = {
    endpoints: [endpoint({ compared: 900 })],
    findings: [
      finding({ id: 'x', field: 'body.a', counts: counts(3) }),
      finding({ id: 'y', rank: 2, field: 'body.z', counts: counts(3) }),
    ],
    rules: [rule('a', {}, { hits: [hit('a', 20)] })],
  };
  const [touched, other] = judge(tallies(given), defaultThresholds, '1').findings.toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  assert.deepEqual(touched?.rules, ['a']);
  assert.match(touched.sentence, /\. The rule "ignore body\.a" set it aside 20 times\.$/);
  assert.deepEqual(other?.rules, []);
  assert.doesNotMatch(other.sentence, /rule/);
});
