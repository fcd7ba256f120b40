import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Json, parseJson } from '../../../server/core/lift/json.ts';
import { isWithin, parseTolerance } from '../../../server/core/rules/tolerance.ts';

/** JSON as it stands on the wire, for numbers that a double cannot hold. */
const read = (text: string): Json => {
  const value = parseJson(text);
  assert.ok(value !== undefined, text);
  return value;
};
const holds = (tolerance: string, one: string, two: string) =>
  isWithin(parseTolerance(tolerance), read(one), read(two));

describe('two values are near enough', () => {
  const table: readonly (readonly [tolerance: string, one: string, two: string, near: boolean])[] = [
    ['0.1', '1.0', '1.1', true],
    ['0.1', '1.0', '1.11', false],
    ['0.1', '-0.05', '0.05', true],
    ['0', '1', '1.0', true],
    ['0', '1', '2', false],
    ['1', '9007199254740992', '9007199254740993', true],
    ['0.5', '9007199254740992', '9007199254740993', false],
    ['1', '18446744073709551617', '1', false],
    ['1e-3', '0.001', '0.002', true],
    ['1e-3', '0.001', '0.0021', false],
    ['5', '1e400', '1e400', true],
    ['5', '1e400', '1e401', false],
    ['5', '1e99999', '1', false],
    ['1', '"10"', '"11"', true],
    ['1', '"10"', '"11.5"', false],
    ['1', '"10 Main St"', '"11 Main St"', false],
    ['1', 'true', 'false', false],
    ['1', 'null', '0', false],
    ['1%', '100', '101', true],
    ['1%', '100', '99', true],
    ['1%', '100', '101.02', false],
    ['1%', '-100', '-101', true],
    ['1%', '100', '-100', false],
    ['1%', '0', '0.001', false],
    ['200%', '1', '-1', true],
    ['1ulp', '0.3', '0.30000000000000004', true],
    ['4ulps', '"abc"', '"abd"', false],
    ['5s', '1', '3', false],
    ['5s', '1700000000', '1700000003', true],
    ['4ulps', '""', '"0"', false],
    ['4ulps', '1e400', '1e401', false],
    ['1ulps', '0.1', '0.10000000000000003', false],
    ['2ulps', '0.1', '0.10000000000000003', true],
    ['1ulp', '1', '1.0000000000000004', false],
    ['2ulps', '-5e-324', '5e-324', true],
    ['1ulp', '-5e-324', '5e-324', false],
    ['0ulps', '0', '-0', true],
    ['5s', '"2026-01-01T00:00:00Z"', '"2026-01-01T00:00:05Z"', true],
    ['5s', '"2026-01-01T00:00:00Z"', '"2026-01-01T00:00:05.001Z"', false],
    ['5s', '"2026-01-01T00:00:00Z"', '"2026-01-01T01:00:00+01:00"', true],
    ['5s', '"2026-01-01T00:00:00Z"', '"Thu, 01 Jan 2026 00:00:03 GMT"', true],
    ['5s', '"2026-01-01 00:00:00"', '"2026-01-01T00:00:03"', true],
    ['1d', '"2026-01-01"', '"2026-01-02"', true],
    ['23h', '"2026-01-01"', '"2026-01-02"', false],
    ['1ms', '"2026-01-01T00:00:00.0001Z"', '"2026-01-01T00:00:00.0011Z"', true],
    ['1ms', '"2026-01-01T00:00:00.0001Z"', '"2026-01-01T00:00:00.0020Z"', false],
    ['5s', '1700000000', '1700000004', true],
    ['5s', '1700000000', '1700000006', false],
    ['5s', '1700000000000', '1700000004000', true],
    ['5s', '1700000000000', '1700000006000', false],
    ['5s', '"soon"', '"later"', false],
    ['5s', '"2026-13-01"', '"2026-13-01T00:00:01Z"', false],
    ['5s', '"10:00:00"', '"10:00:01"', false],
  ];
  for (const [tolerance, one, two, near] of table) {
    test(`${one} and ${two} ${near ? 'are' : 'are not'} within ${tolerance}`, () => {
      assert.equal(holds(tolerance, one, two), near);
      assert.equal(holds(tolerance, two, one), near, 'the other way round');
    });
  }
});

test('what is no tolerance is refused', () => {
  for (const wrong of ['', 'lots', '-1', '1 %%', '5 parsecs', '1.5ulps', '%', 's', '1e9999']) {
    assert.throws(
      () => parseTolerance(wrong),
      /^RangeError: expected a tolerance such as 0\.01, 1%, 4ulps or 5s$/,
      wrong,
    );
  }
});

test('whatever the values, both ways round are alike, and a wider tolerance holds where a narrower does', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.string(),
    fc.constant(null),
  );
  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, amount, fc.constantFrom('', '%', 's'), (one, two, most, unit) => {
      const tolerance = parseTolerance(`${most}${unit}`);
      const near = isWithin(tolerance, one, two);
      assert.equal(isWithin(tolerance, two, one), near);
      if (near) assert.ok(isWithin(parseTolerance(`${most * 2}${unit}`), one, two));
    }),
    { numRuns: 1_000 },
  );
});
