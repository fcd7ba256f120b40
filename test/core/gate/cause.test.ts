import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { causesOf } from '../../../server/core/gate/cause.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type FindingClass } from '../../../server/core/gate/model.ts';
import { textReport } from '../../../server/core/gate/text.ts';
import type { FindingTally, SetTally } from '../../../server/core/tally.ts';
import { mostFindings } from '../../../server/core/tally.ts';
import { counts, endpoint, finding, only, tallies } from './tallies.ts';

const seen = (id: string, candidate: number, part: Partial<FindingTally> = {}) =>
  finding({ id, counts: counts(candidate), ...part });
const causes = (findings: readonly FindingTally[], sets: readonly SetTally[]) =>
  Object.fromEntries(causesOf(tallies({ findings, sets }), new Map()));

describe('findings share a cause', () => {
  test('when exactly the same exchanges have them', () => {
    const etag = seen('a', 5, { field: 'headers.etag' });
    const total = seen('b', 5, { field: 'body.total' });
    const sets = [only('candidate', ['a', 'b'], 4), only('candidate', ['a', 'b', 'c'], 1)];
    assert.deepEqual(causes([etag, total, seen('c', 1)], sets), { a: 'b', b: 'b', c: 'c' });
  });

  test('but not when one occurs without the other', () => {
    const sets = [only('candidate', ['a', 'b'], 4), only('candidate', ['b'], 1)];
    assert.deepEqual(causes([seen('a', 4), seen('b', 5)], sets), { a: 'a', b: 'b' });
  });

  test('nor when they differ in how often the old copies have them', () => {
    const noisy = finding({ id: 'b', counts: counts(4, 0, 0, 9) });
    assert.deepEqual(causes([seen('a', 4), noisy], [only('candidate', ['a', 'b'], 4)]), { a: 'a', b: 'b' });
  });

  test('nor at two endpoints', () => {
    const health = seen('b', 4, { endpoint: 'GET /health' });
    const sets = [only('candidate', ['a'], 4), { ...only('candidate', ['b'], 4), endpoint: 'GET /health' }];
    assert.deepEqual(causes([seen('a', 4), health], sets), { a: 'a', b: 'b' });
  });

  test('nor where sets were too many to be told apart', () => {
    const sets = [only('candidate', ['a', 'b'], 4), only('candidate', ['overflow'], 3)];
    assert.deepEqual(causes([seen('a', 5), seen('b', 5)], sets), { a: 'a', b: 'b' });
  });

  describe('also when nearly the same have them:', () => {
    const pair = (a: number, b: number, both: number) => {
      const sets = [
        only('candidate', ['a', 'b'], both),
        only('candidate', ['a'], a - both),
        only('candidate', ['b'], b - both),
      ];
      const findings = [seen('a', a, { field: 'status' }), seen('b', b)];
      return { findings, sets: sets.filter(({ count }) => count > 0) };
    };
    const regressions = new Map([
      ['a', 'regression'],
      ['b', 'regression'],
      ['c', 'regression'],
    ] as const);
    const joined = (
      { findings, sets }: ReturnType<typeof pair>,
      classes: ReadonlyMap<string, FindingClass> = regressions,
    ) => causesOf(tallies({ findings, sets }), classes).get('b') === 'a';

    test('117 of 118', () => assert.equal(joined(pair(118, 117, 117)), true));
    test('but not as many exchanges of their own', () => assert.equal(joined(pair(118, 117, 100)), false));
    test('nor a few', () => assert.equal(joined(pair(10, 10, 9)), false));
    test('nor where one is noisier', () => {
      const { findings, sets } = pair(118, 117, 117);
      const [first, second] = findings;
      assert.ok(first !== undefined && second !== undefined);
      const noisy = { ...second, counts: counts(117, 0, 0, 30) };
      assert.equal(joined({ findings: [first, noisy], sets }), false);
    });
    test('nor what needs no explaining, or is not as sure', () => {
      assert.equal(joined(pair(118, 117, 117), new Map()), false);
      assert.equal(joined(pair(118, 117, 117), new Map([...regressions, ['b', 'unexplained']])), false);
    });

    test('a third that is near to the second alone keeps its own', () => {
      const findings = [seen('a', 100, { field: 'status' }), seen('b', 100), seen('c', 100, { field: 'body.z' })];
      const sets = [
        only('candidate', ['a', 'b', 'c'], 94),
        only('candidate', ['a', 'b'], 4),
        only('candidate', ['b', 'c'], 2),
        only('candidate', ['a'], 2),
        only('candidate', ['c'], 4),
      ];
      const found = causesOf(tallies({ findings, sets }), regressions);
      assert.deepEqual(Object.fromEntries(found), { a: 'a', b: 'a', c: 'c' });
    });
  });

  test('nor when the candidate never was the odd one', () => {
    assert.deepEqual(causes([seen('a', 0), seen('b', 0)], []), { a: 'a', b: 'b' });
  });
});

