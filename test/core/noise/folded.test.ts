import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldedField, mapsIn } from '../../../server/core/compare/folding.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { logEvidence } from '../../../server/core/noise/evidence.ts';
import { foldTallies } from '../../../server/core/noise/folded.ts';
import { latchThreshold } from '../../../server/core/noise/latch.ts';
import { type FindingTally, otherEndpoint } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, only, tallies } from '../gate/tallies.ts';

describe('a field under a key that is data', () => {
  const table: readonly (readonly [field: string, maps: readonly string[], folded: string])[] = [
    ['body.orders["8812"].total', ['body.orders'], 'body.orders.{}.total'],
    ['body.orders.abc', ['body.orders'], 'body.orders.{}'],
    ['body.orders["a.\\"b\\"].c"][].x', ['body.orders'], 'body.orders.{}[].x'],
    ['body.a["1"].b["2"].c', ['body.a', 'body.a.{}.b'], 'body.a.{}.b.{}.c'],
    ['body.a["1"].b["2"].c', ['body.a'], 'body.a.{}.b["2"].c'],
    ['body.text<json>["7"]', ['body.text<json>'], 'body.text<json>.{}'],
    ['body["1"]', ['body'], 'body.{}'],
    ['body.orders', ['body.orders'], 'body.orders'],
    ['body.orders[]', ['body.orders'], 'body.orders[]'],
    ['body.orders<json>.a', ['body.orders'], 'body.orders<json>.a'],
    ['body.ordersOld.a', ['body.orders'], 'body.ordersOld.a'],
    ['body.orders.{}.total', ['body.orders'], 'body.orders.{}.total'],
  ];
  for (const [field, maps, folded] of table) {
    test(`${field} -> ${folded}`, () => assert.equal(foldedField(field, new Set(maps)), folded));
  }

  test('tells of its maps, whatever the keys hold', () => {
    assert.deepEqual(mapsIn('body.a.{}.b[].{}'), ['body.a', 'body.a.{}.b[]']);
    assert.deepEqual(mapsIn('body["x.{}y"].z'), []);
  });
});

const keyed = (key: number, part: Partial<FindingTally> = {}) =>
  finding({ id: `k${key}`, field: `body.m["${key}"].total`, rank: key, ...part });
const folded = (part: Partial<FindingTally> = {}) => finding({ id: 'map', field: 'body.m.{}.total', rank: 9, ...part });
const foldedOf = (given: Parameters<typeof tallies>[0]) => foldTallies(tallies(given));

describe('findings from before a map was learned', () => {
  test('leave their exchanges to the folded one, each exchange once', () => {
    const { findings, sets } = foldedOf({
      endpoints: [endpoint({ compared: 100 })],
      findings: [
        keyed(1, { counts: counts(3, 1, 2, 0), firstSeen: 5, lastSeen: 9, examples: ['a'] }),
        keyed(2, { counts: counts(2, 1, 1, 4), firstSeen: 6, lastSeen: 8, examples: ['b', 'a'] }),
        finding({ id: 'other', field: 'body.at', rank: 3, counts: counts(1) }),
        folded({ counts: counts(10, 3, 1, 1), firstSeen: 20, lastSeen: 90, examples: ['c'] }),
      ],
      sets: [
        only('candidate', ['k1', 'k2'], 2),
        only('candidate', ['k1', 'other'], 1),
        only('secondary', ['k1'], 1),
        only('secondary', ['k2'], 1),
        only('candidate', ['map'], 10),
        only('secondary', ['map'], 3),
      ],
    });
    assert.deepEqual(
      findings.map(({ id }) => id),
      ['other', 'map'],
    );
    const map = findings[1];
    // k1 and k2 were in two exchanges together: three exchanges, not five.
    assert.deepEqual(map?.counts, counts(13, 5, 3, 5));
    assert.deepEqual([map?.rank, map?.firstSeen, map?.lastSeen, map?.examples], [9, 5, 90, ['c', 'a', 'b']]);
    assert.deepEqual(map?.before, {
      findings: ['k1', 'k2'],
      counts: counts(3, 2, 2, 4),
      votes: { candidate: 3, secondary: 2 },
    });
    assert.deepEqual(map?.votes, { candidate: 13, secondary: 5 });
    assert.deepEqual(sets, [
      only('candidate', ['map'], 12),
      only('candidate', ['map', 'other'], 1),
      only('secondary', ['map'], 5),
    ]);
  });

  test('count once in an exchange that the folded one is in too', () => {
    const { findings } = foldedOf({
      endpoints: [endpoint({ compared: 10 })],
      findings: [keyed(1, { counts: counts(2) }), folded({ counts: counts(1) })],
      sets: [only('candidate', ['k1'], 1), only('candidate', ['k1', 'map'], 1)],
    });
    assert.deepEqual(findings[0]?.counts, counts(2));
  });

  test('never count on both sides more often than exchanges were compared', () => {
    const { findings } = foldedOf({
      endpoints: [endpoint({ compared: 10 })],
      findings: [keyed(1, { counts: counts(8) }), keyed(2, { counts: counts(0, 8) }), folded()],
      sets: [only('candidate', ['k1'], 8), only('secondary', ['k2'], 8)],
    });
    assert.deepEqual(findings[0]?.counts, counts(2, 2));
  });

  test('whose sets are no longer told apart count to the favour of the candidate', () => {
    const { findings } = foldedOf({
      endpoints: [endpoint({ compared: 100 })],
      findings: [keyed(1, { counts: counts(4, 3) }), keyed(2, { counts: counts(2, 3) }), folded()],
      sets: [only('candidate', ['k2'], 1), only('secondary', ['k1'], 2), only('candidate', ['overflow'], 30)],
    });
    assert.deepEqual(findings[0]?.counts, counts(4, 6));
  });

  test('stay where nothing stands for them, at other endpoints, and where several endpoints share the names', () => {
    const findings = [
      keyed(1, { aspect: 'missing' }),
      keyed(2, { id: 'elsewhere', endpoint: 'GET /b' }),
      keyed(3, { id: 'shared', endpoint: otherEndpoint }),
      folded({ id: 'shared map', endpoint: otherEndpoint }),
      folded(),
    ];
    const given = tallies({ findings });
    assert.equal(foldTallies(given), given);
  });

  test('of a map in a map count with the innermost', () => {
    const { findings } = foldedOf({
      endpoints: [endpoint({ compared: 9 })],
      findings: [
        finding({ id: 'x', field: 'body.a["1"].b["2"]', counts: counts(1) }),
        finding({ id: 'y', field: 'body.a.{}.b["3"]', counts: counts(1) }),
        finding({ id: 'z', field: 'body.a.{}.b.{}', counts: counts(1) }),
      ],
      sets: [only('candidate', ['x'], 1), only('candidate', ['y'], 1), only('candidate', ['z'], 1)],
    });
    assert.deepEqual(
      findings.map(({ id, counts: { candidate } }) => [id, candidate]),
      [['z', 3]],
    );
  });

  test('give what rules did to them to it as well', () => {
    const hit = { rule: 'r', endpoint: 'GET /orders/{id}', aspect: 'value', n: 2 } as const;
    const rule = { kind: 'ignore', field: 'body.m.{}.total' } as const;
    const { rules } = foldedOf({
      findings: [keyed(1), folded()],
      rules: [
        {
          id: 'r',
          rule,
          origin: 'api',
          removed: false,
          hits: [
            { ...hit, field: 'body.m["1"].total' },
            { ...hit, field: 'body.m.{}.total' },
          ],
        },
      ],
    });
    assert.deepEqual(rules?.[0]?.hits, [{ ...hit, field: 'body.m.{}.total', n: 4 }]);
  });
});

