import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bytes, count, evidence, milliseconds, percent, percentRange } from '../../ui/src/format/number.ts';
import { duration } from '../../ui/src/format/time.ts';
import { skipWord, unbroken } from '../../ui/src/format/words.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers', () => {
  const cases: readonly [shown: string, expected: string][] = [
    [count(9862), '9 862'],
    [count(12_345_678), '12 345 678'],
    [percent(0), '0 %'],
    [percent(1), '100 %'],
    [percent(0.0118), '1.2 %'],
    [percent(0.0000001), '<0.01 %'],
    [percent(0.99996), '99.99 %'],
    [percent(0.742), '74.2 %'],
    [percent(-0.0135), '\u22121.4 %'],
    [percentRange(0.00704, 0.01567), '0.7 to 1.6 %'],
    [percentRange(0, 0), '0 %'],
    [milliseconds(null), '–'],
    [milliseconds(3.14), '3.1 ms'],
    [milliseconds(118.4), '118 ms'],
    [milliseconds(1610), '1.61 s'],
    [bytes(1), '1 byte'],
    [bytes(999), '999 bytes'],
    [bytes(5_240_000), '5.24 MB'],
    [duration('2026-01-01T00:00:00Z', '2026-01-01T00:00:42Z'), '42 s'],
    [duration('2026-01-01T00:00:00Z', '2026-01-01T02:10:00Z'), '2 h 10 min'],
  ];
  for (const [shown, expected] of cases) {
    test(expected, () => assert.equal(plain(shown), expected));
  }
});

test('evidence far beyond any number is shown by its power of ten', () => {
  assert.deepEqual(evidence(Math.log(28.7827)), { mantissa: '28.8', exponent: undefined });
  assert.deepEqual(evidence(793.77307), { mantissa: '5.4', exponent: 344 });
});

test('a reason that a newer server added is shown by its name', () => {
  assert.equal(skipWord('tooLarge'), 'request body over the cap');
  assert.equal(skipWord('quotaUsedUp'), 'quota used up');
  assert.equal(skipWord('constructor'), 'constructor');
});

test('an interval in a sentence stays on one line', () => {
  assert.equal(unbroken('95 % interval 0.7-1.6, an x-request-id'), '95 % interval 0.7\u20111.6, an x-request-id');
});
