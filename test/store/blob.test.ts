import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Answers } from '../../server/core/exchange.ts';
import { decodeExchange, encodeExchange } from '../../server/store/blob.ts';
import type { StoredExchange } from '../../server/store/contract.ts';
import { exchange, sample } from '../support/seed.ts';

const failure = { kind: 'failure', failure: 'tls', detail: 'self-signed certificate', ms: 3 } as const;
const none = { kind: 'whole', bytes: Buffer.alloc(0) } as const;
const empty = {
  kind: 'response',
  status: 204,
  headers: [],
  trailers: [['x-sum', '1']],
  body: none,
  ms: 0,
} as const;

describe('an exchange comes back as it was', () => {
  const table: Readonly<Record<string, Answers>> = {
    'a body, a cut body and a failure': exchange('e1').answers,
    'three failures': { primary: failure, secondary: failure, candidate: failure },
    'no secondary': { primary: empty, candidate: failure },
    'empty bodies and trailers': { primary: empty, secondary: empty, candidate: empty },
  };
  for (const [name, answers] of Object.entries(table)) {
    test(name, () => {
      const { observations } = sample('e1', 'f1', 'first');
      const stored: StoredExchange = { exchange: { ...exchange('é 1'), answers }, observations };
      assert.deepEqual(decodeExchange(encodeExchange(stored)), stored);
    });
  }
});

test('three answers that are much alike cost little more than one', () => {
  const { exchange: one, observations } = sample('e1', 'f1', 'first');
  const items = Array.from({ length: 400 }, (_, i) => ({ id: i * 7919, name: `item ${(i * 104729) % 1000}` }));
  const answer = (version: number) =>
    ({ ...empty, body: { kind: 'whole', bytes: Buffer.from(JSON.stringify({ version, items })) } }) as const;
  const size = (answers: Answers) => encodeExchange({ exchange: { ...one, answers }, observations }).length;
  const single = size({ primary: answer(1), candidate: empty });
  const all = size({ primary: answer(1), secondary: answer(2), candidate: answer(3) });
  assert.ok(all < single * 1.2, `${single} bytes for one, ${all} for three`);
});

test('bytes of another layout, cut short or altered are refused', () => {
  const blob = encodeExchange(sample('e1', 'f1', 'first'));
  assert.throws(() => decodeExchange(Uint8Array.of(2, ...blob.subarray(1))), /layout 2/);
  assert.throws(() => decodeExchange(blob.subarray(0, -5)));
  assert.throws(() => decodeExchange(new Uint8Array(0)));
  const altered = Uint8Array.from(blob);
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  assert.throws(() => decodeExchange(altered));
});
