import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../support/checked.ts';
import { startThree } from '../support/three.ts';
import { orderLines } from '../support/traffic.ts';

/** Takes its time, so that there is something to stop. */
const shop =
  (price: number): RequestListener =>
  async (_request, response) => {
    await sleep(20);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ price }));
  };

test('check --abort-early sends no more once it is certain to fail', async () => {
  const three = await startThree(shop(1), shop(2));
  try {
    const lines = orderLines(2000);
    const { code, report, stdout } = await check(three.flags, lines, '--abort-early', '--concurrency', '2');
    assert.deepEqual([code, report.verdict], [1, 'fail']);
    const after = report.stoppedEarly ?? 0;
    assert.ok(after > 0 && after < 2000, `${after} sent`);
    assert.equal(report.exchanges.received, after);
    assert.match(stdout, /Stopped early, after [0-9\s]+ requests/);
  } finally {
    await three.close();
  }
});

test('check --abort-early goes to the end where it is not', async () => {
  const three = await startThree(shop(1), shop(1));
  try {
    const { code, report } = await check(three.flags, orderLines(120), '--abort-early');
    assert.deepEqual([code, report.stoppedEarly, report.exchanges.received], [0, null, 120]);
  } finally {
    await three.close();
  }
});
