import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { acceptances } from '../../../server/core/gate/acceptance.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { type Acceptance, defaultThresholds, type Report } from '../../../server/core/gate/model.ts';
import type { FindingTally } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, only, tallies } from './tallies.ts';

const id = 'aaaaaaaaaaaa';
const now = Date.UTC(2026, 10, 25);

/** 50 of 1 000 exchanges differ in the total for sure; judged at that moment. */
function judged(accept: readonly Acceptance[], more: readonly FindingTally[] = [], compared = 1_000): Report {
  const total = finding({ id, counts: counts(50), latched: true });
  const given = {
    endpoints: [endpoint({ compared })],
    findings: compared < 1_000 ? more : [total, ...more],
    sets: compared < 1_000 ? [] : [only('candidate', [id], 50)],
  };
  return judge(tallies(given), { ...defaultThresholds, accept }, '', now);
}
const first = ({ findings }: Report) => findings.find((each) => each.id === id);

describe('an accepted difference', () => {
  test('by its id, with its reason, is no regression and does not fail the build', () => {
    const report = judged([{ finding: id, until: '2026-12-31', reason: 'rounds half up' }]);
    assert.equal(report.verdict, 'pass');
    assert.equal(report.diffRate.value, 0);
    assert.equal(first(report)?.class, 'accepted');
    assert.match(first(report)?.sentence ?? '', / It is accepted until 2026-12-31: rounds half up\.$/);
    assert.deepEqual(report.accepted, [
      {
        entry: { finding: id, until: '2026-12-31', reason: 'rounds half up' },
        state: 'active',
        findings: [id],
        sentence: 'body.total value at GET /orders/{id} is accepted until 2026-12-31: rounds half up.',
      },
    ]);
  });

  const meant: readonly (readonly [behaviour: string, entry: Acceptance, accepted: boolean])[] = [
    ['by its field', { field: 'body.total' }, true],
    ['by a pattern of fields', { field: 'body.**' }, true],
    [
      'by field, endpoint and aspect',
      { field: 'body.total', endpoint: '/orders/:id', aspects: ['value', 'type'] },
      true,
    ],
    ['not by what stands above it', { field: 'body' }, false],
    ['not at another endpoint', { field: 'body.total', endpoint: 'POST /orders' }, false],
    ['not by another id', { finding: 'bbbbbbbbbbbb' }, false],
    ['not past its rate', { field: 'body.total', rate: 0.01 }, false],
    ['at a rate within what it may be', { field: 'body.total', rate: 0.045 }, true],
    ['on its last day', { field: 'body.total', until: '2026-11-25' }, true],
    ['not after its last day', { field: 'body.total', until: '2026-11-24' }, false],
  ];
  for (const [behaviour, entry, accepted] of meant) {
    test(`is meant ${behaviour}`, () => {
      const report = judged([entry]);
      assert.equal(first(report)?.class, accepted ? 'accepted' : 'regression');
      assert.equal(report.verdict, accepted ? 'pass' : 'fail');
    });
  }

  test('that got worse comes back, and says so', () => {
    const report = judged([{ field: 'body.total', rate: 0.01 }]);
    assert.match(first(report)?.sentence ?? '', / It was accepted up to 1 %, and is more now\.$/);
    assert.equal(report.accepted[0]?.state, 'worse');
    assert.match(
      report.accepted[0]?.sentence ?? '',
      /^body\.total is accepted up to 1 %, and occurs in at least [\d.]+ % now: it counts again\.$/,
    );
  });

  test('that changes its nature comes back, and says so', () => {
    const type = finding({ id: 'cccccccccccc', aspect: 'type', rank: 2, counts: counts(40), latched: true });
    const report = judged([{ field: 'body.total', aspects: ['value'] }], [type]);
    assert.equal(first(report)?.class, 'accepted');
    const other = report.findings.find(({ aspect }) => aspect === 'type');
    assert.equal(other?.class, 'regression');
    assert.match(other?.sentence ?? '', / What is accepted here is another difference: value\.$/);
  });

  test('whose time is over counts again, and says since when', () => {
    const report = judged([{ finding: id, until: '2026-10-31' }]);
    assert.match(first(report)?.sentence ?? '', / It was accepted until 2026-10-31\.$/);
    assert.equal(report.accepted[0]?.state, 'expired');
    assert.match(report.accepted[0]?.sentence ?? '', /was accepted until 2026-10-31: it counts again\.$/);
  });

  test('that no longer occurs may be removed', () => {
    const { accepted, verdict } = judged([{ field: 'body.discount' }]);
    assert.equal(verdict, 'fail');
    assert.deepEqual(
      [accepted[0]?.state, accepted[0]?.sentence],
      ['removable', 'body.discount no longer occurs in 1 000 exchanges: its entry may be removed.'],
    );
  });

  test('that is noise by now may be removed', () => {
    const noise = finding({ id: 'dddddddddddd', field: 'body.at', counts: counts(3, 4, 5, 900) });
    const { accepted, findings } = judged([{ field: 'body.at' }], [noise]);
    assert.equal(findings.find(({ field }) => field === 'body.at')?.class, 'noise');
    assert.equal(accepted[0]?.state, 'removable');
  });

  for (const [behaviour, entry, compared] of [
    ['too little was compared', { field: 'body.discount' }, 20],
    ['its endpoint was not asked', { field: 'body.discount', endpoint: 'GET /carts' }, 1_000],
    ['so little was compared that its rate may have been missed', { field: 'body.discount', rate: 0.001 }, 1_000],
  ] as const) {
    test(`is not called removable where ${behaviour}`, () => {
      const { accepted } = judged([entry], [], compared);
      assert.equal(accepted[0]?.state, 'unseen');
      assert.match(accepted[0]?.sentence ?? '', /too few to say that its entry may be removed\.$/);
    });
  }

  test('is meant by the id that one of its keys had before they were seen to be data', () => {
    const keyed = finding({ id: 'eeeeeeeeeeee', field: 'body.orders["7"]', rank: 2, counts: counts(30) });
    const folded = finding({ id: 'ffffffffffff', field: 'body.orders.{}', rank: 3, counts: counts(30), latched: true });
    const { findings } = judged([{ finding: 'eeeeeeeeeeee' }], [keyed, folded]);
    assert.equal(findings.find(({ field }) => field === 'body.orders.{}')?.class, 'accepted');
  });
});

describe('the entry of a finding', () => {
  test('accepts it as it is, when pasted below accept:', () => {
    const found = first(judged([]));
    assert.equal(
      found?.accept,
      '- { finding: "aaaaaaaaaaaa", endpoint: "GET /orders/{id}", field: "body.total", aspects: value, rate: 5% }',
    );
    const entries = acceptances.parse((parse(`accept:\n  ${found?.accept}\n`) as { accept: unknown }).accept);
    const report = judged(entries);
    assert.equal(first(report)?.class, 'accepted');
    assert.equal(first(report)?.accept, null);
  });

  test('is read back whatever a field is called', () => {
    const field = 'body["a: \\"b\\" # {c}"]';
    const odd = finding({ id: 'abababababab', endpoint: "GET /it's/{id}", field, counts: counts(50), latched: true });
    const { findings } = judge(
      tallies({ endpoints: [endpoint({ compared: 1_000 })], findings: [odd] }),
      defaultThresholds,
      '',
    );
    const entries = acceptances.parse(parse(findings[0]?.accept ?? ''));
    assert.deepEqual([entries[0]?.field, entries[0]?.endpoint], [field, "GET /it's/{id}"]);
  });
});
