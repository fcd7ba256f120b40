import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  counted,
  grouped,
  percent,
  percentExact,
  percentInterval,
  percentUp,
  roughly,
  times,
} from '../../../server/core/gate/figures.ts';

function table<T extends readonly unknown[]>(
  name: string,
  say: (...input: T) => string,
  rows: readonly [...T, string][],
) {
  describe(name, () => {
    for (const row of rows) {
      const input = row.slice(0, -1) as unknown as T;
      test(`${input.join(', ')} is written ${row.at(-1)}`, () => assert.equal(say(...input), row.at(-1)));
    }
  });
}

table<[number]>('a whole number', grouped, [
  [0, '0'],
  [999, '999'],
  [1_000, '1 000'],
  [3_000_000, '3 000 000'],
]);

table<[number, string]>('a number of things', counted, [
  [0, 'request', '0 requests'],
  [1, 'request', '1 request'],
  [10_000, 'request', '10 000 requests'],
]);

table<[number]>('a number of times', times, [
  [0, 'never'],
  [1, 'once'],
  [2, '2 times'],
]);

table<[number]>('an estimate', roughly, [
  [0, '0'],
  [7, '7'],
  [148, '150'],
  [2_256, '2 300'],
  [54_016, '55 000'],
]);

table<[number]>('a measured share', percent, [
  [0, '0 %'],
  [0.000001234, '0.00012 %'],
  [0.0015, '0.15 %'],
  [0.02, '2 %'],
  [0.118, '12 %'],
  [0.5, '50 %'],
  [0.9997, '99.97 %'],
  [1, '100 %'],
  [-0.011, '-1.1 %'],
]);

table<[number]>('an upper bound', percentUp, [
  [0.0014965, '0.15 %'],
  [0.00151, '0.16 %'],
  [0.07, '7 %'],
  [1, '100 %'],
]);

table<[number]>('a chosen share', percentExact, [
  [0, '0 %'],
  [0.001, '0.1 %'],
  [0.00125, '0.125 %'],
  [0.95, '95 %'],
]);

describe('an estimate with its interval', () => {
  const rows: readonly [value: number, low: number, high: number, written: string][] = [
    [0.0109, 0.0070384, 0.015669, '1.1 %, 0.7-1.6'],
    [0.01553, 0.01519, 0.01588, '1.55 %, 1.52-1.59'],
    [0.002, 0.0005, 0.0053, '0.2 %, 0.05-0.53'],
    [0.01, 0.00004, 0.025, '1 %, 0.004-2.5'],
    [0.002, -0.0018, 0.006, '0.2 %, -0.18 to 0.6'],
    [0.9995, 0.996, 1, '99.95 %, 99.6-100'],
    [0.25, 0.21, 0.302, '25 %, 21-30'],
    [0, -1, 1, '0 %, -100 to 100'],
  ];
  for (const [value, low, high, written] of rows) {
    test(`${value} from ${low} to ${high} is written ${written}`, () => {
      const said = percentInterval({ value, low, high });
      assert.equal(`${said.value}, ${said.ends}`, written);
    });
  }
});
