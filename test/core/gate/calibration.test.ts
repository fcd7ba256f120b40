import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import type { Values } from '../../../server/core/compare/differences.ts';
import type { Aspect } from '../../../server/core/finding.ts';
import { calibrationText, rulesYaml } from '../../../server/core/gate/calibrated.ts';
import { type Calibration, calibrationOf } from '../../../server/core/gate/calibration.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { readRule } from '../../../server/core/rules/schema.ts';
import { ruleText } from '../../../server/core/rules/text.ts';
import type { CaseCounts, FindingTally } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, tallies } from './tallies.ts';

interface Noisy {
  readonly field: string;
  readonly aspect?: Aspect;
  readonly counts?: CaseCounts;
  readonly seen?: readonly Values[];
  readonly at?: string;
}

/** Of 100 exchanges at each endpoint. */
function calibrated(noise: readonly Noisy[], endpoints = ['GET /orders/{id}']): Calibration {
  const findings = noise.map(
    ({ field, aspect = 'value', counts: seen = counts(0, 0, 0, 100), at }, i): FindingTally =>
      finding({ id: `f${i}`, field, aspect, counts: seen, rank: i + 1, endpoint: at ?? endpoints[0] ?? '' }),
  );
  const run = tallies({ endpoints: endpoints.map((name) => endpoint({ endpoint: name, compared: 100 })), findings });
  return calibrationOf(judge(run, defaultThresholds, '0'), new Map(noise.map(({ seen = [] }, i) => [`f${i}`, seen])));
}

const rulesOf = (noise: readonly Noisy[], endpoints?: string[]) =>
  calibrated(noise, endpoints).proposals.map(({ rule, worthIt }) => `${worthIt ? '' : '# '}${ruleText(rule)}`);

describe('the rule that is proposed', () => {
  const times: Values = ['2026-11-21T09:00:00Z', '2026-11-21T09:00:07Z', '2026-11-21T09:01:00Z'];
  const table: readonly [what: string, noise: readonly Noisy[], rules: readonly string[]][] = [
    [
      'for an id that is always another ignores its value, and not that it is there',
      [{ field: 'body.id', seen: [['a1', 'b2', 'c3']] }],
      ['ignore body.id value,format,length on GET /orders/{id}'],
    ],
    ['for a moment asks for its format', [{ field: 'body.at', seen: [times] }], ['format body.at on GET /orders/{id}']],
    [
      'for a number that jitters is twice as wide as what was seen',
      [{ field: 'body.score', seen: [[100, 100.4, 100.2]] }],
      ['tolerance body.score 1% on GET /orders/{id}'],
    ],
    [
      'for a number that is anything ignores its value',
      [{ field: 'body.score', seen: [[100, 7, 55]] }],
      ['ignore body.score value,format,length on GET /orders/{id}'],
    ],
    [
      'for order alone, however rare, is that order does not count',
      [{ field: 'body.tags', aspect: 'order', counts: counts(1, 0, 0, 0) }],
      ['unordered body.tags on GET /orders/{id}'],
    ],
    [
      'for a field that comes and goes ignores that',
      [
        { field: 'body.hint', aspect: 'missing', counts: counts(10, 10, 10) },
        { field: 'body.hint', aspect: 'extra', counts: counts(10, 10, 20) },
      ],
      ['ignore body.hint missing,extra on GET /orders/{id}'],
    ],
    [
      'for what differs rarely is only noted',
      [{ field: 'body.stock', counts: counts(1, 1, 1), seen: [['in', 'low', 'in']] }],
      ['# ignore body.stock value,format,length on GET /orders/{id}'],
    ],
    ['is none for another status', [{ field: 'status', counts: counts(10, 10, 10) }], []],
    ['is none for failures', [{ field: 'failure', aspect: 'failure', counts: counts(10, 10, 10) }], []],
    ['is none for times', [{ field: 'latency', aspect: 'latency', counts: counts(40, 40) }], []],
    ['is none where one copy is another all the time', [{ field: 'body.region', counts: counts(0, 100) }], []],
  ];
  for (const [what, noise, rules] of table) test(what, () => assert.deepEqual(rulesOf(noise), rules));

  test('names no endpoint where it is the same at all of them', () => {
    const endpoints = ['GET /a', 'GET /b'];
    const everywhere = endpoints.map((at) => ({ field: 'headers.x-id', seen: [['a', 'b', 'c']] as const, at }));
    assert.deepEqual(rulesOf(everywhere, endpoints), ['ignore headers.x-id value,format,length']);
    assert.equal(rulesOf(everywhere, [...endpoints, 'GET /c']).length, 2);
  });
});

test('the noise floor of an endpoint says how often copies differ, in what they say and how long they take', () => {
  const { floor } = calibrated([{ field: 'latency', aspect: 'latency', counts: counts(20, 20) }]);
  assert.deepEqual(floor, [{ endpoint: 'GET /orders/{id}', compared: 100, differing: 0, slower: 0.4 }]);
});

test('the odd copy is told apart from noise', () => {
  const calibration = calibrated([{ field: 'body.region', counts: counts(0, 100) }, { field: 'body.id' }]);
  assert.deepEqual(
    calibration.environment.map(({ finding: { field }, odd }) => [field, odd]),
    [['body.region', 'secondary']],
  );
  assert.match(calibrationText(calibration, 100), /body\.region value: the secondary is the odd one\./);
  assert.match(rulesYaml(calibration), /^# {2}GET \/orders\/\{id\} body\.region value: the secondary$/m);
});

test('what is printed is YAML that the configuration takes, whatever the fields are called', () => {
  const odd = `body["it's: # odd"].id`;
  const text = rulesYaml(calibrated([{ field: odd, seen: [['a', 'b', 'c']] }]));
  const { rules } = parse(text) as { readonly rules: readonly unknown[] };
  const [reading] = rules.map(readRule);
  assert.equal(reading?.ok && reading.rule.field, odd);
  assert.deepEqual(parse(rulesYaml(calibrated([]))), { rules: [] });
});
