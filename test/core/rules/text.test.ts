import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { namedRule } from '../../../server/core/rules/id.ts';
import type { Rule } from '../../../server/core/rules/rule.ts';
import { readRule } from '../../../server/core/rules/schema.ts';
import { ruleText } from '../../../server/core/rules/text.ts';

function ruleOf(written: unknown): Rule {
  const reading = readRule(written);
  assert.ok(reading.ok, JSON.stringify(reading));
  return reading.rule;
}

/** `path: message`, of all mistakes. */
function mistakesOf(written: unknown): string {
  const reading = readRule(written);
  assert.ok(!reading.ok, 'this was accepted');
  return reading.mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
}

describe('a line of text and an object are the same rule', () => {
  const table: readonly (readonly [text: string, rule: Rule])[] = [
    ['ignore body.at', { kind: 'ignore', field: 'body.at' }],
    ['ignore body.at value,missing', { kind: 'ignore', field: 'body.at', aspects: ['value', 'missing'] }],
    ['ignore ** order on GET /a', { kind: 'ignore', field: '**', aspects: ['order'], endpoint: 'GET /a' }],
    ['tolerance body.price 1%', { kind: 'tolerance', field: 'body.price', within: '1%' }],
    ['unordered body.tags on /orders/*', { kind: 'unordered', field: 'body.tags', endpoint: '/orders/*' }],
    ['key body.items product.sku', { kind: 'key', field: 'body.items', by: 'product.sku' }],
    ['mask body.url "t=(\\\\w) x"', { kind: 'mask', field: 'body.url', pattern: 't=(\\w) x' }],
    ['format body.id role candidate', { kind: 'format', field: 'body.id', role: 'candidate' }],
    ['expect body.version value 2', { kind: 'expect', field: 'body.version', value: 2 }],
    ['expect body.version value "2"', { kind: 'expect', field: 'body.version', value: '2' }],
    ['expect body.x value "on"', { kind: 'expect', field: 'body.x', value: 'on' }],
    ['expect body.x value {"a":[1]}', { kind: 'expect', field: 'body.x', value: { a: [1] } }],
    ['expect body.v pattern "^v\\\\d"', { kind: 'expect', field: 'body.v', pattern: '^v\\d' }],
    ['expect body.a.b rename body.c["odd.name"]', { kind: 'expect', field: 'body.a.b', rename: 'body.c["odd.name"]' }],
    ['expect body.a rename b', { kind: 'expect', field: 'body.a', rename: 'b' }],
    ['expect body.s mapping {"open":"OPEN"}', { kind: 'expect', field: 'body.s', mapping: { open: 'OPEN' } }],
    [
      'ignore body["odd name"].x on graphql query Orders status 4xx when body.c is JPY until 2026-12-31 because on it',
      {
        kind: 'ignore',
        field: 'body["odd name"].x',
        endpoint: 'graphql query Orders',
        status: '4xx',
        when: { field: 'body.c', is: ['JPY'] },
        until: '2026-12-31',
        reason: 'on it',
      },
    ],
    [
      'ignore body.a when body.n is [1,"1",null,true]',
      { kind: 'ignore', field: 'body.a', when: { field: 'body.n', is: [1, '1', null, true] } },
    ],
  ];
  for (const [text, rule] of table) {
    test(text, () => {
      assert.deepEqual(ruleOf(text), rule);
      assert.deepEqual(ruleOf(rule), rule);
      assert.deepEqual(ruleOf(JSON.stringify(rule)), rule);
      assert.deepEqual(ruleOf(ruleText(rule)), rule, ruleText(rule));
    });
  }

  test('numbers and single values may be written plainly', () => {
    assert.deepEqual(ruleOf({ kind: 'tolerance', field: 'body.a', within: 0.01, status: 404 }), {
      kind: 'tolerance',
      field: 'body.a',
      within: '0.01',
      status: '404',
    });
    assert.deepEqual(
      ruleOf({ kind: 'ignore', field: 'body.a', aspects: 'value', when: { field: 'status', is: 404 } }),
      {
        kind: 'ignore',
        field: 'body.a',
        aspects: ['value'],
        when: { field: 'status', is: [404] },
      },
    );
  });

  test('whatever the values, the text of a rule reads as the rule', () => {
    const text = fc.string({ minLength: 1 }).filter((each) => each.trim() !== '');
    const field = text.map((name) => `body[${JSON.stringify(name)}]`);
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('on', 'is', '2'),
    );
    const scope = fc.record(
      {
        endpoint: fc.oneof(text, fc.constantFrom('GET /on', 'graphql query on', 'GET /a when x', '"quoted"')),
        status: fc.constantFrom('404', '5xx'),
        when: fc.record({ field, is: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
        until: fc.constantFrom('2026-12-31', '2026-12-31T10:00:00Z'),
      },
      { requiredKeys: [] },
    );
    const own = fc.oneof(
      fc.record({ kind: fc.constant('ignore'), field }),
      fc.record({ kind: fc.constant('expect'), field, value: fc.oneof(scalar, fc.array(scalar)) }),
      fc.record({ kind: fc.constant('expect'), field, rename: text }),
      fc.record({ kind: fc.constant('expect'), field, mapping: fc.dictionary(fc.string(), scalar) }),
    );
    fc.assert(
      fc.property(own, scope, (one, two) => {
        const reading = readRule({ ...one, ...two });
        fc.pre(reading.ok);
        assert.deepEqual(ruleOf(ruleText(reading.rule)), reading.rule, ruleText(reading.rule));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a mistake is told with its place and what was expected', () => {
  const table: readonly (readonly [written: unknown, said: RegExp])[] = [
    ['', /^: expected a kind of rule, such as 'ignore body\.updatedAt on GET \/orders\/\*'$/],
    ['igore body.a', /^: expected ignore, tolerance, .*as the first word/],
    ['ignore', /^: expected a field after ignore/],
    ['ignore updatedAt', /^field: expected a field such as body/],
    ['ignore body.a values', /^aspects: expected value, type, format/],
    ['ignore body.a on', /^: expected an endpoint after on/],
    ['ignore body.a order now', /^: expected on, role, .* or the end, not now$/],
    ['ignore body.a role caller', /^role: expected primary, secondary, candidate$/],
    ['ignore body.a status 600', /^status: expected a status such as 404 or 4xx$/],
    ['ignore body.a status 4x', /^status: expected a status/],
    ['ignore body.a when body.c JPY', /^: expected is after when body\.c$/],
    ['ignore body.a when body.c is', /^: expected a value after when body\.c is$/],
    ['ignore body.a when body.**.c is 1', /^when\.field: expected a field by its full path/],
    ['ignore body.a when latency is 1', /^when\.field: expected a field of the body, a header or the status$/],
    ['ignore body.a until tomorrow', /^until: expected a date such as 2026-12-31$/],
    ['ignore body.a until 2026-02-30', /^until: expected a date/],
    ['ignore body.a because', /^: expected a reason after because$/],
    ['tolerance body.a', /^: expected a tolerance/],
    ['tolerance body.a much', /^within: expected a tolerance such as/],
    ['key body.items', /^: expected the name of a member/],
    ['key body.items a[]', /^by: expected the name of a member/],
    ['key body.items id role primary', /expected no key but .*, and there is role/],
    ['mask body.a', /^: expected a regular expression after the field$/],
    ['mask body.a "("', /^pattern: expected a regular expression: missing closing \)$/],
    ['mask body.a "x', /^: expected JSON: /],
    ['expect body.a', /^: expected value, pattern, rename or mapping/],
    ['expect body.a turn 2', /expected no key but .*, and there is turn/],
    ['expect body.a mapping open', /^mapping: expected old values and new ones/],
    ['expect body.items[] rename rows', /^field: expected a field that ends in a name$/],
    ['expect body.a rename body.a', /^rename: expected a field that is neither the same, nor in it, nor around it$/],
    ['expect body.a rename body.a.b', /^rename: expected a field that is neither the same, nor in it, nor around it$/],
    ['expect body.a.b rename body.a', /^rename: expected a field that is neither the same, nor in it, nor around it$/],
    ['expect body.a rename body.items[].a', /^rename: expected a field that lies in the same items, and differs/],
    ['expect body.*.a rename body.b.a', /^rename: expected a field that lies in the same items, and differs/],
    ['expect body.a rename body..b', /^rename: expected a name after each dot$/],
    ['expect body rename rows', /^field: expected a field that ends in a name$/],
    ['{"kind":"ignore"', /^: expected JSON: /],
    [7, /^: expected a rule whose kind is/],
    [null, /^: expected a rule whose kind is/],
    [{ field: 'body.a' }, /^kind: expected a rule whose kind is ignore, tolerance/],
    [{ kind: 'ignore', field: 'body.a', fild: 1 }, /^: expected no key but kind, field, .*, and there is fild$/],
    [{ kind: 'ignore', field: ['body.a'] }, /^field: expected a field such as body/],
    [{ kind: 'ignore', field: 'body.a', endpoint: ' ' }, /^endpoint: expected some text$/],
    [{ kind: 'ignore', field: 'body.a', when: 'JPY' }, /^when: expected a condition such as/],
    [{ kind: 'expect', field: 'body.a' }, /^: expected one of value, pattern, rename and mapping$/],
    [{ kind: 'expect', field: 'body.a', value: 1, pattern: 'x' }, /^: expected one of value/],
  ];
  for (const [written, said] of table) {
    test(JSON.stringify(written), () => assert.match(mistakesOf(written), said));
  }
});

test('the id of a rule is of what it does, not of its reason or date', () => {
  const idOf = (text: string) => namedRule(ruleOf(text), (each) => createHash('sha256').update(each).digest('hex')).id;
  const id = idOf('ignore body.a on GET /a');
  assert.match(id, /^[0-9a-f]{12}$/);
  assert.equal(idOf('ignore body.a on GET /a until 2026-12-31 because so'), id);
  assert.notEqual(idOf('ignore body.a on GET /b'), id);
  assert.notEqual(idOf('ignore body.a value on GET /a'), id);
});
