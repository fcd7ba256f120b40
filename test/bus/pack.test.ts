import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Delivery } from '../../server/bus/contract.ts';
import { pack, unpack } from '../../server/bus/pack.ts';
import { emptyBody } from '../../server/core/exchange.ts';
import { agreement, anyDelivery, difference } from '../support/deliveries.ts';
import { exchange } from '../support/seed.ts';

/** With bytes as lists of numbers: whether they are a Buffer or a view into something is all the same to whoever reads them. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

const across = (deliveries: readonly Delivery[]): Delivery[] => unpack(pack(deliveries));

describe('what is packed comes out as it went in', () => {
  const { secondary: _, ...twoRoles } = exchange('e1').answers;
  const empty = { ...exchange('e1').request, body: emptyBody };
  const table: readonly [what: string, deliveries: readonly Delivery[]][] = [
    ['nothing', []],
    ['an agreement', [agreement('GET /a')]],
    ['a difference with bytes that are no text', [difference('e1')]],
    ['agreements and differences in their order', [agreement('GET /a'), difference('e1'), agreement('GET /b')]],
    ['a difference of two roles', [{ kind: 'difference', exchange: { ...exchange('e1'), answers: twoRoles } }]],
    ['an agreement of two roles', [{ kind: 'agreement', at: 1, endpoint: 'GET /a', ms: [1, undefined, 3] }]],
    ['an empty body', [{ kind: 'difference', exchange: { ...exchange('e1'), request: empty } }]],
  ];
  for (const [what, deliveries] of table) {
    test(what, () => assert.deepEqual(plain(across(deliveries)), plain(deliveries)));
  }

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.array(anyDelivery, { maxLength: 5 }), (deliveries) => {
        assert.deepEqual(plain(across(deliveries)), plain(deliveries));
      }),
    );
  });
});

test('a two-role agreement has no secondary afterwards, rather than one that took no time', () => {
  const [taken] = across([{ kind: 'agreement', at: 1, endpoint: 'GET /a', ms: [1, undefined, 3] }]);
  assert.deepEqual(taken?.kind === 'agreement' && taken.ms, [1, undefined, 3]);
});

test('all bodies of a batch travel in one buffer of their length', () => {
  const { bytes } = pack([difference('e1'), agreement('GET /a'), difference('e2')]);
  const perExchange = 4 + '{"total":1}'.length;
  assert.equal(bytes.byteLength, 2 * perExchange);
});
