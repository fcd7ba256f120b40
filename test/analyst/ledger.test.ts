import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { caps, type Entry, Ledger, overflowSet } from '../../server/analyst/ledger.ts';
import { emptyBody, type Failure, type Response } from '../../server/core/exchange.ts';
import { type Aspect, type Case, cases, type Likeness, type Observation } from '../../server/core/finding.ts';
import { bucketOf } from '../../server/core/noise/sketch.ts';

const idOf = (endpoint: string, field: string, aspect: Aspect): string =>
  `${endpoint}|${field}|${aspect}`.replaceAll(' ', '');

const ledger = (): Ledger => new Ledger(0.05, idOf, undefined);

const saw = (odd: Case, field = 'body.a', aspect: Aspect = 'value'): Observation => ({ field, aspect, case: odd });

function entry(observations: readonly Observation[], parts: Partial<Entry> = {}): Entry {
  return { endpoint: 'GET /a', at: 1000, ms: [1, 1, 1], observations, ...parts };
}

function addTimes(to: Ledger, times: number, what: Entry): void {
  for (let i = 0; i < times; i++) to.add(what);
}

describe('an exchange is counted by who was the odd one', () => {
  const table: readonly [Case, differing: number][] = [
    ['candidate', 1],
    ['secondary', 0],
    ['primary', 1],
    ['all', 1],
  ];
  for (const [odd, differing] of table) {
    test(odd, () => {
      const books = ledger();
      books.add(entry([saw(odd)]));
      const { endpoints, findings } = books.pending();
      assert.deepEqual(findings[0]?.counts, { candidate: 0, secondary: 0, primary: 0, all: 0, [odd]: 1 });
      assert.equal(endpoints[0]?.compared, 1);
      assert.equal(endpoints[0]?.differing, differing);
    });
  }

  test('nobody: it agrees, which is stored as the exchange alone', () => {
    const books = ledger();
    books.add(entry([]));
    const { endpoints, findings, sets } = books.pending();
    assert.equal(endpoints[0]?.compared, 1);
    assert.equal(endpoints[0]?.differing, 0);
    assert.deepEqual([findings, sets], [[], []]);
  });
});

test('slower answers are a finding but no difference', () => {
  const books = ledger();
  books.add(entry([saw('candidate', 'latency', 'latency')]));
  const { endpoints, findings, sets } = books.pending();
  assert.equal(endpoints[0]?.differing, 0);
  assert.equal(findings[0]?.counts.candidate, 1);
  assert.deepEqual(sets, []);
});

test('findings are ranked in the order seen, across endpoints and batches', () => {
  const books = ledger();
  books.add(entry([saw('all', 'body.z'), saw('all', 'body.a')]));
  books.settle();
  books.add(entry([saw('all', 'body.a')], { endpoint: 'GET /b' }));
  books.add(entry([saw('all', 'body.a')]));
  const ranks = books.pending().findings.map(({ endpoint, field, rank }) => [endpoint, field, rank]);
  assert.deepEqual(ranks, [
    ['GET /b', 'body.a', 3],
    ['GET /a', 'body.a', 2],
  ]);
});

test('what only the candidate does is counted by what it comes down to, where all that folds together comes down to that', () => {
  const books = ledger();
  const like = (pattern: Likeness, found: Case = 'candidate') => ({ ...saw(found), pattern });
  addTimes(books, 3, entry([like('case')]));
  books.add(entry([like('rounding')]));
  books.add(entry([like('case', 'secondary')]));
  books.add(entry([like('case'), like('rounding')]));
  books.add(entry([saw('candidate')]));
  const [finding] = books.pending().findings;
  assert.deepEqual(finding?.patterns, { case: 3, rounding: 1 });
  assert.equal(finding?.counts.candidate, 6);
  books.settle();
  books.add(entry([like('case')]));
  assert.deepEqual(books.pending().findings[0]?.patterns, { case: 1 });
});

test('a finding keeps when it was seen first and last', () => {
  const books = ledger();
  for (const at of [5, 9, 7]) books.add(entry([saw('all')], { at }));
  const [finding] = books.pending().findings;
  assert.deepEqual([finding?.firstSeen, finding?.lastSeen], [5, 9]);
});

