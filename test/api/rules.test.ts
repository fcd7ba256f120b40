import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import type {
  ExchangeSummary,
  FindingView,
  Page,
  Problem,
  Report,
  RuleList,
  RulePreview,
  RuleView,
} from '../../server/api/contract.ts';
import { routes } from '../../server/api/routes.ts';
import type { Store } from '../../server/store/contract.ts';
import { seedRuns, withApi } from '../support/api.ts';
import { batch, endpointTally, exchange, findingTally, run, sample } from '../support/seed.ts';

const json = { 'content-type': 'application/json' };
const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = json) =>
  fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

async function rulesAt(url: string): Promise<RuleList['items']> {
  return ((await (await fetch(`${url}/api/v1/rules`)).json()) as RuleList).items;
}

/** A run with a configured rule that was hit twice. */
async function seedRuled(store: Store): Promise<void> {
  const configured = { id: 'aaa', rule: { kind: 'ignore', field: 'body.total' } } as const;
  await store.createRun(run('r1', 1_700_000_000_000), [configured]);
  const hit = { rule: 'aaa', endpoint: 'GET /a', field: 'body.total', aspect: 'value', n: 2 } as const;
  await store.commit(batch('r1', { findings: [findingTally('f1', 1)], ruleHits: [hit] }));
}

test('a rule is added in any of its forms, listed with what it did, and removed', () =>
  withApi(
    async ({ url }) => {
      const added = await post(`${url}/api/v1/rules`, { text: 'tolerance body.price 1% on GET /a because rounding' });
      assert.equal(added.status, 201);
      const rule = (await added.json()) as RuleView;
      const view = routes.find(({ path, method }) => path === '/api/v1/rules' && method === 'post')?.answer;
      assert.deepEqual(view?.parse(rule), rule);
      assert.equal(rule.text, 'tolerance body.price 1% on GET /a because rounding');
      assert.equal(rule.state, 'neverMatched');
      const object = { kind: 'ignore', field: 'body.at', endpoint: 'GET /a' };
      assert.equal((await post(`${url}/api/v1/rules`, object)).status, 201);
      const listed = await rulesAt(url);
      assert.deepEqual(
        listed.map(({ text, origin, hits }) => `${text}: ${origin} ${hits}`),
        [
          'ignore body.total: configuration 2',
          'tolerance body.price 1% on GET /a because rounding: api 0',
          'ignore body.at on GET /a: api 0',
        ],
      );
      const removed = await fetch(`${url}/api/v1/rules/${rule.id}`, { method: 'DELETE' });
      assert.deepEqual([removed.status, await removed.json()], [200, { id: rule.id }]);
      assert.equal((await rulesAt(url)).length, 2);
      const report = (await (await fetch(`${url}/api/v1/runs/live/report`)).json()) as Report;
      assert.equal(report.rules.find(({ id }) => id === rule.id)?.state, 'removed');
      assert.deepEqual(report.findings[0]?.rules, ['aaa']);
      assert.match(report.findings[0]?.sentence ?? '', /The rule "ignore body\.total" set it aside 2 times\.$/);
    },
    { seed: seedRuled },
  ));