describe('the verdict on a regression inside a map', () => {
  /** Under one key after the other until the map was learned. */
  const keys = Array.from({ length: 12 }, (_, i) => i + 1);
  const regression = (after: number, secondary = 0) =>
    tallies({
      endpoints: [endpoint({ compared: 200 })],
      findings: [
        ...keys.map((key) => keyed(key, { counts: counts(1) })),
        folded({ rank: 20, counts: counts(after, secondary) }),
      ],
      sets: [
        ...keys.map((key) => only('candidate', [`k${key}`], 1)),
        ...(after === 0 ? [] : [only('candidate', ['map'], after)]),
        ...(secondary === 0 ? [] : [only('secondary', ['map'], secondary)]),
      ],
    });

  test('is one finding of all its exchanges, and fails', () => {
    const { verdict, findings, diffRate } = judge(regression(6), defaultThresholds, '0.1.0');
    assert.deepEqual([verdict, diffRate.value], ['fail', 18 / 200]);
    assert.deepEqual(
      findings.map(({ id, class: kind, counts: { candidate } }) => [id, kind, candidate]),
      [['map', 'regression', 18]],
    );
    assert.equal(findings[0]?.supersedes.length, 12);
    assert.match(
      findings[0]?.sentence ?? '',
      / It includes 12 fields told apart by key until the keys were seen to be data\.$/,
    );
    assert.equal(findings[0]?.logE, logEvidence(18, 0));
    assert.ok(logEvidence(6, 0) < latchThreshold(20, 0.05), 'what came after alone would not do');
  });

  test('is noise where the old copies turn out to differ as well', () => {
    const { verdict, findings } = judge(regression(6, 12), defaultThresholds, '0.1.0');
    assert.deepEqual([verdict, findings[0]?.class], ['pass', 'noise']);
  });

  test('stays what one key had shown, whatever comes after', () => {
    const given = regression(0);
    const latched = given.findings.map((each) => (each.id === 'k3' ? { ...each, latched: true } : each));
    const { findings } = judge({ ...given, findings: latched }, defaultThresholds, '0.1.0');
    assert.deepEqual(
      findings.map(({ id, class: kind }) => [id, kind]),
      [['map', 'regression']],
    );
  });

  test('says nothing about the old copies from counts that are not exact', () => {
    const given = tallies({
      endpoints: [endpoint({ compared: 1_000 })],
      findings: [keyed(1, { counts: counts(0, 60) }), keyed(2, { counts: counts(0, 60) }), folded()],
      sets: [only('secondary', ['k1'], 60), only('secondary', ['k2'], 60)],
    });
    const [found] = judge(given, defaultThresholds, '0.1.0').findings;
    assert.deepEqual([found?.counts.secondary, found?.flags], [120, []]);
  });
});
