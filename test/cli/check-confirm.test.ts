import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { describe, test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { check } from '../support/checked.ts';
import { startThree } from '../support/three.ts';
import { orderLines } from '../support/traffic.ts';

const idOf = (url: string | undefined): number => Number(/\d+/.exec(url ?? '')?.[0] ?? 0);

/** An order with a total; `total` is told how often this order was asked for before. */
function shop(total: (id: number, before: number) => number): RequestListener {
  const asked = new Map<number, number>();
  return (request, response) => {
    const id = idOf(request.url);
    const before = asked.get(id) ?? 0;
    asked.set(id, before + 1);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, total: total(id, before) }));
  };
}
const right = (id: number) => id * 10;
const total = ({ findings }: Report) =>
  findings.find(({ field, aspect }) => field === 'body.total' && aspect === 'value');

async function against(
  fresh: RequestListener,
  lines: readonly string[],
  { two = false, flags = [] }: { readonly two?: boolean; readonly flags?: readonly string[] } = {},
) {
  const three = await startThree(shop(right), fresh);
  try {
    const roles = two ? [...three.flags.slice(0, 2), ...three.flags.slice(4)] : three.flags;
    const checked = await check(roles, lines, ...flags);
    const { primary, secondary, candidate } = three;
    return { ...checked, asked: [primary, secondary, candidate].map(({ requests }) => requests.map(({ url }) => url)) };
  } finally {
    await three.close();
  }
}

describe('check sends the requests behind rare differences again', { concurrency: 3 }, () => {
  test('and fails when a difference in 3 of 300 comes back every time', async () => {
    const wrong = shop((id) => right(id) + (id % 100 === 7 ? 1 : 0));
    const { code, report, stdout, asked } = await against(wrong, orderLines(300));
    const finding = total(report);
    assert.equal(finding?.class, 'regression');
    const { tries, candidate, secondary } = finding.confirmed;
    assert.ok(tries >= 5 && tries <= 12, `${tries} tries`);
    assert.deepEqual([candidate, secondary], [tries, 0]);
    const said = new RegExp(`reproduced ${tries} of ${tries} times`);
    assert.match(finding.sentence, said);
    assert.match(stdout.replace(/\s+/g, ' '), said);
    assert.deepEqual([code, report.verdict], [1, 'fail']);
    // Each of the three requests had its turn, at all three alike; none of it counts as traffic.
    const again = (urls: readonly (string | undefined)[]) => urls.slice(300).map(idOf).sort();
    assert.deepEqual([...new Set(again(asked[2] ?? []))].sort(), [107, 207, 7]);
    assert.deepEqual(again(asked[0] ?? []), again(asked[2] ?? []));
    assert.deepEqual(again(asked[1] ?? []), again(asked[2] ?? []));
    assert.equal(report.exchanges.received, 300);
    assert.equal(report.endpoints[0]?.latencyMs.candidate.count, 300);
    assert.equal(finding.counts.candidate, 3);
  });

  test('and passes when a fluke does not come back', async () => {
    const once = shop((id, before) => right(id) + (id === 7 && before === 0 ? 1 : 0));
    const { code, report, stderr } = await against(once, orderLines(300));
    const finding = total(report);
    assert.equal(finding?.class, 'noise');
    assert.deepEqual(finding.confirmed, { tries: 30, candidate: 0, secondary: 0 });
    assert.match(finding.sentence, /That was a fluke\. Sent again, it did not come back in 30 tries\.$/);
    assert.equal(report.verdict, 'pass');
    assert.equal(code, 0);
    assert.equal(stderr, '');
  });

  test('with the headers of the recording, credentials too', async () => {
    const fresh: RequestListener = (request, response) => {
      const known = request.headers.authorization === 'Bearer secret';
      shop((id) => right(id) + (known && id === 7 ? 1 : 0))(request, response);
    };
    const lines = orderLines(120).map((line) =>
      JSON.stringify({ ...JSON.parse(line), headers: { authorization: 'Bearer secret' } }),
    );
    const { code, report } = await against(fresh, ['not a request', ...lines]);
    assert.equal(total(report)?.class, 'regression');
    assert.equal(code, 1);
  });

  test('and leaves requests alone that it may not repeat', async () => {
    const wrong = shop((id) => right(id) + (id === 7 ? 1 : 0));
    const posts = orderLines(100).map((line) => line.replace('GET', 'POST'));
    const { asked, report } = await against(wrong, [...posts, ...orderLines(120)]);
    assert.equal(total(report)?.class, 'regression');
    assert.deepEqual(
      asked.map((urls) => urls.filter((url) => url === '/orders/50').length),
      [1, 1, 1],
    );
  });

  test('and without a secondary believes it after 30 of 30', async () => {
    const wrong = shop((id) => right(id) + (id === 7 ? 1 : 0));
    const { code, report } = await against(wrong, orderLines(120), { two: true });
    assert.equal(total(report)?.class, 'regression');
    assert.match(
      total(report)?.sentence ?? '',
      /There was no secondary\. Sent again, it was reproduced 30 of 30 times\./,
    );
    assert.equal(code, 1);
  });

  test('and without a secondary sets aside what the primary does not repeat either', async () => {
    const three = await startThree(
      shop(() => Math.random()),
      shop(() => Math.random()),
    );
    try {
      const two = [...three.flags.slice(0, 2), ...three.flags.slice(4)];
      const { report } = await check(two, orderLines(120));
      assert.equal(total(report)?.class, 'noise');
      assert.match(total(report)?.sentence ?? '', /the primary did not repeat its own answer 30 times/);
    } finally {
      await three.close();
    }
  });
});
