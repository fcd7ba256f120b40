import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { memberOf } from '../../../server/core/compare/field.ts';
import { fits, parseMember, parsePath, stepsOf, withBelow } from '../../../server/core/rules/path.ts';

const hits = (path: string, field: string) => fits(parsePath(path), stepsOf(field));

describe('a path of a rule stands for fields', () => {
  const table: readonly (readonly [path: string, field: string, fits: boolean])[] = [
    ['body.total', 'body.total', true],
    ['body.total', 'body.totals', false],
    ['body.total', 'body.subtotal', false],
    ['body.total', 'body.order.total', false],
    ['body.total', 'body.total.net', false],
    ['body.total', 'body', false],
    ['body', 'body', true],
    ['body.items[].price', 'body.items[].price', true],
    ['body.items[].price', 'body.items.price', false],
    ['body.items[].price', 'body.items[][].price', false],
    ['body.items[*].price', 'body.items[].price', true],
    ['body[]', 'body[]', true],
    ['body[][]', 'body[]', false],
    ['body.*', 'body.total', true],
    ['body.*', 'body[]', true],
    ['body.*', 'body.a.b', false],
    ['body.*', 'body', false],
    ['body.*.price', 'body.items[].price', false],
    ['body.*.*.price', 'body.items[].price', true],
    ['body.**', 'body', true],
    ['body.**', 'body.a[].b', true],
    ['body.**', 'headers.etag', false],
    ['body.**.price', 'body.price', true],
    ['body.**.price', 'body.items[].price', true],
    ['body.**.price', 'body.items[].price.net', false],
    ['body.**.price', 'body.items[].prices', false],
    ['**.id', 'body.a.b.id', true],
    ['**.id', 'headers.id', true],
    ['**.a.**.b', 'body.a.x.a.y.b', true],
    ['**.a.**.b', 'body.b.a', false],
    ['*', 'status', true],
    ['*', 'body.a', false],
    ['**', 'body.a', true],
    ['body["odd.name"]', 'body["odd.name"]', true],
    ['body["odd.name"]', 'body.odd.name', false],
    ['body["total"]', 'body.total', true],
    ['body["a\\"b"].c', 'body["a\\"b"].c', true],
    ['body[""]', 'body[""]', true],
    ['body["*"]', 'body["*"]', true],
    ['body["*"]', 'body.total', false],
    ['body["**"]', 'body.a.b', false],
    ['body["[]"]', 'body[]', false],
    ['body["{}"]', 'body.{}', false],
    ['body.__proto__', 'body.__proto__', true],
    ['body.orders.{}.total', 'body.orders.{}.total', true],
    ['body.orders.{}.total', 'body.orders["8812"].total', true],
    ['body.orders.{}.total', 'body.orders[].total', false],
    ['body.orders["8812"].total', 'body.orders.{}.total', false],
    ['body.*.{}.total', 'body.orders.{}.total', true],
    ['body.payload<json>.name', 'body.payload<json>.name', true],
    ['body.payload.name', 'body.payload<json>.name', false],
    ['body.payload<json>', 'body.payload<jwt>', false],
    ['body.payload.*.name', 'body.payload<json>.name', true],
    ['body.token<jwt>.claims.iat', 'body.token<jwt>.claims.iat', true],
    ['body.a<base64><json>.b', 'body.a<base64><json>.b', true],
    ['headers.ETag', 'headers.etag', true],
    ['headers.x-a', 'headers.x-a-b', false],
    ['headers.*', 'headers.x-request-id', true],
    ['headers.set-cookie.sid.path', 'headers.set-cookie.sid.path', true],
    ['trailers.Checksum', 'trailers.checksum', true],
    ['body.ETag', 'body.etag', false],
    ['status', 'status', true],
    ['failure', 'failure', true],
    ['latency', 'latency', true],
    ['body.order.line[].@id', 'body.order.line[].@id', true],
    ['body.order.#text', 'body.order.#text', true],
  ];
  for (const [path, field, expected] of table) {
    test(`${path} ${expected ? 'fits' : 'does not fit'} ${field}`, () => assert.equal(hits(path, field), expected));
  }

  test('with what is below', () => {
    const below = withBelow(parsePath('body.meta'));
    for (const field of ['body.meta', 'body.meta.a', 'body.meta[].b', 'body.meta<json>.c']) {
      assert.ok(fits(below, stepsOf(field)), field);
    }
    for (const field of ['body.metadata', 'body', 'body.a.meta']) assert.ok(!fits(below, stepsOf(field)), field);
  });

  test('a name too long for a field is cut like there', () => {
    const long = 'k'.repeat(300);
    assert.ok(hits(`body.${long}`, memberOf('body', long)));
  });

  test('whatever the names, the field of a member is its own path and no other member of it', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('*', '**', '[]', '{}', '.', '"', ']', '<json>', '\\'),
    );
    fc.assert(
      fc.property(name, name, (one, two) => {
        const quoted = (each: string) => `body[${JSON.stringify(each)}]`;
        assert.ok(hits(quoted(one), memberOf('body', one)));
        assert.equal(hits(quoted(one), memberOf('body', two)), one === two);
      }),
      { numRuns: 500 },
    );
  });

  test('many wildcards over a deep field end at once', () => {
    const path = `body${'.**.a'.repeat(30)}.b`;
    assert.equal(hits(path, `body${'.a'.repeat(2_000)}`), false);
  });
});

describe('what is no path is refused with what was expected', () => {
  const table: readonly (readonly [path: string, said: RegExp])[] = [
    ['', /^expected a field such as/],
    ['total', /^expected a field such as/],
    ['bodytotal', /^expected a field such as/],
    ['.body', /^expected a field such as/],
    ['body..a', /a name after each dot/],
    ['body.', /a name after each dot/],
    ['body.items[0].price', /items have no number here/],
    ['body.items[', /\[\] for an item/],
    ['body.items["a]', /\[\] for an item/],
  ];
  for (const [path, said] of table) {
    test(JSON.stringify(path), () => assert.throws(() => parsePath(path), { name: 'RangeError', message: said }));
  }
});

test('a member is a name or several', () => {
  assert.deepEqual(parseMember('sku'), ['sku']);
  assert.deepEqual(parseMember('product.sku'), ['product', 'sku']);
  assert.deepEqual(parseMember('["odd.name"].x'), ['odd.name', 'x']);
  for (const wrong of ['', 'a[]', 'a..b', 'a<json>'])
    assert.throws(() => parseMember(wrong), /expected the name of a member/);
});