describe('the latch', () => {
  test('closes when the evidence suffices, and never opens again', () => {
    const books = ledger();
    addTimes(books, 3, entry([saw('candidate')]));
    assert.equal(books.pending().findings[0]?.latched, false);
    addTimes(books, 27, entry([saw('candidate')]));
    assert.equal(books.pending().findings[0]?.latched, true);
    books.settle();
    addTimes(books, 1000, entry([saw('secondary')]));
    assert.equal(books.pending().findings[0]?.latched, true);
  });

  test('needs more for a finding seen later', () => {
    const books = ledger();
    books.add(entry(Array.from({ length: 50 }, (_, i) => saw('all', `body.f${i}`))));
    addTimes(books, 10, entry([saw('candidate', 'body.f0'), saw('candidate', 'body.f49')]));
    const latched = (field: string) => books.pending().findings.find((f) => f.field === field)?.latched;
    assert.deepEqual([latched('body.f0'), latched('body.f49')], [true, false]);
  });

  test('opens again when what closed it was lost', () => {
    const books = ledger();
    addTimes(books, 30, entry([saw('candidate')]));
    assert.equal(books.pending().findings[0]?.latched, true);
    books.lose();
    books.add(entry([saw('candidate')]));
    assert.equal(books.pending().findings[0]?.latched, false);
  });
});

describe('the same request', () => {
  const asked = (odd: Case, request: number, second = 0) => entry([saw(odd)], { request, at: second * 1000 });

  test('votes once in a time block, whatever it says after that, and is counted each time', () => {
    const books = ledger();
    addTimes(books, 30, asked('candidate', 7));
    books.add(asked('secondary', 7, 3));
    books.add(asked('secondary', 8, 4));
    books.add(asked('candidate', 7, 12));
    const [finding] = books.pending().findings;
    assert.deepEqual(finding?.votes, { candidate: 2, secondary: 1 });
    assert.deepEqual(finding?.counts, { candidate: 31, secondary: 2, primary: 0, all: 0 });
    assert.equal(finding?.latched, false);
  });

  test('votes for each finding of its own, and always where requests are not told apart', () => {
    const books = ledger();
    addTimes(books, 2, entry([saw('candidate'), saw('candidate', 'body.b')], { request: 7 }));
    addTimes(books, 5, entry([saw('candidate', 'body.c')]));
    assert.deepEqual(
      books.pending().findings.map(({ votes }) => votes.candidate),
      [1, 1, 5],
    );
  });
});

describe('what comes in bursts', () => {
  test('does not latch by exchanges alone, but by time blocks as well', () => {
    const books = ledger();
    addTimes(books, 300, entry([]));
    addTimes(books, 40, entry([saw('candidate')]));
    assert.equal(books.pending().findings[0]?.latched, false);
    for (let block = 1; block <= 9; block++) {
      addTimes(books, 300, entry([], { at: block * 10_000 }));
      addTimes(books, 5, entry([saw('candidate')], { at: block * 10_000 }));
    }
    assert.equal(books.pending().findings[0]?.latched, true);
  });

  test('is told by the gaps, and a gap that was lost is taken back', () => {
    const books = ledger();
    addTimes(books, 4, entry([]));
    addTimes(books, 2, entry([saw('candidate')]));
    assert.deepEqual(books.pending().findings[0]?.spacing.candidate, { count: 2, exchanges: 6, squares: 26 });
    books.settle();
    books.add(entry([saw('candidate')]));
    books.lose();
    books.add(entry([saw('all')]));
    assert.deepEqual(books.pending().findings[0]?.spacing.candidate, { count: 0, exchanges: 0, squares: 0 });
  });
});

test('which way a number went is no difference, and stands in no set', () => {
  const books = ledger();
  books.add(entry([saw('candidate', 'body.a', 'shift')]));
  const { endpoints, findings, sets } = books.pending();
  assert.deepEqual([endpoints[0]?.differing, findings[0]?.counts.candidate, sets], [0, 1, []]);
});

describe('time blocks vote once each', () => {
  const at = (second: number): Partial<Entry> => ({ at: second * 1000 });
  const blocksAfter = (...seen: readonly (readonly [Case, second: number])[]) => {
    const books = ledger();
    for (const [odd, second] of seen) books.add(entry([saw(odd)], at(second)));
    return books.pending().findings[0]?.blocks;
  };

  test('for whoever was the odd one more often, once the next has begun', () => {
    const candidateLeads = [
      ['candidate', 1],
      ['secondary', 2],
      ['candidate', 3],
    ] as const;
    assert.deepEqual(blocksAfter(...candidateLeads), { candidate: 0, secondary: 0 });
    assert.deepEqual(blocksAfter(...candidateLeads, ['secondary', 11]), { candidate: 1, secondary: 0 });
    assert.deepEqual(blocksAfter(...candidateLeads, ['secondary', 11], ['all', 25]), { candidate: 1, secondary: 1 });
  });

  test('not at all when they were even', () => {
    assert.deepEqual(blocksAfter(['candidate', 1], ['secondary', 2], ['all', 11]), { candidate: 0, secondary: 0 });
  });
});

