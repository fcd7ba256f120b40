import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { check } from '../support/checked.ts';
import { flagsFor } from '../support/three.ts';
import { orderLines } from '../support/traffic.ts';
import { startUpstream } from '../support/upstream.ts';

const inRegion =
  (region: string): RequestListener =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ region, total: 1 }));
  };

for (const odd of ['primary', 'secondary'] as const) {
  test(`check names the ${odd} where that copy alone is another all the time`, async () => {
    const regions = ['primary', 'secondary', 'candidate'].map((role) => (role === odd ? 'us-east-1' : 'eu-west-1'));
    const copies = await Promise.all(regions.map((region) => startUpstream(inRegion(region))));
    try {
      const [primary = '', secondary = '', candidate = ''] = copies.map(({ url }) => url);
      const { code, report } = await check(flagsFor(primary, secondary, candidate), orderLines(120));
      const finding = report.findings.find(({ field, aspect }) => field === 'body.region' && aspect === 'value');
      assert.deepEqual([finding?.class, finding?.flags, finding?.oddCopy], ['noise', ['environment'], odd]);
      const other = odd === 'primary' ? 'secondary' : 'primary';
      assert.match(
        finding?.sentence ?? '',
        new RegExp(`not alike: the ${odd} was the odd one out 120 times, the ${other} never\\.`),
      );
      assert.equal(code, 0);
    } finally {
      await Promise.all(copies.map((copy) => copy.close()));
    }
  });
}