describe('refused', () => {
  const refusal = async (response: Response) => {
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const { status, detail } = (await response.json()) as Problem;
    assert.equal(status, response.status);
    return `${status} ${detail}`;
  };

  test('a rule that is none, with what was expected', () =>
    withApi(async ({ url }) => {
      const rules = `${url}/api/v1/rules`;
      const table: readonly (readonly [body: unknown, said: RegExp])[] = [
        [{ text: 'igore body.a' }, /^400 expected ignore, tolerance/],
        [{ kind: 'ignore', field: 'at' }, /^400 field: expected a field such as/],
        [{ kind: 'ignore', field: 'body.a', much: 1 }, /^400 expected no key but .* and there is much\.$/],
        [{}, /^400 kind: expected a rule whose kind is/],
        [[], /^400 expected a rule/],
        ['not json', /^400 /],
        ['', /^400 /],
      ];
      for (const [body, said] of table) assert.match(await refusal(await post(rules, body)), said);
      assert.deepEqual(await rulesAt(url), []);
    }));

  test('to remove what is configured, or not there', () =>
    withApi(
      async ({ url }) => {
        const remove = (id: string) => fetch(`${url}/api/v1/rules/${id}`, { method: 'DELETE' });
        assert.match(await refusal(await remove('aaa')), /^409 .*only be removed from the configuration/);
        assert.equal(await refusal(await remove('bbb')), '404 There is no rule bbb.');
        const again = await fetch(`${url}/api/v1/rules`);
        const [configured] = ((await again.json()) as RuleList).items;
        assert.equal(configured?.origin, 'configuration');
      },
      { seed: seedRuled },
    ));

  test('whatever a page of another site sends', () =>
    withApi(async ({ url }) => {
      const rule = { text: 'ignore body.a' };
      const foreign = (headers: Readonly<Record<string, string>>, body: unknown = rule) =>
        new Promise<number | undefined>((resolve, reject) => {
          const sent = request(`${url}/api/v1/rules`, { method: 'POST', headers }, (response) => {
            response.resume();
            response.on('end', () => resolve(response.statusCode));
          });
          sent.on('error', reject);
          sent.end(typeof body === 'string' ? body : JSON.stringify(body));
        });
      const { host } = new URL(url);
      assert.equal(await foreign({ ...json, origin: 'https://evil.example' }), 403);
      assert.equal(await foreign({ ...json, origin: 'null' }), 403);
      assert.equal(await foreign({ ...json, origin: `http://${host}.evil.example` }), 403);
      assert.equal(await foreign({ ...json, 'sec-fetch-site': 'cross-site' }), 403);
      assert.equal(await foreign({ ...json, 'sec-fetch-site': 'same-site', origin: `http://${host}` }), 403);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a']) {
        assert.equal(await foreign({ 'content-type': type }), 400, type);
        assert.equal(await foreign({ 'content-type': type }, 'ignore body.a'), 400, type);
      }
      assert.deepEqual(await rulesAt(url), []);
      assert.equal(await foreign({ ...json, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }), 201);
      assert.equal((await rulesAt(url)).length, 1);
    }));
});

/** One exchange from before `body.orders` was learned to be a map and one from after it. */
async function seedLearned(store: Store): Promise<void> {
  const answer = (id: number, total: number) => ({
    kind: 'response' as const,
    status: 200,
    headers: [['content-type', 'application/json']] as const,
    trailers: [],
    body: { kind: 'whole' as const, bytes: Buffer.from(JSON.stringify({ orders: { [id]: { total } } })) },
    ms: 1,
  });
  const stored = (id: number, finding: string, field: string) => ({
    exchange: {
      ...exchange(`s${id}`),
      answers: { primary: answer(id, 1), secondary: answer(id, 1), candidate: answer(id, 2) },
    },
    observations: [{ finding, field, aspect: 'value', case: 'candidate' }] as const,
    places: [{ finding, slot: 'first' }],
  });
  await store.createRun(run('new', 1_700_000_000_000));
  await store.commit(
    batch('new', {
      endpoints: [endpointTally('GET /a', { compared: 2, differing: 2 })],
      findings: [
        findingTally('keyed', 1, { field: 'body.orders["7"].total' }),
        findingTally('folded', 2, { field: 'body.orders.{}.total' }),
      ],
      sets: ['keyed', 'folded'].map((id) => ({ endpoint: 'GET /a', side: 'candidate', findings: [id], count: 1 })),
      samples: [stored(7, 'keyed', 'body.orders["7"].total'), stored(8, 'folded', 'body.orders.{}.total')],
    }),
  );
}