describe('sets of findings', () => {
  test('are counted for each exchange and side, whatever the order of the findings', () => {
    const books = ledger();
    books.add(entry([saw('candidate', 'body.b'), saw('candidate', 'body.a'), saw('secondary', 'body.c')]));
    books.add(entry([saw('candidate', 'body.a'), saw('candidate', 'body.b')]));
    books.add(entry([saw('all', 'body.a'), saw('primary', 'body.b')]));
    assert.deepEqual(books.pending().sets, [
      { endpoint: 'GET /a', side: 'candidate', findings: ['GET/a|body.a|value', 'GET/a|body.b|value'], count: 2 },
      { endpoint: 'GET /a', side: 'secondary', findings: ['GET/a|body.c|value'], count: 1 },
    ]);
  });
});

describe('what traffic may make is bounded', () => {
  test('endpoints beyond the cap fold into "other"; those known before go on', () => {
    const books = ledger();
    for (let i = 0; i < caps.endpoints + 5; i++) books.add(entry([saw('all')], { endpoint: `GET /${i}` }));
    books.add(entry([saw('all')], { endpoint: 'GET /0' }));
    const { endpoints, findings } = books.pending();
    const compared = new Map(endpoints.map((e) => [e.endpoint, e.compared]));
    assert.equal(endpoints.length, caps.endpoints + 1);
    assert.equal(compared.get('other'), 5);
    assert.equal(compared.get('GET /0'), 2);
    assert.equal(findings.length, caps.endpoints + 1);
  });

  test('findings beyond the cap fold into "body truncated", in which an exchange is still one vote', () => {
    const books = ledger();
    const many = Array.from({ length: caps.findings }, (_, i) => saw('all', `body.f${i}`));
    books.add(entry(many));
    const counted = books.add(entry([saw('candidate', 'body.x'), saw('candidate', 'body.y'), saw('all', 'body.f0')]));
    books.add(entry([saw('candidate', 'body.x'), saw('secondary', 'body.y')]));
    const { findings } = books.pending();
    assert.equal(findings.length, caps.findings + 1);
    const folded = findings.find(({ aspect }) => aspect === 'truncated');
    assert.deepEqual([folded?.field, folded?.counts], ['body', { candidate: 1, secondary: 0, primary: 0, all: 1 }]);
    assert.deepEqual(
      counted.map(({ field, seen }) => [field, seen]),
      [
        ['body', 1],
        ['body.f0', 2],
      ],
    );
  });

  test('time taken never folds into what was compared', () => {
    const books = ledger();
    books.add(entry(Array.from({ length: caps.findings }, (_, i) => saw('all', `body.f${i}`))));
    books.add(entry([saw('candidate', 'latency', 'latency')]));
    const { findings, endpoints } = books.pending();
    assert.equal(findings.at(-1)?.aspect, 'latency');
    assert.equal(endpoints[0]?.differing, 1);
  });

  test('sets beyond the cap count as one', () => {
    const books = ledger();
    const fields = Array.from({ length: 70 }, (_, i) => `body.f${i}`);
    const pairs = fields.flatMap((one, i) => fields.slice(i + 1).map((two) => [one, two]));
    const more = caps.sets + 100;
    for (const pair of pairs.slice(0, more)) books.add(entry(pair.map((field) => saw('candidate', field))));
    const { sets } = books.pending();
    assert.equal(sets.length, caps.sets + 1);
    assert.equal(sets.find(({ findings }) => findings[0] === overflowSet)?.count, 100);
    assert.equal(
      sets.reduce((sum, { count }) => sum + count, 0),
      more,
    );
  });
});

describe('what the store refuses for good', () => {
  test('is taken back and counted as lost; what was not compared anyway keeps its reason', () => {
    const books = ledger();
    addTimes(books, 2, entry([saw('candidate')]));
    books.settle();
    addTimes(books, 3, entry([saw('candidate')]));
    books.add(entry([], { endpoint: 'GET /b' }));
    books.skip('overload', 7);
    assert.equal(books.lose(), 4);
    assert.equal(books.empty, false);
    assert.deepEqual(books.pending(), {
      notCompared: { overload: 7, storeLost: 4 },
      endpoints: [],
      findings: [],
      sets: [],
      ruleHits: [],
      attributes: [],
      minutes: [],
    });
    assert.equal(books.add(entry([saw('candidate')]))[0]?.seen, 3);
    assert.equal(books.pending().findings[0]?.rank, 1);
  });

  test('a finding that was lost with it is the first of its kind when it comes again', () => {
    const books = ledger();
    assert.equal(books.add(entry([saw('all')]))[0]?.first, true);
    assert.equal(books.add(entry([saw('candidate')]))[0]?.first, false);
    books.lose();
    assert.equal(books.add(entry([saw('candidate')]))[0]?.first, true);
  });
});

