import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diffyWords, evidenceWords, intervalScale, weighedWords } from '../../ui/src/findings/evidence.ts';
import { towersOf } from '../../ui/src/findings/towers.ts';

describe('what the evidence says', () => {
  const cases: readonly [logE: number, words: RegExp][] = [
    [-2.8, /at least as well/],
    [Math.log(1.63), /Next to nothing/],
    [Math.log(28.7827), /at most once in 28 runs/],
    [Math.log(360.793), /at most once in 360 runs/],
    [793.77307, /less than once in 10³⁴⁴ runs/],
  ];
  for (const [logE, words] of cases) {
    test(`log E ${logE.toFixed(2)}: ${words.source}`, () => assert.match(evidenceWords(logE), words));
  }
});

test('what is weighed is told in votes, and in blocks where it comes in bursts', () => {
  const counts = { agree: 0, candidate: 40, secondary: 3, primary: 0, all: 0 };
  const blocks = { candidate: 2, secondary: 1 };
  const all = { counts, votes: { candidate: 40, secondary: 3 }, blocks, clustered: false };
  assert.equal(weighedWords(all), 'It weighs 40 times candidate alone against 3 times secondary alone.');
  assert.match(weighedWords({ ...all, votes: { candidate: 5, secondary: 3 } }), /5 times .* \(35 more were repeats/);
  assert.match(weighedWords({ ...all, clustered: true }), /bursts, so 10-second blocks must agree: 2 against 1\.$/);
});

test('Diffy’s rule is said to agree or not', () => {
  const diffy = { raw: 129, noise: 20, flagged: true };
  assert.match(diffyWords({ diffy, class: 'regression' }), /would report it too: 129 raw against 20 noise/);
  assert.match(diffyWords({ diffy, class: 'noise' }), /would report it instead/);
  assert.match(diffyWords({ diffy: { ...diffy, flagged: false }, class: 'noise' }), /set it aside too/);
});

test('the towers share one scale, and the secondary gives the level of noise', () => {
  const { towers, noiseLevel, total } = towersOf({ agree: 862, candidate: 100, secondary: 25, primary: 13, all: 0 });
  assert.deepEqual(
    towers.map(({ case: name, height }) => [name, height]),
    [
      ['primary', 0.13],
      ['secondary', 0.25],
      ['candidate', 1],
      ['all', 0],
    ],
  );
  assert.deepEqual([noiseLevel, total], [0.25, 1000]);
});

test('the interval’s axis holds zero, also when it is empty', () => {
  const { zero, low, value, high } = intervalScale({ value: 0.0109, low: 0.007, high: 0.0157 });
  assert.ok(0 < zero && zero < low && low < value && value < high && high < 1);
  assert.deepEqual(intervalScale({ value: 0, low: 0, high: 0 }), { zero: 0.5, low: 0.5, value: 0.5, high: 0.5 });
});