test('the finding that says most gives the cause its name', () => {
  const ranked: readonly Partial<FindingTally>[] = [
    { field: 'failure', aspect: 'failure' },
    { field: 'status', aspect: 'value' },
    { field: 'body.a', aspect: 'type' },
    { field: 'body.b', aspect: 'missing' },
    { field: 'body.c', aspect: 'value' },
    { field: 'body.c', aspect: 'format' },
    { field: 'headers.content-type', aspect: 'missing' },
    { field: 'headers.etag', aspect: 'value' },
  ];
  const ids = ranked.map((_, i) => `id-${9 - i}`);
  for (let from = 0; from < ranked.length; from++) {
    const findings = ranked.slice(from).map((part, i) => seen(ids[from + i] ?? '', 3, part));
    const together = ids.slice(from);
    const found = causes(findings.toReversed(), [only('candidate', together.toSorted(), 3)]);
    assert.deepEqual(new Set(Object.values(found)), new Set([ids[from]]));
  }
});

describe('the report', () => {
  const findings = [
    seen('a', 60, { rank: 1, field: 'headers.etag' }),
    seen('b', 60, { rank: 2, field: 'body.deliveryDate', aspect: 'format' }),
    seen('c', 60, { rank: 3, field: 'body.total' }),
    seen('d', 40, { rank: 4, field: 'body.name' }),
  ];
  const sets = [only('candidate', ['a', 'b', 'c'], 60), only('candidate', ['d'], 40)];
  const report = judge(tallies({ endpoints: [endpoint({ compared: 900 })], findings, sets }), defaultThresholds, '1');

  test('tells one cause once and names what came with it', () => {
    const text = textReport(report, { color: false, width: 80 });
    assert.match(text, /because of 2 regressions in 4\n? *fields/);
    assert.match(text, /^Regressions 2 in 4 fields$/m);
    assert.match(text, /body\.total value\n/);
    assert.match(text, /^ {4}with it: headers\.etag value, body\.deliveryDate format$/m);
    assert.doesNotMatch(text, /headers\.etag value\n/);
  });

  test('keeps every finding, with its cause', () => {
    assert.deepEqual(Object.fromEntries(report.findings.map(({ id, cause }) => [id, cause])), {
      a: 'c',
      b: 'c',
      c: 'c',
      d: 'd',
    });
  });

  test('counts what no longer fits among the fields of an endpoint', () => {
    const many = Array.from({ length: mostFindings }, (_, i) => seen(`id-${i}`, 1, { field: `body.f${i}` }));
    const rest = finding({ id: 'rest', field: 'body', aspect: 'truncated', counts: counts(7, 2) });
    const given = { endpoints: [endpoint({ compared: 900 })], findings: [...many, rest] };
    const full = judge(tallies(given), defaultThresholds, '1');
    assert.equal(full.endpoints[0]?.folded, 9);
    const words = textReport(full, { color: false, width: 80 }).replaceAll(/\s+/g, ' ');
    const said = 'the rest, in 9 exchanges, is folded into body truncated.';
    assert.ok(words.includes(`GET /orders/{id} has more than 2 000 fields that differ: ${said}`));
    const few = judge(tallies({ ...given, findings: [rest] }), defaultThresholds, '1');
    assert.equal(few.endpoints[0]?.folded, 0);
  });
});
