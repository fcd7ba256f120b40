import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { longestBody } from '../../server/core/attribute/attributes.ts';
import { emptyBody, type Response } from '../../server/core/exchange.ts';
import { deliveryOf } from '../../server/tap/handover.ts';

const request = { exchange: 'e1', method: 'GET', target: '/a?x=1', headers: [], body: new Uint8Array(0) };
const saying = (text: string): Response => ({
  kind: 'response',
  status: 200,
  headers: [],
  trailers: [],
  body: { kind: 'whole', bytes: Buffer.from(text) },
  ms: 1,
});
const deliver = (old: string, fresh: string, sampled: boolean) => {
  const answers = { primary: saying(old), secondary: saying(old), candidate: saying(fresh) };
  return deliveryOf(() => 'GET /a', 5, request, answers, sampled);
};
const agreement = { kind: 'agreement', at: 5, endpoint: 'GET /a', ms: [1, 1, 1] };

describe('of answers that are alike', () => {
  test('only the times are handed over', () => {
    assert.deepEqual(deliver('one', 'one', false), agreement);
  });

  test('and in the sample what was asked and answered', () => {
    const { exchange: _, ...asked } = request;
    const sample = { request: { ...asked, body: { kind: 'whole', bytes: request.body } }, answer: saying('one') };
    assert.deepEqual(deliver('one', 'one', true), { ...agreement, sample });
  });

  test('but no body that is too long to look into', () => {
    const long = 'x'.repeat(longestBody + 1);
    const delivered = deliver(long, long, true);
    const answer = delivered.kind === 'agreement' ? delivered.sample?.answer : undefined;
    assert.deepEqual(answer, { ...saying(''), body: emptyBody });
  });
});

test('answers that differ are handed over whole, and whether they are in the sample', () => {
  for (const sampled of [true, false]) {
    const delivered = deliver('one', 'two', sampled);
    assert.equal(delivered.kind === 'difference' && delivered.sampled, sampled);
  }
});
