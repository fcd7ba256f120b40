import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipReasons } from '../../server/core/exchange.ts';
import { comparing, seedRuns, withApi } from '../support/api.ts';

test('/healthz says that the process lives, whatever the state of the comparison', () =>
  withApi(async ({ url }) => assert.equal((await fetch(`${url}/healthz`)).status, 200), {
    status: () => ({ ...comparing, comparing: false, problems: ['The store is full.'] }),
  }));

describe('/readyz', () => {
  test('is 200 while exchanges are compared', () =>
    withApi(async ({ url }) => assert.equal((await fetch(`${url}/readyz`)).status, 200)));

  test('is 503 with the reasons when they are not', () =>
    withApi(
      async ({ url }) => {
        const response = await fetch(`${url}/readyz`);
        assert.equal(response.status, 503);
        assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
        const { problems, detail } = (await response.json()) as { problems: string[]; detail: string };
        assert.deepEqual(problems, ['The candidate does not answer.', 'No space is left.']);
        assert.equal(detail, 'The candidate does not answer. No space is left.');
      },
      {
        status: () => ({
          ...comparing,
          comparing: false,
          problems: ['The candidate does not answer.', 'No space is left.'],
        }),
      },
    ));
});

describe('/metrics', () => {
  const figures = async (url: string): Promise<ReadonlyMap<string, number>> => {
    const response = await fetch(`${url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  };

  test('counts the newest run', () =>
    withApi(
      async ({ url }) => {
        const found = await figures(url);
        assert.equal(found.get('triptych_exchanges_received_total'), 1005);
        assert.equal(found.get('triptych_exchanges_compared_total'), 1000);
        assert.equal(found.get('triptych_exchanges_not_compared_total{reason="sideEffects"}'), 5);
        assert.equal(found.get('triptych_findings{class="regression"}'), 1);
        assert.equal(found.get('triptych_comparing'), 1);
        assert.equal(found.get('triptych_target_up{role="primary"}'), 1);
        assert.equal(found.get('triptych_target_up{role="candidate"}'), 0);
        assert.ok(!found.has('triptych_target_up{role="secondary"}'), 'not known yet');
      },
      { seed: seedRuns },
    ));

  test('has every reason at zero before the first run', () =>
    withApi(async ({ url }) => {
      const found = await figures(url);
      for (const reason of skipReasons) {
        assert.equal(found.get(`triptych_exchanges_not_compared_total{reason="${reason}"}`), 0);
      }
    }));
});
