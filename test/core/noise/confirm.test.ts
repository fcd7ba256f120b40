import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { classify } from '../../../server/core/noise/classify.ts';
import { isFluke, isOpen, oneRound, repeatEvidence, reproduces } from '../../../server/core/noise/confirm.ts';
import { logEvidence } from '../../../server/core/noise/evidence.ts';
import { evidenceOf, latches } from '../../../server/core/noise/latch.ts';
import type { CaseCounts, Confirmed } from '../../../server/core/tally.ts';
import { seededRandom } from '../../../server/demo/random.ts';
import { counts, finding } from '../gate/tallies.ts';

const thresholds = { alpha: 0.05, minEffect: 0.001 };
const again = (tries: number, candidate: number, secondary = 0): Confirmed => ({ tries, candidate, secondary });

const found = (seen: CaseCounts, confirmed: Confirmed, rank = 1) =>
  finding({ id: 'f', counts: seen, votes: { candidate: seen.candidate, secondary: seen.secondary }, confirmed, rank });

function classified(n: number, seen: CaseCounts, confirmed: Confirmed, rank = 1, secondary = true) {
  const run = {
    roles: secondary ? (['primary', 'secondary', 'candidate'] as const) : (['primary', 'candidate'] as const),
    randomOrder: true,
  };
  const { class: kind, reason } = classify(found(seen, confirmed, rank), n, run, thresholds);
  return `${kind} ${reason}`;
}

describe('a rare difference whose requests were sent again', () => {
  const table: readonly [behaviour: string, said: string, expected: string][] = [
    ['not yet', classified(300, counts(3), again(0, 0)), 'unexplained thinEvidence'],
    ['and reproduced ten times of ten', classified(300, counts(3), again(10, 10)), 'regression latched'],
    ['and reproduced, as the twentieth finding', classified(300, counts(3), again(16, 16), 20), 'regression latched'],
    ['and reproduced too seldom for its turn', classified(300, counts(3), again(5, 5), 20), 'unexplained thinEvidence'],
    ['and never came back', classified(300, counts(3), again(30, 0)), 'noise fluke'],
    ['and did not come back a few times', classified(300, counts(3), again(9, 0)), 'unexplained thinEvidence'],
    ['and came back now and then', classified(300, counts(3), again(30, 3)), 'unexplained thinEvidence'],
    ['and the secondary was odd as often', classified(300, counts(3), again(30, 8, 8)), 'unexplained thinEvidence'],
    ['of less than the minimum effect', classified(9_000, counts(3), again(30, 30)), 'unexplained effectUnclear'],
    ['of a field that is noisy anyway', classified(300, counts(3, 3), again(30, 0)), 'noise oldCopiesDifferToo'],
    [
      'after a fluke, then found in half of the traffic',
      classified(300, counts(150), again(30, 0)),
      'regression latched',
    ],
  ];
  for (const [behaviour, said, expected] of table) test(behaviour, () => assert.equal(said, expected));

  test('counts by the product of both, on the one threshold', () => {
    const { logE } = evidenceOf(found(counts(3), again(10, 9, 1)));
    assert.equal(logE, logEvidence(3, 0) + logEvidence(9, 1));
  });

  test('is a regression for the first finding after seven repeats, for the 2 000th within thirty', () => {
    const alone = (tries: number, rank: number) => latches(found(counts(0), again(tries, tries), rank), 0.05);
    assert.deepEqual(
      [6, 7].map((tries) => alone(tries, 1)),
      [false, true],
    );
    assert.ok(alone(30, 2_000));
  });

  test('reproduces when it does so mostly and beyond chance', () => {
    assert.ok(reproduces(again(10, 9), 0.05));
    assert.ok(!reproduces(again(3, 3), 0.05));
    assert.ok(!reproduces(again(30, 14), 0.05));
    assert.ok(isFluke(again(10, 0, 2)));
  });
});

test('repeats of a fair coin reach 1/alpha in at most alpha of runs, however the request was chosen', () => {
  const random = seededRandom(7);
  const runs = 4_000;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    // Chosen because the candidate was odd, three times in a row: the repeats know nothing of that.
    let [candidate, secondary] = [0, 0];
    let most = 0;
    for (let tries = 1; tries <= 30; tries++) {
      if (random() < 0.5) random() < 0.5 ? candidate++ : secondary++;
      most = Math.max(most, repeatEvidence(again(tries, candidate, secondary)));
    }
    if (most >= Math.log(20)) alarms++;
  }
  assert.ok(alarms / runs <= 0.05, `${alarms} of ${runs}`);
});

describe('without a secondary', () => {
  const table: readonly [behaviour: string, confirmed: Confirmed, expected: string][] = [
    ['thirty of thirty are a regression', again(30, 30), 'regression reproduced'],
    ['twenty-nine are not', again(29, 29), 'unexplained twoRoles'],
    ['one that fails leaves it open', again(30, 29), 'unexplained twoRoles'],
    ['what the primary does not repeat either is noise', again(30, 3, 27), 'noise primaryVaries'],
    ['what the primary seldom does not repeat stays open', again(30, 28, 2), 'unexplained twoRoles'],
    ['what does not come back is a fluke', again(30, 0), 'noise fluke'],
  ];
  for (const [behaviour, confirmed, expected] of table) {
    test(behaviour, () => assert.equal(classified(300, counts(3), confirmed, 1, false), expected));
  }
});

describe('what is sent again', () => {
  const open = (part: Parameters<typeof isOpen>[0]) => isOpen(part, 30);
  const value = 'value' as const;

  test('is what nothing explains yet, until its tries are spent', () => {
    assert.ok(open({ aspect: value, class: 'unexplained', confirmed: again(0, 0) }));
    assert.ok(!open({ aspect: value, class: 'unexplained', confirmed: again(30, 4) }));
    assert.ok(!open({ aspect: value, class: 'regression', confirmed: again(10, 10) }));
    assert.ok(!open({ aspect: value, class: 'noise', confirmed: again(0, 0) }));
    assert.ok(!open({ aspect: 'latency', class: 'unexplained', confirmed: again(0, 0) }));
  });

  test('is a fluke too, as long as it has tries left', () => {
    assert.ok(open({ aspect: value, class: 'noise', confirmed: again(12, 0) }));
    assert.ok(!open({ aspect: value, class: 'noise', confirmed: again(30, 0) }));
  });

  test('is one exchange for all the findings that it showed, and another each round', () => {
    const thin = new Map([
      ['total', ['a', 'b']],
      ['etag', ['b', 'a']],
      ['name', ['c']],
      ['gone', []],
    ]);
    assert.deepEqual(oneRound(thin, 0), [
      { of: 'a', findings: ['total', 'etag'] },
      { of: 'c', findings: ['name'] },
    ]);
    assert.deepEqual(oneRound(thin, 1)[0], { of: 'b', findings: ['total', 'etag'] });
  });
});