test('a finding from before a map was learned is found under the one that stands for it', () =>
  withApi(
    async ({ url }) => {
      const get = async <T>(path: string) => (await (await fetch(`${url}/api/v1/runs/live/${path}`)).json()) as T;
      const finding = await get<FindingView>('findings/keyed');
      assert.deepEqual([finding.id, finding.supersedes, finding.counts.candidate], ['folded', ['keyed'], 2]);
      for (const id of ['keyed', 'folded']) {
        const { items } = await get<Page<ExchangeSummary>>(`exchanges?finding=${id}`);
        assert.deepEqual(items.map((item) => item.id).sort(), ['s7', 's8']);
      }
      assert.equal((await get<Report>('report')).findings.length, 1);
    },
    { seed: seedLearned },
  ));

describe('a preview', () => {
  const answer = (total: number, at: number) => ({
    kind: 'response' as const,
    status: 200,
    headers: [['content-type', 'application/json']] as const,
    trailers: [],
    body: { kind: 'whole' as const, bytes: Buffer.from(JSON.stringify({ total, at })) },
    ms: 1,
  });
  const seed = async (store: Store): Promise<void> => {
    await seedRuns(store);
    const stored = (id: string, total: number) => ({
      exchange: {
        ...exchange(id),
        answers: { primary: answer(100, 1), secondary: answer(100, 2), candidate: answer(total, 3) },
      },
      observations: [
        { finding: 'aaaaaaaaaaaa', field: 'body.total', aspect: 'value', case: 'candidate' },
        { finding: 'bbbbbbbbbbbb', field: 'body.at', aspect: 'value', case: 'all' },
      ] as const,
      places: [{ finding: 'aaaaaaaaaaaa', slot: `candidate:${id}` }],
    });
    await store.commit(batch('new', { samples: [stored('s1', 101), stored('s2', 110), sample('s3', 'x', 'first')] }));
  };
  const preview = async (url: string, rule: unknown) => {
    const response = await post(`${url}/api/v1/runs/new/rules/preview`, rule);
    assert.equal(response.status, 200);
    return (await response.json()) as RulePreview;
  };

  test('says which findings a rule would touch, regressions first, and changes nothing', () =>
    withApi(
      async ({ url, store }) => {
        const before = await store.changes('new');
        const { exchanges, findings, text } = await preview(url, { text: 'ignore body.*' });
        assert.equal(text, 'ignore body.*');
        assert.equal(exchanges, 6);
        assert.deepEqual(
          findings.map(({ id, class: kind, shown, silenced }) => [id, kind, shown, silenced]),
          [
            ['aaaaaaaaaaaa', 'regression', 4, 2],
            ['bbbbbbbbbbbb', 'noise', 2, 2],
          ],
        );
        const near = await preview(url, { kind: 'tolerance', field: 'body.total', within: '5%' });
        assert.deepEqual(
          near.findings.map(({ field, silenced }) => [field, silenced]),
          [['body.total', 1]],
        );
        const nothing = await preview(url, { text: 'ignore body.other' });
        assert.deepEqual(nothing.findings, []);
        assert.match(nothing.sentence, /it never matched/);
        assert.equal(await store.changes('new'), before);
        assert.deepEqual(await rulesAt(url), []);
      },
      { seed },
    ));

  test('knows the maps that were learned, and counts what was seen before with what came after', () =>
    withApi(
      async ({ url }) => {
        const { findings } = await preview(url, { text: 'ignore body.orders.{}.total' });
        assert.deepEqual(
          findings.map(({ id, field, shown, silenced }) => [id, field, shown, silenced]),
          [['folded', 'body.orders.{}.total', 2, 2]],
        );
        const other = await preview(url, { text: 'ignore body.orders.{}.at' });
        assert.deepEqual(other.findings, []);
      },
      { seed: seedLearned },
    ));

  test('of a run that is not there is refused', () =>
    withApi(async ({ url }) => {
      const response = await post(`${url}/api/v1/runs/none/rules/preview`, { text: 'ignore body.a' });
      assert.equal(response.status, 404);
    }));
});
