import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindingClass, ReportEndpoint, ReportFinding } from '../../server/api/contract.ts';
import { endpointTable } from '../../ui/src/endpoints/sort.ts';
import { classAt, classesByField } from '../../ui/src/exchange/observed.ts';
import { filterFindings, foldCauses, lookFirst } from '../../ui/src/findings/filter.ts';

function finding(id: string, endpoint: string, name: FindingClass, cause = id): ReportFinding {
  const none = { agree: 0, candidate: 0, secondary: 0, primary: 0, all: 0 };
  const rest = {
    flags: [],
    oddCopy: null,
    confirmed: { tries: 0, candidate: 0, secondary: 0 },
    counts: none,
    patterns: {},
    logE: 0,
    delta: { value: 0, low: 0, high: 0 },
    triage: null,
    needs: null,
  };
  const seen = {
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-01T00:00:00Z',
    examples: [],
    rules: [],
    accept: null,
    supersedes: [],
    where: [],
  };
  const votes = { votes: { candidate: 0, secondary: 0 }, blocks: { candidate: 0, secondary: 0 }, clustered: false };
  const diffy = { raw: 0, noise: 0, flagged: false };
  const others = { classes: { evidence: name, diffy: name }, ebh: false };
  return {
    id,
    endpoint,
    field: 'status',
    aspect: 'value',
    cause,
    class: name,
    sentence: '',
    diffy,
    ...rest,
    ...votes,
    ...others,
    ...seen,
  };
}

function endpoint(name: string, compared: number, differing: number, p95: number | null): ReportEndpoint {
  const intervals = { p50: null, p95: null, p99: null };
  const quantiles = { count: compared, p50: p95, p95, p99: null, intervals };
  const failures = { primary: 0, secondary: 0, candidate: 0 };
  const latencyMs = { primary: quantiles, secondary: quantiles, candidate: quantiles };
  return { endpoint: name, compared, differing, failures, latencyMs, folded: 0 };
}

const findings = [
  finding('1', 'GET /a', 'noise'),
  finding('2', 'GET /a', 'regression'),
  finding('3', 'GET /b', 'unexplained'),
  finding('4', 'GET /c', 'noise'),
];

describe('the list of findings', () => {
  test('keeps what the URL asks for and counts each class at that endpoint', () => {
    const { shown, perClass, total, endpoints } = filterFindings(findings, { class: 'noise', endpoint: 'GET /a' });
    assert.deepEqual(
      shown.map(({ id }) => id),
      ['1'],
    );
    assert.deepEqual([perClass.noise, perClass.regression, perClass.unexplained, total], [1, 1, 0, 2]);
    assert.deepEqual(endpoints, ['GET /a', 'GET /b', 'GET /c']);
  });

  test('puts regressions first, then what is unexplained, and leaves the rest', () => {
    assert.deepEqual(
      lookFirst(findings, 5).map(({ finding: { id } }) => id),
      ['2', '3'],
    );
    assert.deepEqual(
      lookFirst(findings, 1).map(({ finding: { id } }) => id),
      ['2'],
    );
  });
});

describe('findings that always occur together', () => {
  const one = finding('1', 'GET /a', 'regression');
  const etag = finding('2', 'GET /a', 'unexplained', '1');
  const date = finding('3', 'GET /a', 'regression', '1');
  const other = finding('4', 'GET /a', 'regression');
  const rows = (shown: readonly ReportFinding[]) =>
    foldCauses(shown).map((row) => [row.finding.id, row.withIt.map(({ id }) => id).join()]);

  test('share the row of the one that says most', () => {
    assert.deepEqual(rows([one, date, other, etag]), [
      ['1', '3,2'],
      ['4', ''],
    ]);
  });
  test('have a row of their own where that one is filtered out', () => {
    assert.deepEqual(rows([etag, other]), [
      ['2', ''],
      ['4', ''],
    ]);
  });
});

describe('the table of endpoints', () => {
  const endpoints = [
    endpoint('GET /d', 9, 0, null),
    endpoint('GET /c', 10, 9, 3),
    endpoint('GET /b', 10, 1, 7),
    endpoint('GET /a', 99, 5, 5),
  ];
  const order = (search: Parameters<typeof endpointTable>[2]) =>
    endpointTable(endpoints, findings, search)
      .rows.map((row) => row.endpoint.endpoint.slice(-1))
      .join('');

  test('has the worst first', () => assert.equal(order({}), 'abcd'));
  test('sorts by name', () => assert.equal(order({ sort: 'endpoint' }), 'abcd'));
  test('sorts by how many were compared', () => assert.equal(order({ sort: 'compared' }), 'abcd'));
  test('sorts by the share that differs', () => assert.equal(order({ sort: 'differing' }), 'cbad'));
  test('sorts by latency, unknown last', () => assert.equal(order({ sort: 'p95' }), 'bacd'));

  test('hides endpoints with nothing but noise, and says how many', () => {
    assert.equal(order({ noise: 'hide' }), 'abd');
    assert.equal(endpointTable(endpoints, findings, { noise: 'hide' }).hidden, 1);
  });
});

test('a row has the class of the worst finding at its field, a header that of its parameters too', () => {
  const observed = [
    { field: 'body.a', aspect: 'value', case: 'all', finding: '1' },
    { field: 'body.a', aspect: 'type', case: 'candidate', finding: '2' },
    { field: 'headers.content-type.charset', aspect: 'value', case: 'candidate', finding: '3' },
  ] as const;
  const classes = classesByField(observed, findings);
  assert.equal(classAt(classes, 'body.a'), 'regression');
  assert.equal(classAt(classes, 'headers.content-type'), 'unexplained');
  assert.equal(classAt(classes, 'body'), undefined);
});
