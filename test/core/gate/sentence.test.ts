import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aspects, likenesses } from '../../../server/core/finding.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { sentenceOf, type Told } from '../../../server/core/gate/sentence.ts';
import { classify } from '../../../server/core/noise/classify.ts';
import { type FindingTally, neverConfirmed } from '../../../server/core/tally.ts';
import { counts, finding } from './tallies.ts';

const { alpha, minEffect } = defaultThresholds;

type Given = Partial<Told & Pick<FindingTally, 'spacing'>> & Pick<Told, 'counts' | 'n'>;

function sentence(part: Given, latched = false, roles = 3): string {
  const aspect = part.aspect ?? 'value';
  const run = {
    roles: roles === 3 ? (['primary', 'secondary', 'candidate'] as const) : (['primary', 'candidate'] as const),
    randomOrder: true,
  };
  const tally = finding({ id: 'f', latched, blocks: { candidate: 20, secondary: 0 }, ...part, aspect });
  const thresholds = { alpha, minEffect };
  const classification = classify(tally, part.n, run, thresholds);
  return sentenceOf({ ...tally, classification, needs: null, thresholds, ...part });
}

describe('the sentence of a regression', () => {
  test('compares the candidate with the secondary and tells how noisy the field is', () => {
    assert.equal(
      sentence({ counts: counts(118, 9, 8, 3), n: 10_000 }),
      'Only the candidate differs: 118 of 10 000 requests (1.1 % more than the secondary, 95 % interval 0.7-1.6). The two old copies differed from each other 20 times.',
    );
  });

  test('reads right at seven requests', () => {
    assert.equal(
      sentence({ counts: counts(7), n: 7 }),
      'Only the candidate differs: 7 of 7 requests (100 % more than the secondary, 95 % interval 6-100). The two old copies never differed from each other.',
    );
  });

  test('reads right at three million requests', () => {
    assert.equal(
      sentence({ counts: counts(62_000, 15_400, 15_600), n: 3_000_000 }),
      'Only the candidate differs: 62 000 of 3 000 000 requests (1.55 % more than the secondary, 95 % interval 1.52-1.59). The two old copies differed from each other 31 000 times.',
    );
  });

  test('of a class of status or a kind of failure says which', () => {
    const told = (field: string, aspect: 'type' | 'failure') =>
      sentence({ field, aspect, counts: counts(60), n: 1_000 });
    assert.match(told('status', 'type'), /^Only the candidate has a status of another class: 60 of/);
    assert.match(
      told('failure.timeout', 'failure'),
      /^Only the candidate differs in whether it failed \(timeout\): 60 of/,
    );
    assert.match(told('failure', 'failure'), /^Only the candidate differs in whether or how it failed: 60 of/);
  });

  test('of a tail says what it was slower than', () => {
    assert.match(
      sentence({ field: 'latency.tail', aspect: 'latency', counts: counts(60, 12), n: 1_000 }),
      /^The candidate was slower than 99 % of the first answers of the old copies: 60 of 1 000 requests \(4\.8 % more often than the secondary, .*\)\. The secondary was slower 12 times\.$/,
    );
  });

  test('names the odd one of the two old copies', () => {
    assert.match(
      sentence({ counts: counts(400, 1, 300), n: 1_000 }),
      / The two old copies are not alike: the primary was the odd one out 300 times, the secondary once\.$/,
    );
  });
});

describe('the sentence of noise', () => {
  test('says that the old copies differ too', () => {
    assert.equal(
      sentence({ counts: counts(500, 480, 470, 120), n: 10_000 }),
      'The two old copies differ from each other too: 1 070 of 10 000 requests. The candidate was the odd one out 500 times, the secondary 480 times.',
    );
    assert.equal(
      sentence({ counts: counts(0, 1), n: 3 }),
      'The two old copies differ from each other too: 1 of 3 requests. The candidate was never the odd one out, the secondary once.',
    );
  });

  test('says that the effect is below the minimum', () => {
    assert.equal(
      sentence({ counts: counts(1), n: 100_000 }),
      'Only the candidate differs: 1 of 100 000 requests. That is at most 0.0092 % more than the secondary (95 %), below the minimum effect of 0.1 %.',
    );
  });
});

