import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import type { Answers } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { json } from '../answers.ts';
import { compared, ruleSet } from './governed.ts';

const name = fc.constantFrom('a', 'b', 'id', 'odd.name', '__proto__');
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('x', 'y', '7', '2026-01-01', '2026-01-02'),
  fc.boolean(),
  fc.constant(null),
);
const { value: document } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  ),
}));
/** Three documents that have much in common. */
const three = fc.tuple(document, document, document).chain(([one, two, other]) => {
  const either = fc.constantFrom(
    one,
    two,
    { a: one, b: two },
    { a: two, b: one, id: other },
    [one, two],
    [two, one, other],
  );
  return fc.tuple(either, either, either);
});

const path = fc.constantFrom(
  'body',
  'body.a',
  'body.*',
  'body.**',
  'body[]',
  'body[].a',
  'body.**.b',
  'body["odd.name"]',
  '**.id',
);
const symmetric = fc.oneof(
  path.map((field) => `ignore ${field}`),
  path.map((field) => `ignore ${field} value,order`),
  fc.tuple(path, fc.constantFrom('1', '50%', '1ulps', '1d')).map(([field, within]) => `tolerance ${field} ${within}`),
  path.map((field) => `unordered ${field}`),
  path.map((field) => `mask ${field} "[xy]"`),
  path.map((field) => `format ${field}`),
  path.map((field) => `ignore ${field} role primary`),
);
const silencing = fc.oneof(
  symmetric,
  path.map((field) => `ignore ${field} role candidate`),
  path.map((field) => `expect ${field} value "x"`),
  path.map((field) => `expect ${field} mapping {"x":"y"}`),
);

const answersOf = (documents: readonly unknown[]): Answers => {
  const [primary, secondary, candidate] = documents.map(json);
  assert.ok(primary && secondary && candidate);
  return { primary, secondary, candidate };
};
const places = (seen: readonly { readonly field: string; readonly aspect: string }[]) =>
  new Set(seen.map(({ field, aspect }) => `${field} ${aspect}`));

test('rules that set differences aside never make another field differ, and say where they did', () => {
  fc.assert(
    fc.property(three, fc.array(silencing, { minLength: 1, maxLength: 3 }), (documents, rules) => {
      const answers = answersOf(documents);
      const before = compareAnswers(answers, decoders);
      const { found, hits } = compared(ruleSet(rules), answers);
      const left = new Set(found);
      const known = places(before);
      for (const each of found) assert.ok(known.has(each.replace(/ \w+$/, '')), each);
      const touched = new Set(hits.map((hit) => hit.replace(/^\d+ /, '')));
      for (const { field, aspect, case: odd } of before) {
        // A number that rules set aside has no order either.
        if (aspect === 'shift' && touched.has(`${field} value`)) continue;
        if (!touched.has(`${field} ${aspect}`)) assert.ok(left.has(`${field} ${aspect} ${odd}`), `${field} ${aspect}`);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('rules treat secondary and candidate alike', () => {
  const swapped: Readonly<Record<string, string>> = { candidate: 'secondary', secondary: 'candidate' };
  const keyed = fc.oneof(
    symmetric,
    path.map((field) => `key ${field} id`),
  );
  fc.assert(
    fc.property(three, fc.array(keyed, { minLength: 1, maxLength: 3 }), (documents, rules) => {
      const [primary, secondary, candidate] = documents;
      const one = compared(ruleSet(rules), answersOf([primary, secondary, candidate]));
      const other = compared(ruleSet(rules), answersOf([primary, candidate, secondary]));
      const mirrored = other.found.map((each) => each.replace(/\w+$/, (odd) => swapped[odd] ?? odd)).sort();
      assert.deepEqual(mirrored, one.found);
      assert.deepEqual(other.hits, one.hits);
    }),
    { numRuns: 1_000 },
  );
});

test('under any rule equal answers are equal, and nothing throws', () => {
  const any = fc.oneof(
    silencing,
    path.map((field) => `key ${field} id`),
    fc.constant('expect body.a rename c'),
    fc.constant('ignore body.a when body.b is "x"'),
    fc.constant('ignore body[].a when body[].b is "x" role candidate'),
  );
  fc.assert(
    fc.property(three, any, (documents, rule) => {
      const rules = ruleSet([rule]);
      compared(rules, answersOf(documents));
      const [one] = documents;
      assert.deepEqual(compared(rules, answersOf([one, one, one])), { found: [], hits: [] });
    }),
    { numRuns: 500 },
  );
});
