import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ExchangeView, FindingList, LatencyList, Page, Report, RunSummary } from '../../server/api/contract.ts';
import type { Route } from '../../server/api/route.ts';
import { routes } from '../../server/api/routes.ts';
import type { Answer, Role } from '../../server/core/exchange.ts';
import { seedRuns, withApi } from '../support/api.ts';
import { batch, exchange, sample } from '../support/seed.ts';

/** Where each row of the table is asked, by its path. */
const asked: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/runs': ['/api/v1/runs', '/api/v1/runs?limit=1'],
  '/api/v1/runs/:run': ['/api/v1/runs/live', '/api/v1/runs/old'],
  '/api/v1/runs/:run/report': [
    '/api/v1/runs/new/report',
    '/api/v1/runs/old/report',
    '/api/v1/runs/live/report?alpha=0.01',
  ],
  '/api/v1/runs/:run/endpoints': ['/api/v1/runs/live/endpoints'],
  '/api/v1/runs/:run/latency': ['/api/v1/runs/live/latency?endpoint=x'],
  '/api/v1/runs/:run/findings': ['/api/v1/runs/live/findings', '/api/v1/runs/live/findings?class=regression'],
  '/api/v1/runs/:run/findings/:finding': ['/api/v1/runs/live/findings/bbbbbbbbbbbb'],
  '/api/v1/runs/:run/exchanges': ['/api/v1/runs/live/exchanges', '/api/v1/runs/live/exchanges?limit=1'],
  '/api/v1/runs/:run/exchanges/:id': ['/api/v1/runs/live/exchanges/e1', '/api/v1/runs/new/exchanges/e3'],
  '/api/v1/rules': ['/api/v1/rules'],
  '/api/v1/status': ['/api/v1/status'],
};

test('every route of the table answers in the shape it promises, and with nothing beyond it', () =>
  withApi(
    async ({ url }) => {
      const answerOf = async ({ answer }: Route, path: string) => {
        const response = await fetch(url + path);
        assert.equal(response.status, 200, path);
        assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
        const value: unknown = await response.json();
        // Parsing drops what the schema does not name.
        assert.deepEqual(answer.parse(value), value, path);
      };
      const reading = routes.filter(({ method }) => method === 'get');
      assert.deepEqual(
        reading.map(({ path }) => path),
        Object.keys(asked),
      );
      for (const route of reading) for (const path of asked[route.path] ?? []) await answerOf(route, path);
    },
    { seed: seedRuns },
  ));

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return response.json() as Promise<T>;
}

describe('runs', () => {
  test('are listed newest first with their verdicts, page by page', () =>
    withApi(
      async ({ url }) => {
        const first = await get<Page<RunSummary>>(`${url}/api/v1/runs?limit=1`);
        assert.deepEqual(
          first.items.map(({ id, verdict, received, compared, regressions }) => ({
            id,
            verdict,
            received,
            compared,
            regressions,
          })),
          [{ id: 'new', verdict: 'fail', received: 1005, compared: 1000, regressions: 1 }],
        );
        const second = await get<Page<RunSummary>>(`${url}/api/v1/runs?limit=1&cursor=${first.next}`);
        assert.equal(second.items[0]?.id, 'old');
        assert.equal(second.items[0]?.verdict, 'inconclusive');
        assert.equal(second.next, null);
      },
      { seed: seedRuns },
    ));

  test('a report follows what is committed, and may be judged by other thresholds', () =>
    withApi(
      async ({ url, store }) => {
        const report = `${url}/api/v1/runs/live/report`;
        const before = await get<Report>(report);
        assert.equal(before.exchanges.notCompared.sideEffects, 5);
        await store.commit(batch('new', { notCompared: { sideEffects: 2 } }));
        const after = await get<Report>(report);
        assert.equal(after.exchanges.notCompared.sideEffects, 7);
        assert.equal(after.verdict, 'fail');
        assert.notEqual((await get<Report>(`${report}?max_diff_rate=0.9`)).verdict, 'fail');
        const limits = encodeURIComponent('{"GET /none":{"min_exchanges":5}}');
        const { reasons } = await get<Report>(`${report}?max_diff_rate=1&latency=p99=2x&thresholds=${limits}`);
        assert.ok(
          reasons.some((reason) => /^p99 needs 500 timed answers/.test(reason)),
          reasons.join(),
        );
        assert.ok(reasons.includes('No exchange was compared at GET /none: 5 are needed for a verdict.'));
        const refused = await fetch(`${report}?latency=p50=fast`);
        assert.equal(refused.status, 400);
        assert.match(((await refused.json()) as { detail: string }).detail, /latency.*such as 1\.25x/);
        assert.equal((await get<Report>(report)).verdict, 'fail', 'the override is not kept');
      },
      { seed: seedRuns },
    ));

  test('`live` moves on to a run that starts', () =>
    withApi(
      async ({ url, store }) => {
        assert.equal((await get<RunSummary>(`${url}/api/v1/runs/live`)).id, 'new');
        await store.createRun({
          ...(await get<Report>(`${url}/api/v1/runs/new/report`)).run,
          id: 'newer',
          startedAt: 1_800_000_000_000,
          endedAt: null,
          randomOrder: true,
        });
        assert.equal((await get<RunSummary>(`${url}/api/v1/runs/live`)).id, 'newer');
      },
      { seed: seedRuns },
    ));

  test('an answer that is known is not sent again until something changed', () =>
    withApi(
      async ({ url, store }) => {
        const report = `${url}/api/v1/runs/live/report`;
        const etag = (await fetch(report)).headers.get('etag') ?? '';
        assert.equal((await fetch(report, { headers: { 'if-none-match': etag } })).status, 304);
        await store.commit(batch('new', { notCompared: { error: 1 } }));
        assert.equal((await fetch(report, { headers: { 'if-none-match': etag } })).status, 200);
      },
      { seed: seedRuns },
    ));
});

