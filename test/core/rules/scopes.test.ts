import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Answer } from '../../../server/core/exchange.ts';
import { explain, stateOf } from '../../../server/core/rules/explain.ts';
import { type RuleKind, ruleKinds } from '../../../server/core/rules/rule.ts';
import { readRule } from '../../../server/core/rules/schema.ts';
import { json } from '../answers.ts';
import { type Circumstances, compared, ruleSet } from './governed.ts';

/** One rule of each kind, two answers on which it acts, and what its sentence begins with. */
const acting: Readonly<Record<RuleKind, readonly [rule: string, old: unknown, fresh: unknown, says: string]>> = {
  ignore: ['ignore body.a', { a: 1 }, { a: 2 }, 'Differences at body.a are ignored'],
  tolerance: [
    'tolerance body.a 1%',
    { a: 100 },
    { a: 100.5 },
    'Values of body.a within 1% of each other count as equal',
  ],
  unordered: ['unordered body.a', { a: [1, 2] }, { a: [2, 1] }, 'The order of items in body.a does not count'],
  key: [
    'key body.a k',
    { a: [{ k: 'x', n: 1, m: 1 }] },
    { a: [{ k: 'y', n: 1, m: 1 }] },
    'Items of body.a are the same item when their k is the same',
  ],
  mask: [
    'mask body.a "[0-9]+"',
    { a: 'n 1' },
    { a: 'n 2' },
    'What /[0-9]+/ matches in body.a is masked, except its groups',
  ],
  format: ['format body.a', { a: 'ab' }, { a: 'cd' }, 'Only the format of body.a counts, not its value'],
  expect: ['expect body.a value 2', { a: 1 }, { a: 2 }, 'The candidate is expected to have 2 at body.a'],
};

/** What restricts a rule, how a sentence says it, and where it then does not hold. */
interface Scope {
  readonly clause: string;
  readonly says: string;
  readonly elsewhere: Circumstances & { readonly status?: number; readonly currency?: string };
  readonly candidatesOnly?: true;
}

const scopes: readonly Scope[] = [
  { clause: 'on GET /a', says: ' at GET /a', elsewhere: { endpoint: 'GET /ab' } },
  { clause: 'on "GET /*a"', says: ' at GET /*a', elsewhere: { endpoint: 'GET /a/b' } },
  { clause: 'status 2xx', says: ' with status 2xx', elsewhere: { status: 404 } },
  { clause: 'when body.currency is JPY', says: ' where body.currency is "JPY"', elsewhere: { currency: 'JP' } },
  { clause: 'until 2026-06-30', says: '', elsewhere: { at: Date.parse('2026-07-01T00:00:00Z') } },
  {
    clause: 'role candidate',
    says: " in the candidate's answer",
    elsewhere: {},
    candidatesOnly: true,
  },
];
const within: Circumstances = { endpoint: 'GET /a', at: Date.parse('2026-06-30T23:59:59Z') };

function answersOf(old: unknown, fresh: unknown, { status = 200, currency = 'JPY' }: Scope['elsewhere'] = {}) {
  const of = (value: unknown): Answer => ({ ...json({ ...(value as object), currency }), status }) as Answer;
  return { primary: of(old), secondary: of(old), candidate: of(fresh) };
}

for (const kind of ruleKinds) {
  const [line, old, fresh, start] = acting[kind];
  describe(`a rule of the kind ${kind}`, () => {
    const none = compared(ruleSet([]), answersOf(old, fresh)).found;

    test('acts, and says what it did', () => {
      const { found, hits } = compared(ruleSet([line]), answersOf(old, fresh), within);
      assert.notDeepEqual(found, none);
      assert.equal(hits.length, 1);
      const reading = readRule(line);
      assert.ok(reading.ok);
      assert.equal(explain(reading.rule, 3, stateOf(reading.rule, 3, false, 0)), `${start}: 3 times.`);
      assert.match(explain(reading.rule, 0, stateOf(reading.rule, 0, false, 0)), /: (?:it|the candidate) never /);
      const ended = { ...reading.rule, until: '2026-06-30' };
      const later = Date.parse('2026-07-01T00:00:00Z');
      assert.equal(
        explain(ended, 3, stateOf(ended, 3, false, later)),
        `${start}: it ended with 2026-06-30, until then 3 times.`,
      );
    });

    test('does nothing to a field whose name only begins like its own', () => {
      const longer = (value: unknown) =>
        Object.fromEntries(Object.entries(value as object).map(([k, v]) => [`${k}b`, v]));
      const { found, hits } = compared(ruleSet([line]), answersOf(longer(old), longer(fresh)), within);
      assert.deepEqual(
        found,
        none.map((finding) => finding.replace('body.a', 'body.ab')),
      );
      assert.deepEqual(hits, []);
    });

    for (const { clause, says, elsewhere, candidatesOnly } of scopes) {
      // These are about one role anyway, and say so where one is given.
      if (candidatesOnly && (kind === 'expect' || kind === 'key')) {
        test(`takes no role`, () => assert.equal(readRule(`${line} ${clause}`).ok, false));
        continue;
      }
      test(`holds only ${clause}`, () => {
        const rules = ruleSet([`${line} ${clause}`]);
        const there = compared(rules, answersOf(old, fresh), within);
        assert.notDeepEqual(there.found, none);
        assert.equal(there.hits.length, 1);
        const reading = readRule(`${line} ${clause}`);
        assert.ok(reading.ok);
        assert.equal(explain(reading.rule, 1, 'active'), `${start}${says}: once.`);
        if (candidatesOnly) return;
        const away = compared(rules, answersOf(old, fresh, elsewhere), { ...within, ...elsewhere });
        assert.deepEqual(away, { found: none, hits: [] });
      });
    }

    test('in the role of another leaves the candidate as it is', () => {
      if (kind === 'expect' || kind === 'key') return;
      const { found, hits } = compared(ruleSet([`${line} role secondary`]), answersOf(old, fresh), within);
      assert.deepEqual({ found, hits }, { found: none, hits: [] });
    });
  });
}
