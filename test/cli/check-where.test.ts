import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Report } from '../../server/core/gate/model.ts';
import { inFolder } from '../support/folder.ts';
import { triptych } from '../support/program.ts';
import { startThree } from '../support/three.ts';
import { writeTraffic } from '../support/traffic.ts';

const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'];

/** Equal answers but for yen in the new version: most exchanges never reach the comparison. */
const shop =
  (yen: (total: number) => number): RequestListener =>
  (request, response) => {
    const url = new URL(request.url ?? '', 'http://shop');
    const id = Number(url.pathname.split('/').at(-1));
    const currency = url.searchParams.get('currency') ?? currencies[id % 5];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, currency, total: currency === 'JPY' ? yen(id * 7) : id * 7 }));
  };

async function findingsOf(lines: readonly object[]): Promise<Report['findings']> {
  const three = await startThree(
    shop((total) => total),
    shop((total) => total + 1),
  );
  try {
    return await inFolder(async (folder) => {
      const traffic = await writeTraffic(
        folder,
        lines.map((line) => JSON.stringify(line)),
      );
      const out = join(folder, 'out.json');
      const { code } = await triptych('check', ...three.flags, '--traffic', traffic, '--report', `json=${out}`);
      assert.equal(code, 1);
      return (JSON.parse(await readFile(out, 'utf8')) as Report).findings;
    });
  } finally {
    await three.close();
  }
}

const ids = Array.from({ length: 150 }, (_, id) => id);

describe('a regression is told by its requests', { concurrency: 2 }, () => {
  test('by a parameter that they have and those that agree have not', async () => {
    const found = await findingsOf(
      ids.map((id) => ({ method: 'GET', path: `/orders/${id}?currency=${currencies[id % 5]}&page=${id % 3}` })),
    );
    const total = found.find(({ field }) => field === 'body.total');
    assert.match(total?.sentence ?? '', / Only with query currency=JPY\.$/);
    assert.deepEqual(total?.where, [
      { attribute: 'query.currency', value: 'JPY', share: 1, base: 0, only: true },
      { attribute: 'answer.body.currency', value: 'JPY', share: 1, base: 0, only: true },
    ]);
  });

  test('by who asked, without saying his secret', async () => {
    const found = await findingsOf(
      ids.map((id) => ({
        method: 'GET',
        path: `/orders/${id}`,
        headers: { authorization: id % 5 === 4 ? 'Bearer s3cret' : `Bearer other-${id % 5}` },
      })),
    );
    const [where] = found.find(({ field }) => field === 'body.total')?.where ?? [];
    assert.equal(where?.attribute, 'headers.authorization');
    assert.match(where.value, /^redacted:[0-9a-f]{12}$/);
  });
});
