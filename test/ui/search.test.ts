import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointsSearch, exchangeSearch, findingsSearch, parseSearch, stringifySearch } from '../../ui/src/search.ts';

test('a view’s state survives the way through the URL', () => {
  const search = { class: 'regression', endpoint: 'GET /orders/{id}?a=1&b=ü' };
  assert.deepEqual(findingsSearch(parseSearch(stringifySearch(search))), search);
});

test('what a URL says that makes no sense is left out', () => {
  assert.deepEqual(findingsSearch({ class: 'wrong', endpoint: '', more: 1 }), {});
  assert.deepEqual(endpointsSearch({ sort: 'toString', noise: 'yes' }), {});
  assert.deepEqual(exchangeSearch({ only: '1', view: [], finding: 5 }), {});
});

test('text that looks like a number or like JSON stays text', () => {
  assert.deepEqual(parseSearch('?endpoint=12&x={}'), { endpoint: '12', x: '{}' });
  assert.equal(stringifySearch({ endpoint: 'true', nothing: undefined }), '?endpoint=true');
  assert.equal(stringifySearch({}), '');
});

test('the first of a repeated name counts, and __proto__ is a name like any other', () => {
  assert.equal(parseSearch('?a=1&a=2').a, '1');
  assert.equal(Object.getPrototypeOf(parseSearch('?__proto__=x')), Object.prototype);
});