describe('the sentence of the unexplained', () => {
  test('says that few cases can be chance, and how many more requests decide', () => {
    assert.equal(
      sentence({ counts: counts(2), n: 40, needs: 148 }),
      'Only the candidate differs: 2 of 40 requests. The two old copies never differed from each other, but 2 cases can be chance: about 150 more requests would decide it.',
    );
    assert.equal(
      sentence({ counts: counts(1), n: 1, needs: 1 }),
      'Only the candidate differs: 1 of 1 request. The two old copies never differed from each other, but one case can be chance: about 1 more request would decide it.',
    );
  });

  test('promises nothing where no number of requests decides', () => {
    assert.match(sentence({ counts: counts(2), n: 40 }), /2 cases can be chance\.$/);
  });

  test('says that what is no chance may still be too rare', () => {
    assert.equal(
      sentence({ counts: counts(10), n: 5_000, needs: 6_328 }),
      'Only the candidate differs: 10 of 5 000 requests (0.2 % more than the secondary, 95 % interval 0.05-0.53). That is no chance, but it may be below the minimum effect of 0.1 %: about 6 400 more requests would decide it.',
    );
  });

  test('says so where a regression went back to noise', () => {
    assert.match(sentence({ counts: counts(30, 30), n: 1_000 }, true), /\(as often as the secondary, 95 % interval -/);
    assert.match(sentence({ counts: counts(30, 34), n: 1_000 }, true), /\(0\.4 % less than the secondary, /);
  });

  test('says that without a secondary nothing can be told', () => {
    assert.equal(
      sentence({ counts: counts(3), n: 3 }, false, 2),
      'The candidate differs: 3 of 3 requests. Without a secondary, noise cannot be told from a regression.',
    );
  });
});

describe('what the differences come down to', () => {
  const told = (candidate: number, patterns: Told['patterns']) =>
    sentence({ counts: counts(candidate), n: 10_000, patterns }).split('. ')[1] ?? '';

  test('is said after how often only the candidate differs', () => {
    assert.equal(
      sentence({ counts: counts(118), n: 10_000, patterns: { 'same body': 118 } }),
      'Only the candidate differs: 118 of 10 000 requests (1.2 % more than the secondary, 95 % interval 0.8-1.6). In all 118 of them the body is the same. The two old copies never differed from each other.',
    );
    assert.equal(
      sentence({ counts: counts(1), n: 40, patterns: { 'trailing zeros': 1 } }),
      'Only the candidate differs: 1 of 40 requests. In it only trailing zeros differ. The two old copies never differed from each other, but one case can be chance.',
    );
  });

  test('is said of most of them, or not at all', () => {
    assert.equal(told(200, { 'same body': 80, 'other body': 120 }), 'In 120 of them the body differs too');
    assert.equal(told(200, { case: 100 }), 'In 100 of them only upper and lower case differ');
    assert.equal(told(2, { case: 2 }), 'In both only upper and lower case differ');
    assert.doesNotMatch(told(200, { case: 99 }), /case/);
  });

  test('has words for each of its names', () => {
    for (const name of likenesses) assert.match(told(300, { [name]: 300 }), /^In all 300 of them \S+ .+/);
  });
});

describe('the sentence of what has fewer votes than exchanges', () => {
  /** Forty gaps of one exchange, one of a thousand. */
  const bursts = {
    candidate: { count: 41, exchanges: 1_040, squares: 1_000_040 },
    old: { count: 0, exchanges: 0, squares: 0 },
  };

  test('shows both numbers where the same requests came again', () => {
    assert.equal(
      sentence({ counts: counts(40), votes: { candidate: 2, secondary: 0 }, n: 90, needs: 300 }),
      'Only the candidate differs: 40 of 90 requests. The two old copies never differed from each other, but that can be chance: about 300 more requests would decide it. The same requests came again and again: that counts as 2 votes against 0.',
    );
  });

  test('shows the blocks where it comes in bursts', () => {
    assert.match(
      sentence({ counts: counts(41), blocks: { candidate: 3, secondary: 1 }, spacing: bursts, n: 1_040 }),
      /, but that can be chance\. It comes in bursts: of the blocks of 10 seconds that tell them apart, 3 of 4 speak against the candidate\.$/,
    );
    assert.match(
      sentence({ counts: counts(41), blocks: { candidate: 0, secondary: 0 }, spacing: bursts, n: 1_040 }),
      / It comes in bursts, within one block of 10 seconds: it takes several to tell it from a passing fault\.$/,
    );
    assert.match(
      sentence({ counts: counts(41), blocks: { candidate: 12, secondary: 0 }, spacing: bursts, n: 1_040 }),
      /\(3\.9 % more than the secondary, .*12 of 12 speak against the candidate\.$/,
    );
  });

  test('says nothing of bursts where it came back when it was sent again', () => {
    const confirmed = { ...neverConfirmed, tries: 12, candidate: 12 };
    const told = sentence({ counts: counts(41), confirmed, spacing: bursts, n: 1_040 });
    assert.doesNotMatch(told, /bursts/);
    assert.match(told, /reproduced 12 of 12 times\./);
  });
});

describe('the sentence of each aspect', () => {
  const starts: Readonly<Record<(typeof aspects)[number], string>> = {
    value: 'Only the candidate differs',
    type: 'Only the candidate has another type',
    format: 'Only the candidate has another format',
    missing: 'Only the candidate lacks the field',
    extra: 'Only the candidate adds the field',
    length: 'Only the candidate has another length',
    order: 'Only the candidate has another order',
    shift: 'All three differ',
    truncated: 'Only the candidate was too large to compare in full',
    failure: 'Only the candidate differs in whether or how it failed',
    latency: 'The candidate was slower',
  };
  for (const aspect of aspects) {
    test(`${aspect} starts with ${starts[aspect]}`, () => {
      assert.ok(
        sentence({ aspect, counts: counts(80), n: 300 }).startsWith(
          `${starts[aspect]}: ${aspect === 'shift' ? 'with the primary' : '80 of 300 requests (27 % more'}`,
        ),
      );
    });
  }

  test('shift says which way a noisy number went, and how often', () => {
    assert.equal(
      sentence({ aspect: 'shift', counts: counts(100, 240, 500), n: 1_000 }),
      'All three differ, but not evenly: with the primary in between, the candidate was lower or shorter than the secondary in 240 of 1 000 requests and higher in 100.',
    );
  });

  test('latency says who was slower how often', () => {
    assert.equal(
      sentence({ aspect: 'latency', counts: counts(900, 300), n: 10_000 }),
      'The candidate was slower: 900 of 10 000 requests (6 % more often than the secondary, 95 % interval 4.7-7.3). The secondary was slower 300 times.',
    );
    assert.equal(
      sentence({ aspect: 'latency', counts: counts(30, 28), n: 1_000 }),
      'The secondary was slower too: 28 of 1 000 requests, the candidate 30 times.',
    );
  });
});
