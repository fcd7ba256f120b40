import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Answer, Exchange } from '../../../server/core/exchange.ts';
import type { Aspect } from '../../../server/core/finding.ts';
import { examplesIn } from '../../../server/core/gate/example.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds, type Example } from '../../../server/core/gate/model.ts';
import { RuleSet } from '../../../server/core/rules/ruling.ts';
import { decoders } from '../../../server/decoders.ts';
import { counts, endpoint, finding, tallies } from './tallies.ts';

const json = (text: string, ms = 5): Answer => ({
  kind: 'response',
  status: 200,
  headers: [['content-type', 'application/json']],
  trailers: [],
  body: { kind: 'whole', bytes: Buffer.from(text) },
  ms,
});

const request: Exchange['request'] = {
  method: 'POST',
  target: '/orders/7',
  headers: [['content-type', 'application/json']],
  body: { kind: 'whole', bytes: Buffer.from('{"a":1}') },
};

function exchange(
  primary: Answer,
  secondary: Answer,
  candidate: Answer,
  part: Partial<Exchange['request']> = {},
): Exchange {
  const answers = { primary, secondary, candidate };
  return { id: 'e1', at: 0, endpoint: 'GET /orders/{id}', request: { ...request, ...part }, answers };
}

function exampleOf(
  given: Exchange,
  field: string,
  aspect: Aspect,
  more: Parameters<typeof examplesIn>[4] = {},
): Example {
  const findings = [finding({ id: 'a', field, aspect, counts: counts(900) })];
  const report = judge(tallies({ endpoints: [endpoint({ compared: 900 })], findings }), defaultThresholds, '0.1.0');
  const [example] = examplesIn(given, report.findings, decoders, undefined, more);
  return example ?? assert.fail();
}

describe('an example', () => {
  test('has the values as they are written', () => {
    const given = exchange(json('{"total":12.50}'), json('{"total":12.50}'), json('{"total":13.00}'));
    const { values, request: asked, exchange: id } = exampleOf(given, 'body.total', 'value');
    assert.deepEqual(values, { primary: '12.50', secondary: '12.50', candidate: '13.00' });
    assert.deepEqual(asked.body, { kind: 'text', text: '{"a":1}' });
    assert.equal(id, 'e1');
  });

  test('says which role had nothing', () => {
    const given = exchange(json('{"a":"x"}'), json('{"a":"x"}'), json('{}'));
    const { values } = exampleOf(given, 'body.a', 'missing');
    assert.deepEqual(values, { primary: '"x"', secondary: '"x"', candidate: '(nothing)' });
  });

  test('shows long values around the place where they differ', () => {
    const long = (end: string) => json(JSON.stringify({ a: `${'x'.repeat(5_000)}${end}` }));
    const { values } = exampleOf(exchange(long('old'), long('old'), long('new')), 'body.a', 'value');
    assert.match(values.candidate ?? '', /^…x+new"$/);
    assert.ok((values.candidate ?? '').length <= 300);
  });

  test('shows times where one was slower, and failures in words', () => {
    const failed: Answer = { kind: 'failure', failure: 'refused', detail: 'connect ECONNREFUSED', ms: 1 };
    const slow = exampleOf(exchange(json('1', 10), json('1', 11.24), json('1', 80)), 'latency', 'latency');
    assert.deepEqual(slow.values, { primary: '10.0 ms', secondary: '11.2 ms', candidate: '80.0 ms' });
    const broken = exampleOf(exchange(json('1'), json('1'), failed), 'failure', 'failure');
    assert.deepEqual(broken.values, {
      primary: 'status 200',
      secondary: 'status 200',
      candidate: 'refused: connect ECONNREFUSED',
    });
  });

  test('names fields as the run has learned them', () => {
    const given = exchange(json('{"m":{"k7":1}}'), json('{"m":{"k7":1}}'), json('{"m":{"k7":2}}'));
    const maps = { isMap: (field: string) => field === 'body.m', fold: () => undefined, saw: () => undefined };
    assert.deepEqual(exampleOf(given, 'body.m.{}', 'value').values, {});
    assert.equal(exampleOf(given, 'body.m.{}', 'value', { maps }).values.candidate, '2');
  });

  test('prefers the place that counted to one that a rule set aside', () => {
    const given = exchange(
      json('[{"s":"x","p":1},{"s":"y","p":5}]'),
      json('[{"s":"x","p":1},{"s":"y","p":5}]'),
      json('[{"s":"x","p":2},{"s":"y","p":9}]'),
    );
    const rule = { kind: 'ignore', field: 'body[].p', when: { field: 'body[].s', is: ['y'] } } as const;
    const ruling = new RuleSet([{ id: 'r', rule }]).over({
      endpoint: given.endpoint,
      at: 0,
      answers: given.answers,
      decoders,
    });
    const report = judge(
      tallies({
        endpoints: [endpoint({ compared: 900 })],
        findings: [finding({ id: 'a', field: 'body[].p', counts: counts(900) })],
      }),
      defaultThresholds,
      '0.1.0',
    );
    assert.equal(examplesIn(given, report.findings, decoders)[0]?.values.candidate, '9');
    assert.equal(examplesIn(given, report.findings, decoders, ruling)[0]?.values.candidate, '2');
  });

  test('survives a document that is nested too deep to write down', () => {
    const deep = `${'['.repeat(50_000)}1.50${']'.repeat(50_000)}`;
    const given = exchange(json(`{"a":${deep}}`), json(`{"a":${deep}}`), json('{"a":1}'));
    assert.equal(exampleOf(given, 'body.a', 'type').values.primary, '(too deep to show)');
  });

  test('keeps bytes that are no text as bytes, and long bodies out', () => {
    const same = [json('{"a":1}'), json('{"a":1}'), json('{"a":2}')] as const;
    const bodyOf = (bytes: Uint8Array, headers: Exchange['request']['headers'] = []) =>
      exampleOf(exchange(...same, { headers, body: { kind: 'whole', bytes } }), 'body.a', 'value').request.body;
    assert.deepEqual(bodyOf(Uint8Array.of(0xff, 0)), { kind: 'octets', hex: 'ff00' });
    assert.deepEqual(bodyOf(Buffer.from('hi'), [['content-encoding', 'br']]), { kind: 'octets', hex: '6869' });
    assert.deepEqual(bodyOf(new Uint8Array(5_000)), { kind: 'long', length: 5_000 });
    assert.deepEqual(bodyOf(new Uint8Array(0)), { kind: 'empty' });
  });
});