test('findings are filtered by endpoint and by class', () =>
  withApi(
    async ({ url }) => {
      const ids = async (query: string) =>
        (await get<FindingList>(`${url}/api/v1/runs/live/findings${query}`)).items.map(({ id }) => id);
      assert.equal((await ids('')).length, 3);
      assert.deepEqual(await ids('?class=regression'), ['aaaaaaaaaaaa']);
      assert.deepEqual(await ids(`?endpoint=${encodeURIComponent('GET /b')}`), ['cccccccccccc']);
      assert.deepEqual(await ids(`?class=regression&endpoint=${encodeURIComponent('GET /b')}`), []);
    },
    { seed: seedRuns },
  ));

test('exchanges are listed newest first, by finding and by endpoint', () =>
  withApi(
    async ({ url }) => {
      const list = `${url}/api/v1/runs/live/exchanges`;
      const ids = async (query: string) =>
        (await get<Page<{ id: string }>>(`${list}?${query}`)).items.map(({ id }) => id);
      assert.deepEqual(await ids('finding=aaaaaaaaaaaa'), ['e2', 'e1']);
      assert.deepEqual(await ids('endpoint=GET%20/b'), ['e3']);
      const first = await get<Page<unknown>>(`${list}?finding=aaaaaaaaaaaa&limit=1`);
      assert.deepEqual(await ids(`finding=aaaaaaaaaaaa&limit=1&cursor=${first.next}`), ['e1']);
    },
    { seed: seedRuns },
  ));

test('latency is shown over time, with the quantiles that so many answers support', () =>
  withApi(
    async ({ url, store }) => {
      const minute = Date.UTC(2026, 10, 25, 6, 30) / 60_000;
      const timed = (role: Role, bucket: number, n: number) =>
        ({ endpoint: 'GET /a', role, minute, latency: { [bucket]: n } }) as const;
      await store.commit(batch('new', { minutes: [timed('secondary', 40, 30), timed('candidate', 60, 10)] }));
      const { items } = await get<LatencyList>(
        `${url}/api/v1/runs/live/latency?endpoint=${encodeURIComponent('GET /a')}`,
      );
      assert.deepEqual(
        items.map(({ from, minutes }) => [from, minutes]),
        [['2026-11-25T06:30:00.000Z', 1]],
      );
      const { secondary, candidate } = items[0]?.latencyMs ?? {};
      assert.deepEqual([secondary?.count, candidate?.count, candidate?.p50], [30, 10, null]);
      const { low = 0, high = 0 } = secondary?.intervals.p50 ?? {};
      assert.ok(secondary?.p50 && low < secondary.p50 && secondary.p50 < (high ?? 0));
      assert.equal((await fetch(`${url}/api/v1/runs/none/latency?endpoint=x`)).status, 404);
    },
    { seed: seedRuns },
  ));

describe('an exchange is shown', () => {
  const answered = (text: Uint8Array, coding?: string): Answer => ({
    kind: 'response',
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ...(coding === undefined ? [] : [['Content-Encoding', coding] as const]),
    ],
    trailers: [],
    body: { kind: 'whole', bytes: text },
    ms: 1,
  });
  const shown = (answers: { primary: Answer; candidate: Answer }, check: (view: ExchangeView) => void) =>
    withApi(
      async ({ url, store }) => {
        await store.commit(
          batch('new', { samples: [{ ...sample('x', 'f', 'first'), exchange: { ...exchange('x'), answers } }] }),
        );
        check(await get<ExchangeView>(`${url}/api/v1/runs/live/exchanges/x`));
      },
      { seed: seedRuns },
    );

  test('with its bodies decoded and the delta of JSON', () =>
    shown(
      { primary: answered(gzipSync('{"a":1,"b":2}'), 'gzip'), candidate: answered(Buffer.from('{"a":1,"b":3}')) },
      ({ answers: { primary, ...others }, delta, observations }) => {
        assert.ok(primary.kind === 'response');
        assert.deepEqual(primary.body, {
          kind: 'text',
          text: '{"a":1,"b":2}',
          mediaType: 'application/json',
          length: 13,
        });
        assert.deepEqual(delta, { b: [2, 3] });
        assert.equal(observations.length, 1);
        assert.ok(!('secondary' in others));
      },
    ));

  test('with a script in a body as a JSON string, which no browser runs', () =>
    shown(
      { primary: answered(Buffer.from('<script>alert(1)</script>')), candidate: exchange('x').answers.candidate },
      ({ answers, delta }) => {
        assert.ok(answers.primary.kind === 'response' && answers.primary.body.kind === 'text');
        assert.equal(answers.primary.body.text, '<script>alert(1)</script>');
        assert.equal(answers.candidate.kind, 'failure');
        assert.equal(delta, null);
      },
    ));

  test('with bytes that are no text as length and digest', () =>
    withApi(
      async ({ url }) => {
        const { request, answers } = await get<ExchangeView>(`${url}/api/v1/runs/live/exchanges/e1`);
        assert.equal(request.body.kind, 'binary');
        assert.ok(answers.secondary?.kind === 'response');
        assert.deepEqual(answers.secondary.body, { kind: 'cut', length: 9_000_000, sha256: 'ab'.repeat(32) });
      },
      { seed: seedRuns },
    ));
});
