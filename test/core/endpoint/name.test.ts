import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { endpointNamer, endpointOf } from '../../../server/core/endpoint/name.ts';

const templates: readonly [target: string, endpoint: string][] = [
  ['/orders/7?x=1', '/orders/{id}'],
  ['/orders/12345678', '/orders/{id}'],
  ['/orders/7/items/9', '/orders/{id}/items/{id}'],
  ['/orders/7/', '/orders/{id}/'],
  ['/orders', '/orders'],
  ['/', '/'],
  ['', '/'],
  ['?x=1', '/'],
  ['//', '//'],
  ['/orders#top', '/orders'],
  ['/u/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/u/{uuid}'],
  ['/u/3F2504E0-4F89-11D3-9A0C-0305E82C3301', '/u/{uuid}'],
  ['/u/3f2504e0-4f89-11d3-9a0c-0305e82c330', '/u/3f2504e0-4f89-11d3-9a0c-0305e82c330'],
  ['/c/deadbeef', '/c/{hash}'],
  ['/c/0a1b2c3', '/c/0a1b2c3'],
  ['/c/da39a3ee5e6b4b0d3255bfef95601890afd80709', '/c/{hash}'],
  ['/c/feedback', '/c/feedback'],
  ['/c/defaced', '/c/defaced'],
  ['/e/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/e/{ulid}'],
  ['/e/01arz3ndektsv4rrffq69g5fav', '/e/{ulid}'],
  ['/e/Z1ARZ3NDEKTSV4RRFFQ69G5FAV', '/e/Z1ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ['/e/01ARZ3NDEKTSV4RRFFQ69G5FAU', '/e/01ARZ3NDEKTSV4RRFFQ69G5FAU'],
  ['/d/2015-05-17', '/d/{date}'],
  ['/d/2015-13-17', '/d/2015-13-17'],
  ['/users/bob@example.com', '/users/{email}'],
  ['/users/bob%40example.com', '/users/{email}'],
  ['/users/%62ob%40example.com', '/users/{email}'],
  ['/pkg/lodash@4.17.21', '/pkg/lodash@4.17.21'],
  ['/pkg/@scope', '/pkg/@scope'],
  ['/img/logo@2x.png', '/img/logo@2x.png'],
  ['/caf%C3%A9/%37', '/caf%C3%A9/{id}'],
  ['/broken/%E0%A4%A', '/broken/%E0%A4%A'],
  ['/broken/%', '/broken/%'],
  ['http://example.com:8080/orders/7?x=/y', '/orders/{id}'],
  ['http://example.com', '/'],
  ['http://example.com?x=1', '/'],
  ['/go?to=http://example.com/7', '/go'],
  ['*', '*'],
  ['example.com:443', 'example.com:443'],
];

describe('endpointOf', () => {
  for (const [target, endpoint] of templates) {
    test(`names ${target || 'an empty target'} ${endpoint}`, () => {
      assert.equal(endpointOf('GET', target), `GET ${endpoint}`);
    });
  }

  test('never throws and stays short, whatever the target', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (target) => {
        assert.ok(endpointOf('GET', target).length <= 201);
      }),
    );
    assert.ok(endpointOf('GET', `/${'x'.repeat(100_000)}`).length <= 201);
    assert.ok(endpointOf('GET', '/a'.repeat(100_000)).length <= 201);
  });

  test('two ids of one kind share an endpoint', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.uuid(),
        // One of hexadecimal digits alone, as generators like to make and clocks never do, is a {hash} or an {id} first.
        fc.ulid().filter((id) => /[G-Z]/.test(id)),
        (id, uuid, ulid) => {
          assert.equal(endpointOf('GET', `/a/${id}/${uuid}/${ulid}`), 'GET /a/{id}/{uuid}/{ulid}');
        },
      ),
    );
  });
});

describe('endpointNamer', () => {
  const name = endpointNamer([
    '/orders/:order',
    '/orders/latest',
    'DELETE /orders/:gone',
    '/:any/latest/:x',
    '/v/{number}/z',
  ]);
  const named = (method: string, target: string, header?: readonly [string, string]) =>
    name({ method, target, headers: header ? [['accept', '*/*'], header] : [] });

  const routed: readonly [method: string, target: string, endpoint: string][] = [
    ['GET', '/orders/abc?x=1', 'GET /orders/{order}'],
    ['GET', '/orders/latest', 'GET /orders/latest'],
    ['DELETE', '/orders/7', 'DELETE /orders/{gone}'],
    ['DELETE', '/orders/latest', 'DELETE /orders/latest'],
    ['GET', '/orders/latest/9', 'GET /{any}/latest/{x}'],
    ['GET', '/v/2/z', 'GET /v/{number}/z'],
    ['GET', '/orders/', 'GET /orders/'],
    ['GET', '/customers/7', 'GET /customers/{id}'],
    ['GET', 'http://h/orders/abc', 'GET /orders/{order}'],
  ];
  for (const [method, target, endpoint] of routed) {
    test(`names ${method} ${target} ${endpoint}`, () => assert.equal(named(method, target), endpoint));
  }

  test('Canonical-Resource, in any case, beats routes and templates', () => {
    assert.equal(named('GET', '/orders/7', ['CANONICAL-RESOURCE', 'order']), 'GET order');
    assert.equal(named('POST', '/orders/7', ['canonical-resource', ' /orders/{x} ']), 'POST /orders/{x}');
    assert.equal(named('POST', '/graphql', ['Canonical-Resource', 'graphql query Orders']), 'graphql query Orders');
    assert.equal(named('GET', '/orders/7', ['Canonical-Resource', '  ']), 'GET /orders/{order}');
    assert.ok(named('GET', '/', ['Canonical-Resource', 'x'.repeat(5_000)]).length <= 201);
  });

  test('a route of one method leaves the other methods to the templates', () => {
    const only = endpointNamer(['GET /things/:slug']);
    assert.equal(only({ method: 'GET', target: '/things/a', headers: [] }), 'GET /things/{slug}');
    assert.equal(only({ method: 'PUT', target: '/things/a', headers: [] }), 'PUT /things/a');
  });
});