test('times of answers are counted, those of failures are not: they are counted as failures', () => {
  const books = ledger();
  const answer: Response = { kind: 'response', status: 200, headers: [], trailers: [], body: emptyBody, ms: 5 };
  const failure: Failure = { kind: 'failure', failure: 'timeout', detail: '', ms: 30_000 };
  const answers = { primary: answer, secondary: answer, candidate: failure };
  books.add(entry([saw('candidate', 'failure', 'failure')], { ms: [5, 6, 30_000], answers }));
  books.add(entry([], { ms: [5, undefined, 7] }));
  const [tally] = books.pending().endpoints;
  assert.deepEqual(tally?.failures, { primary: {}, secondary: {}, candidate: { timeout: 1 } });
  assert.deepEqual(tally?.latency, {
    primary: { [bucketOf(5)]: 2 },
    secondary: { [bucketOf(6)]: 1 },
    candidate: { [bucketOf(7)]: 1 },
  });
});

test('times are counted by the minute too, until they are stored', () => {
  const books = ledger();
  books.add(entry([], { at: 60_000, ms: [5, 5, 7] }));
  books.add(entry([], { at: 119_999, ms: [5, 5, 7] }));
  books.add(entry([], { at: 120_000, ms: [5, 5, 7] }));
  const candidate = books.pending().minutes?.filter(({ role }) => role === 'candidate');
  assert.deepEqual(
    candidate?.map(({ minute, latency }) => [minute, latency]),
    [
      [1, { [bucketOf(7)]: 2 }],
      [2, { [bucketOf(7)]: 1 }],
    ],
  );
  books.settle();
  assert.deepEqual(books.pending().minutes, []);
});

test('an answer with a status of 500 or above is counted apart from failures', () => {
  const books = ledger();
  const answer = (status: number): Response => ({
    ...{ kind: 'response', status, headers: [], trailers: [] },
    ...{ body: emptyBody, ms: 5 },
  });
  const answers = { primary: answer(499), secondary: answer(200), candidate: answer(503) };
  books.add(entry([saw('candidate')], { ms: [5, 5, 5], answers }));
  assert.deepEqual(books.pending().endpoints[0]?.failures, { primary: {}, secondary: {}, candidate: { '5xx': 1 } });
});

test('a bug while an exchange is counted leaves none of it behind', () => {
  const books = new Ledger(
    0.05,
    () => {
      throw new Error('a bug');
    },
    undefined,
  );
  assert.throws(() => books.add(entry([saw('candidate')])));
  assert.equal(books.empty, true);
});

describe('a request that was sent again', () => {
  const endpoint = 'GET /a';
  const id = idOf(endpoint, 'body.a', 'value');
  const again = (to: Ledger, observations: readonly Observation[], findings = [id]) =>
    to.repeat({ endpoint, observations, findings });

  test('counts for the findings it was sent for, and for nothing else', () => {
    const books = ledger();
    books.add(entry([saw('candidate'), saw('candidate', 'body.b')]));
    books.settle();
    again(books, [saw('candidate'), saw('candidate', 'body.b'), saw('candidate', 'body.new')]);
    again(books, [saw('secondary')]);
    again(books, []);
    const { endpoints, findings, sets, notCompared } = books.pending();
    assert.deepEqual([endpoints, sets, notCompared], [[], [], {}]);
    assert.deepEqual(
      findings.map(({ field, counts, confirmed }) => [field, counts.candidate, confirmed]),
      [['body.a', 0, { tries: 3, candidate: 1, secondary: 1 }]],
    );
    assert.ok(!books.empty);
  });

  test('may close the latch, and says nothing new of when the finding was seen', () => {
    const books = ledger();
    books.add(entry([saw('candidate')], { at: 5000 }));
    books.settle();
    for (let i = 0; i < 7; i++) again(books, [saw('candidate')]);
    const [finding] = books.pending().findings;
    assert.deepEqual([finding?.latched, finding?.lastSeen], [true, 0]);
  });

  test('is taken back when it was lost', () => {
    const books = ledger();
    books.add(entry([saw('candidate')]));
    books.settle();
    for (let i = 0; i < 7; i++) again(books, [saw('candidate')]);
    books.pending();
    assert.equal(books.lose(), 0);
    again(books, [saw('candidate')]);
    const [finding] = books.pending().findings;
    assert.deepEqual([finding?.latched, finding?.confirmed.tries], [false, 1]);
  });

  test('says nothing of a finding that is another since a map was learned', () => {
    const books = ledger();
    books.add(entry([saw('candidate', 'body.m["1"].a')]));
    books.fold(endpoint, ['body.m'], 1);
    books.settle();
    again(books, [saw('candidate', 'body.m.{}.a')], [idOf(endpoint, 'body.m["1"].a', 'value')]);
    assert.deepEqual(books.pending().findings, []);
  });
});

test('every case has its counter', () => {
  const books = ledger();
  for (const odd of cases) books.add(entry([saw(odd)]));
  assert.deepEqual(books.pending().findings[0]?.counts, { candidate: 1, secondary: 1, primary: 1, all: 1 });
});
