import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { Counted } from '../../server/analyst/ledger.ts';
import { Samples } from '../../server/analyst/samples.ts';
import type { Exchange } from '../../server/core/exchange.ts';
import type { Case } from '../../server/core/finding.ts';
import { redactor } from '../../server/core/redact.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { exchange } from '../support/seed.ts';

const asIs = (given: Exchange): Exchange => given;

const counted = (odd: Case, seen: number, first = false): Counted => ({
  finding: 'f1',
  field: 'body.a',
  aspect: 'value',
  case: odd,
  seen,
  first,
});

/** Slot -> exchange, as the store has it after these batches. */
function slotsAfter(samples: Samples, batches: readonly (readonly (readonly [string, Counted])[])[]) {
  const slots = new Map<string, string>();
  for (const batch of batches) {
    for (const [id, observation] of batch) samples.offer(exchange(id), [observation]);
    samples.own();
    for (const { exchange: kept, places } of samples.pending()) {
      for (const { slot } of places) slots.set(slot, kept.id);
    }
    samples.settle();
  }
  return slots;
}

test('the first and the latest exchange of a finding are kept, across batches', () => {
  const samples = new Samples(() => 0.999, asIs);
  const batches = [
    [
      ['e1', counted('all', 1, true)],
      ['e2', counted('candidate', 1)],
    ],
    [
      ['e3', counted('all', 2)],
      ['e4', counted('all', 3)],
    ],
  ] as const;
  const slots = slotsAfter(samples, batches);
  assert.equal(slots.get('first'), 'e1');
  assert.equal(slots.get('latest'), 'e4');
  assert.deepEqual([...slots.values()].toSorted(), ['e1', 'e1', 'e2', 'e3', 'e4']);
});

test('however much is offered, a finding keeps a few of each case, and forgets the rest at once', () => {
  const samples = new Samples(seededRandom(1), asIs);
  for (let i = 1; i <= 2000; i++) {
    for (const odd of ['candidate', 'secondary', 'primary', 'all'] as const) {
      samples.offer(exchange(`${odd}${i}`), [counted(odd, i)]);
    }
  }
  const kept = samples.pending();
  const places = kept.flatMap((sample) => sample.places.map(({ slot }) => slot)).toSorted();
  assert.deepEqual(places, [
    'all:0',
    'all:1',
    'candidate:0',
    'candidate:1',
    'candidate:2',
    'candidate:3',
    'latest',
    'primary:0',
    'secondary:0',
    'secondary:1',
  ]);
  assert.ok(kept.every((sample) => sample.places.length > 0));
});

test('each of forty exchanges is as likely to be among the four that stay, whatever the batches', () => {
  const random = seededRandom(2);
  const stayed = new Map<string, number>();
  const trials = 2000;
  for (let trial = 0; trial < trials; trial++) {
    const samples = new Samples(random, asIs);
    const all = Array.from({ length: 40 }, (_, i) => [`e${i}`, counted('candidate', i + 1)] as const);
    const slots = slotsAfter(samples, [all.slice(0, 3), all.slice(3, 20), all.slice(20)]);
    for (let slot = 0; slot < 4; slot++) {
      const id = slots.get(`candidate:${slot}`) ?? '';
      stayed.set(id, (stayed.get(id) ?? 0) + 1);
    }
  }
  assert.equal(stayed.size, 40);
  // Each is there in a tenth of the trials; 13.4 is the standard deviation of that number.
  for (const [id, times] of stayed) assert.ok(Math.abs(times - trials / 10) < 5 * 13.4, `${id} stayed ${times} times`);
});

test('an exchange of several findings is kept once, with all it shows', () => {
  const samples = new Samples(() => 0, asIs);
  const two = { ...counted('secondary', 1), finding: 'f2', field: 'body.b' };
  samples.offer(exchange('e1'), [counted('candidate', 1), two]);
  const [sample, ...others] = samples.pending();
  assert.deepEqual(others, []);
  assert.deepEqual(sample?.observations, [
    { finding: 'f1', field: 'body.a', aspect: 'value', case: 'candidate' },
    { finding: 'f2', field: 'body.b', aspect: 'value', case: 'secondary' },
  ]);
  assert.deepEqual(sample.places, [
    { finding: 'f1', slot: 'latest' },
    { finding: 'f1', slot: 'candidate:0' },
    { finding: 'f2', slot: 'latest' },
    { finding: 'f2', slot: 'secondary:0' },
  ]);
});

test('what is kept is without credentials', () => {
  const keyedHash = (text: string): string => createHmac('sha256', 'key').update(text).digest('hex');
  const samples = new Samples(() => 0, redactor({ headers: ['X-Team-Pass'], keyedHash }));
  const plain = exchange('e1');
  const headers = [
    ['Authorization', 'Bearer s3cret'],
    ['x-team-pass', 's3cret'],
  ] as const;
  samples.offer({ ...plain, request: { ...plain.request, target: '/a?token=s3cret', headers } }, [
    counted('candidate', 1, true),
  ]);
  samples.own();
  const text = JSON.stringify(samples.pending());
  assert.ok(text.includes('redacted:'));
  assert.ok(!text.includes('s3cret'));
});

test('what is kept has memory of its own, not that of the batch it came in', () => {
  const batch = Buffer.alloc(10_000, 'x');
  const samples = new Samples(() => 0, asIs);
  const plain = exchange('e1');
  const body = { kind: 'whole', bytes: batch.subarray(10, 14) } as const;
  samples.offer({ ...plain, request: { ...plain.request, body } }, [counted('candidate', 1)]);
  samples.own();
  batch.fill('y');
  const kept = samples.pending()[0]?.exchange.request.body;
  assert.ok(kept?.kind === 'whole');
  assert.equal(Buffer.from(kept.bytes).toString(), 'xxxx');
  assert.equal(kept.bytes.buffer.byteLength, 4);
});
