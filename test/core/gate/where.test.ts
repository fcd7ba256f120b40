import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type Where } from '../../../server/core/gate/model.ts';
import { textReport } from '../../../server/core/gate/text.ts';
import { wheresOf } from '../../../server/core/gate/where.ts';
import { type AttributeTally, everyExchange, type FindingTally } from '../../../server/core/tally.ts';
import { seededRandom } from '../../../server/demo/random.ts';
import { counts, endpoint, finding, only, tallies } from './tallies.ts';

const place = 'GET /orders/{id}';
type Values = Readonly<Record<string, number>>;

/** Rows of one owner: how many exchanges, and of each `attribute=value` how many. The sample has all of them in it. */
function rows(owner: string | null, total: number, values: Values): AttributeTally[] {
  const row = { endpoint: place, finding: owner };
  return [
    { ...row, attribute: everyExchange, value: null, n: total, sampled: total },
    ...Object.entries(values).map(([key, n]) => {
      const [attribute = '', value] = key.split('=');
      return { ...row, attribute, value: value ?? null, n, sampled: n };
    }),
  ];
}

interface Given {
  readonly own: readonly [total: number, values: Values];
  readonly sample: readonly [total: number, values: Values];
  readonly findings?: readonly FindingTally[];
}

function whereOf({ own, sample, findings = [] }: Given): readonly Where[] {
  const all = [finding({ id: 'f', counts: counts(own[0]) }), ...findings];
  return (
    wheresOf(tallies({ findings: all, attributes: [...rows('f', ...own), ...rows(null, ...sample)] })).get('f') ?? []
  );
}

describe('a finding is told by its requests', () => {
  test('when all of them have what few others have', () => {
    const where = whereOf({
      own: [20, { 'query.currency=JPY': 20, 'headers.accept=json': 20 }],
      sample: [120, { 'query.currency=JPY': 24, 'query.currency=EUR': 96, 'headers.accept=json': 120 }],
    });
    assert.deepEqual(where, [{ attribute: 'query.currency', value: 'JPY', share: 1, base: 0.04, only: true }]);
  });

  test('when most of them do', () => {
    const [where] = whereOf({
      own: [50, { 'headers.x=beta': 48, 'headers.x=prod': 2 }],
      sample: [150, { 'headers.x=beta': 52, 'headers.x=prod': 98 }],
    });
    assert.deepEqual(where, { attribute: 'headers.x', value: 'beta', share: 0.96, base: 0.04, only: false });
  });

  test('also by one id, where that is among those told apart', () => {
    const [where] = whereOf({
      own: [12, { 'path.id=7': 12 }],
      sample: [400, { 'path.id=7': 12, 'path.id=8': 1, 'path.id': 387 }],
    });
    assert.equal(where?.value, '7');
  });

  test('first by what was asked, then by what was answered', () => {
    const where = whereOf({
      own: [20, { 'answer.body.currency=JPY': 20, 'query.shop=jp': 20 }],
      sample: [100, { 'answer.body.currency=JPY': 20, 'query.shop=jp': 20 }],
    });
    assert.deepEqual(
      where.map(({ attribute }) => attribute),
      ['query.shop', 'answer.body.currency'],
    );
  });

  test('by exchanges outside of the sample too', () => {
    const own = [{ endpoint: place, finding: 'f', attribute: everyExchange, value: null, n: 16, sampled: 2 }];
    const having = { endpoint: place, finding: 'f', attribute: 'query.a', value: '1', n: 16, sampled: 2 };
    const attributes = [...own, having, ...rows(null, 42, { 'query.a=1': 3 })];
    const found = wheresOf(tallies({ findings: [finding({ id: 'f', counts: counts(16) })], attributes }));
    assert.deepEqual(found.get('f'), [{ attribute: 'query.a', value: '1', share: 1, base: 1 / 40, only: true }]);
  });
});

describe('nothing is said', () => {
  const table: readonly (readonly [string, Given])[] = [
    ['where chance would do it as well', { own: [4, { 'query.a=1': 4 }], sample: [24, { 'query.a=1': 14 }] }],
    ['of less than three exchanges', { own: [2, { 'query.a=1': 2 }], sample: [9000, { 'query.a=1': 2 }] }],
    ['where most others have it too', { own: [90, { 'query.a=1': 90 }], sample: [900, { 'query.a=1': 700 }] }],
    ['where every exchange shows the finding', { own: [90, { 'query.a=1': 90 }], sample: [90, { 'query.a=1': 90 }] }],
    [
      'of what is new in most requests',
      { own: [90, { 'query.t=1': 20, 'query.t': 70 }], sample: [900, { 'query.t=1': 20, 'query.t': 880 }] },
    ],
    [
      'by the value of the finding’s own field, or of one in it',
      {
        own: [30, { 'answer.body.total=5': 30, 'answer.body.total.net=5': 30 }],
        sample: [90, { 'answer.body.total=5': 30, 'answer.body.total.net=5': 30 }],
      },
    ],
    [
      'by a value of the answer that is noise itself',
      {
        own: [30, { 'answer.body.stock=in': 30 }],
        sample: [90, { 'answer.body.stock=in': 30 }],
        findings: [finding({ id: 'g', field: 'body.stock', counts: counts(0, 4) })],
      },
    ],
  ];
  for (const [name, given] of table) test(name, () => assert.deepEqual(whereOf(given), []));

  test('of findings that fall on requests blindly, but for one in a hundred', () => {
    const random = seededRandom(11);
    const names = Array.from({ length: 30 }, (_, i) => `query.q${i}`);
    let named = 0;
    for (let run = 0; run < 300; run++) {
      const own: Record<string, number> = {};
      const all: Record<string, number> = {};
      let hits = 0;
      for (let i = 0; i < 200; i++) {
        const hit = random() < 0.05;
        if (hit) hits++;
        for (const name of names) {
          const key = `${name}=${Math.floor(random() * 6)}`;
          all[key] = (all[key] ?? 0) + 1;
          if (hit) own[key] = (own[key] ?? 0) + 1;
        }
      }
      if (whereOf({ own: [hits, own], sample: [200, all] }).length > 0) named++;
    }
    assert.ok(named <= 3, `${named} of 300`);
  });
});

describe('the report says it', () => {
  const given = (candidate: number, secondary = 0) =>
    judge(
      tallies({
        endpoints: [endpoint({ compared: 500 })],
        findings: [finding({ id: 'f', counts: counts(candidate, secondary) })],
        sets: [only('candidate', ['f'], candidate)],
        attributes: [...rows('f', 20, { 'query.currency=JPY': 20 }), ...rows(null, 120, { 'query.currency=JPY': 24 })],
      }),
      defaultThresholds,
      '1',
    );

  test('in the sentence and beside it', () => {
    const report = given(20);
    assert.match(report.findings[0]?.sentence ?? '', / Only with query currency=JPY\.$/);
    assert.equal(report.findings[0]?.where[0]?.attribute, 'query.currency');
    assert.match(
      textReport(report, { color: false, width: 80 }).replaceAll(/\s+/g, ' '),
      /Only with query currency=JPY\./,
    );
  });

  test('but not of noise', () => {
    const [noise] = given(20, 20).findings;
    assert.equal(noise?.class, 'noise');
    assert.deepEqual(noise.where, []);
    assert.doesNotMatch(noise.sentence, /with query/);
  });
});
