import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Tails } from '../../server/analyst/tails.ts';
import { logEvidence } from '../../server/core/noise/evidence.ts';
import { type Random, seededRandom } from '../../server/demo/random.ts';
import { endpoint, latencies } from '../core/gate/tallies.ts';

/** Times with a heavy tail: one in fifty is many times as long. */
const time = (random: Random, slowShare = 0.02): number =>
  10 + random() * 5 + (random() < slowShare ? 200 / (0.05 + random()) : 0);

/** Evidence after that many exchanges. */
function watched(seed: number, exchanges: number, slowShare: number): number {
  const random = seededRandom(seed);
  const tails = new Tails([], 10);
  const odd = { candidate: 0, secondary: 0 };
  for (let i = 0; i < exchanges; i++) {
    const found = tails.caseOf('GET /a', [time(random), time(random), time(random, slowShare)]);
    if (found === 'candidate' || found === 'secondary') odd[found]++;
  }
  return logEvidence(odd.candidate, odd.secondary);
}

describe('tails of latency', () => {
  test('that are alike give no evidence', () => {
    const evidence = Array.from({ length: 60 }, (_, seed) => watched(seed, 3_000, 0.02));
    assert.ok(evidence.filter((logE) => logE >= Math.log(1 / 0.05)).length <= 3);
  });

  test('that are longer in the candidate do, though its median is the same', () => {
    const evidence = Array.from({ length: 10 }, (_, seed) => watched(seed, 3_000, 0.06));
    assert.ok(
      evidence.every((logE) => logE >= Math.log(2 / 0.05)),
      evidence.join(),
    );
  });

  test('are not measured before the old copies have shown what is usual, each endpoint for itself', () => {
    const tails = new Tails([], 10);
    for (let i = 0; i < 250; i++) assert.equal(tails.caseOf('GET /a', [10, 10, 999]), undefined);
    assert.equal(tails.caseOf('GET /a', [10, 10, 999]), 'candidate');
    assert.equal(tails.caseOf('GET /b', [10, 10, 999]), undefined);
  });

  test('are measured from the first exchange on where a former analyst has stored enough', () => {
    const latency = { primary: latencies(10, 300), secondary: latencies(10, 300), candidate: latencies(900, 300) };
    const tails = new Tails([endpoint({ endpoint: 'GET /a', latency })], 10);
    assert.equal(tails.caseOf('GET /a', [10, 10, 20]), 'candidate');
    assert.equal(tails.caseOf('GET /a', [10, 20, 10]), 'secondary');
  });

  test('of endpoints beyond those told apart are measured together', () => {
    const tails = new Tails([], 1);
    tails.caseOf('GET /a', [1, 1, 1]);
    for (let i = 0; i < 250; i++) tails.caseOf(`GET /${i}`, [10, 10, 10]);
    assert.equal(tails.caseOf('GET /new', [10, 10, 20]), 'candidate');
  });
});
