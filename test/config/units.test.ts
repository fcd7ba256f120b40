import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { port, size, span } from '../../server/config/units.ts';
import { count, rate, ratio } from '../../server/core/gate/amounts.ts';

type Table = readonly (readonly [text: string, value: number])[];

function reads(unit: (text: string) => number, good: Table, bad: readonly string[], expected: RegExp): void {
  for (const [text, value] of good) test(`${text} is ${value}`, () => assert.equal(unit(text), value));
  for (const text of bad) {
    test(`${JSON.stringify(text)} is refused`, () =>
      assert.throws(() => unit(text), { name: 'RangeError', message: expected }));
  }
}

describe('a rate is a percentage or a fraction', () => {
  const good: Table = [
    ['0', 0],
    ['0.1%', 0.001],
    ['0.1 %', 0.001],
    ['100%', 1],
    ['1', 1],
    ['0.02', 0.02],
  ];
  reads(rate, good, ['', '%', '101%', '1.5', '-1%', '1e-3', '0.1 percent', 'Infinity', '0,1%'], /such as 0\.1%/);
});

describe('a ratio says how many times as much', () => {
  const good: Table = [
    ['1.25x', 1.25],
    ['1.10 x', 1.1],
    ['2X', 2],
    ['1.5', 1.5],
  ];
  reads(ratio, good, ['', 'x', '0x', '-1x', '25%', '1,25x', '1.25xx'], /such as 1\.25x/);
});

describe('a size counts bytes, by thousands or by 1024', () => {
  const good: Table = [
    ['65536', 65536],
    ['4MiB', 4 * 1024 ** 2],
    ['4 mib', 4 * 1024 ** 2],
    ['1.5kB', 1500],
    ['2GB', 2e9],
    ['1gib', 1024 ** 3],
    ['0', 0],
  ];
  reads(size, good, ['', 'MiB', '-1', '4 M', '1e6', '4MiB!', '0x10', '4constructor'], /such as 4MiB/);
});

describe('a time span has a unit', () => {
  const good: Table = [
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ];
  reads(span, good, ['', 's', '500', '-1s', '30 seconds', '1d', '1h30m'], /such as 30s/);
});

describe('a count is digits only', () => {
  const good: Table = [
    ['0', 0],
    [' 12 ', 12],
    ['999999999999999', 999_999_999_999_999],
  ];
  reads(count, good, ['', '-1', '1.5', '1e3', '0x10', '1_000', '1234567890123456'], /a whole number/);
});

describe('a port is from 0 to 65535', () => {
  const good: Table = [
    ['0', 0],
    ['8880', 8880],
    ['65535', 65_535],
  ];
  reads(port, good, ['', '65536', '-1', '80.5', 'http', 'tcp://10.0.0.1:80'], /from 0 to 65535/);
});
