import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Case, caseOf } from '../../../server/core/finding.ts';
import { classify } from '../../../server/core/noise/classify.ts';
import { effectInterval, logEvidence } from '../../../server/core/noise/evidence.ts';
import { latches } from '../../../server/core/noise/latch.ts';
import { bursts, hotPages, median, noisy, randomFrom, type Stream, watch, watchMany } from '../../support/streams.ts';
import { counts, finding } from '../gate/tallies.ts';

const alpha = 0.05;

/** One exchange in which each copy flips its field by its own probability. */
function exchange(random: () => number, old: number, fresh: number): Case | undefined {
  const [primary, secondary, candidate] = [random() < old, random() < old, random() < fresh];
  return caseOf(primary !== secondary, primary !== candidate, secondary !== candidate);
}

/** Calls `each` after every exchange until it returns true; tells whether it did. */
function everTrue(
  random: () => number,
  length: number,
  rates: [number, number],
  each: (n: number, b: number, c: number) => boolean,
) {
  let b = 0;
  let c = 0;
  for (let n = 1; n <= length; n++) {
    const seen = exchange(random, ...rates);
    if (seen === 'candidate') b++;
    if (seen === 'secondary') c++;
    if ((seen === 'candidate' || seen === 'secondary') && each(n, b, c)) return true;
  }
  return false;
}

function shareOf(streams: number, run: (stream: number) => boolean): number {
  let hits = 0;
  for (let stream = 0; stream < streams; stream++) if (run(stream)) hits++;
  return hits / streams;
}

describe('looked at after every exchange', () => {
  for (const noise of [0.05, 0.1, 0.2, 0.35, 0.5]) {
    test(`a field that flips in ${noise * 100} % of answers hardly ever reaches 1/alpha`, () => {
      const random = randomFrom(Math.round(noise * 1000));
      const crosses = (_: number, b: number, c: number) => logEvidence(b, c) >= Math.log(1 / alpha);
      const share = shareOf(300, () => everTrue(random, 600, [noise, noise], crosses));
      assert.ok(share < alpha, `${share} of the streams crossed`);
    });
  }

  test('a field that flips more often in the new version is found', () => {
    const random = randomFrom(7);
    const latched = (_: number, b: number, c: number) =>
      latches(finding({ id: 'f', rank: 3, counts: counts(b, c) }), alpha);
    const share = shareOf(50, () => everTrue(random, 1_500, [0.2, 0.4], latched));
    assert.ok(share > 0.95, `found in ${share} of the streams`);
  });

  test('a run of twenty noisy fields has no false regression in all but a few runs', () => {
    const random = randomFrom(11);
    const share = shareOf(60, () =>
      Array.from({ length: 20 }, (_, i) => i + 1).some((rank) =>
        everTrue(random, 200, [0.3, 0.3], (_, b, c) =>
          latches(finding({ id: 'f', rank, counts: counts(b, c) }), alpha),
        ),
      ),
    );
    assert.ok(share <= alpha, `${share} of the runs`);
  });

  test('the effect interval hardly ever misses the true effect', () => {
    const random = randomFrom(13);
    const truth = candidateOnlyRate(0.2, 0.3) - secondaryOnlyRate(0.2, 0.3);
    const misses = (n: number, b: number, c: number) => {
      const { low, high } = effectInterval({ n, candidateOnly: b, secondaryOnly: c, alpha });
      return truth < low || truth > high;
    };
    const share = shareOf(100, () => everTrue(random, 300, [0.2, 0.3], misses));
    assert.ok(share < alpha, `missed in ${share} of the streams`);
  });
});

describe('counted by the ledger and looked at after every exchange', () => {
  const reports = (streams: number, length: number, make: () => Stream) =>
    Array.from({ length: streams }, (_, seed) => watch(make(), length, randomFrom(seed + 1)));

  for (const noise of [0.005, 0.05, 0.5]) {
    test(`noise of ${noise * 100} % is hardly ever reported, by Diffy’s rule often`, () => {
      const all = reports(60, 1_000, () => noisy(noise));
      assert.ok(all.filter(({ alone }) => alone < Number.POSITIVE_INFINITY).length <= 3);
      assert.ok(all.filter(({ diffy }) => diffy < Number.POSITIVE_INFINITY).length >= 12);
    });
  }

  for (const length of [1, 5, 50, 200]) {
    test(`nor is noise in bursts of ${length}`, () => {
      const all = reports(60, 1_500, () => bursts(length, 0.1, 1));
      assert.ok(all.filter(({ alone }) => alone < Number.POSITIVE_INFINITY).length <= 3);
    });
  }

  test('nor are hot pages that are stale in one copy', () => {
    const all = reports(60, 2_000, () => hotPages(10, 0.9, 0.1));
    assert.ok(all.filter(({ alone }) => alone < Number.POSITIVE_INFINITY).length <= 3);
  });

  test('a candidate that is odd in 25 % where the old copies are in 20 % is found, where Diffy’s rule gives up', () => {
    const all = reports(40, 6_000, () => noisy(0.2, 0.05));
    assert.ok(median(all.map(({ alone }) => alone)) < 2_000);
    assert.ok(all.filter(({ diffyAtEnd }) => diffyAtEnd).length <= 2);
  });

  test('among many fields those that regressed are found and no other', () => {
    const fields = Array.from({ length: 60 }, (_, i) => ({
      stream: noisy(0.2, i % 20 === 10 ? 0.15 : 0),
      regressed: i % 20 === 10,
    }));
    const { falsely, found } = watchMany(fields, 2_000, randomFrom(3));
    assert.deepEqual([falsely.ours, found.ours.every((n) => n < Number.POSITIVE_INFINITY)], [0, true]);
  });
});

describe('tallies of several machines', () => {
  test('give the class of one machine that saw everything', () => {
    const random = randomFrom(17);
    const machines = Array.from({ length: 3 }, () => ({ b: 0, c: 0, n: 0 }));
    let [b, c, n] = [0, 0, 0];
    everTrue(random, 2_000, [0.2, 0.35], (at, nowB, nowC) => {
      const machine = machines[at % 3];
      if (machine) {
        machine.b += nowB - b;
        machine.c += nowC - c;
        machine.n += at - n;
      }
      [b, c, n] = [nowB, nowC, at];
      return false;
    });
    const sum = (pick: (machine: (typeof machines)[number]) => number) =>
      machines.reduce((total, m) => total + pick(m), 0);
    const together = counts(
      sum((m) => m.b),
      sum((m) => m.c),
    );
    const run = { roles: ['primary', 'secondary', 'candidate'] as const, randomOrder: true };
    const of = (tally: typeof together, compared: number) =>
      classify(finding({ id: 'f', counts: tally }), compared, run, { alpha, minEffect: 0.001 });
    assert.deepEqual(
      of(
        together,
        sum((m) => m.n),
      ),
      of(counts(b, c), n),
    );
    assert.equal(
      of(
        together,
        sum((m) => m.n),
      ).class,
      'regression',
    );
  });
});

/** Probabilities of the cases for copies that flip independently between two values. */
function candidateOnlyRate(old: number, fresh: number): number {
  return old * old * (1 - fresh) + (1 - old) * (1 - old) * fresh;
}

function secondaryOnlyRate(old: number, fresh: number): number {
  return old * (1 - old) * fresh + (1 - old) * old * (1 - fresh);
}
