import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import type { Answers } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { hardAnswers } from '../../support/hard-answers.ts';
import { headed, json, typed } from '../answers.ts';

const found = (answers: Answers, elapsed: () => number) =>
  compareAnswers(answers, decoders, undefined, { elapsed }).map((o) => `${o.field} ${o.aspect} ${o.case}`);

/** A clock that stands still and counts how often it is read: once in some four thousand units of work, and in some 64 KB of a body's parts. */
function standing() {
  const clock = { reads: 0, elapsed: () => 0 * ++clock.reads };
  return clock;
}

/** The budget of one comparison in looks at the clock, and a few looks besides. */
const mostReads = 330;

describe('the work of one comparison is bounded, whatever the answers', () => {
  for (const [name, make] of hardAnswers) {
    test(name, () => {
      const answers = make();
      const clock = standing();
      assert.ok(found(answers, clock.elapsed).length > 0);
      assert.ok(clock.reads <= mostReads, `${clock.reads} reads`);
    });
  }
});

describe('a role with the very bytes of the primary never differs from it', () => {
  for (const [name, make] of hardAnswers) {
    test(name, () => {
      const answers = make();
      const same = { ...answers, candidate: structuredClone(answers.primary) };
      const observations = compareAnswers(same, decoders);
      assert.ok(observations.length > 0);
      assert.deepEqual(new Set(observations.map((o) => o.case)), new Set(['secondary']));
    });
  }
});

describe('without any clock, what the work was enough for is told, and the rest is truncated', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    '20 000 strings, both ends changed': ['body[] value'],
    '5 000 objects reversed': ['body order'],
    'two texts of 200 KB': ['body value'],
    '1 MB of one string': ['body.text value', 'body.text shift'],
    '4 MiB of digits that differ': ['body[] value', 'body[] shift', 'body[] truncated'],
    '4 MiB of lists of copies': ['body[][] value', 'body[][] truncated', 'body[] truncated'],
    '4 MiB of JSON where samples would not look': ['body truncated'],
    '4 MiB of decimals in NDJSON': ['body truncated'],
    '4 MiB of empty objects in NDJSON behind a number': ['body truncated'],
    '4 MiB of decimals in a JSON sequence': ['body truncated'],
    '47 000 names of XML elements': ['body truncated'],
    '49 000 names of a form': ['body truncated'],
    '190 000 instants of MessagePack': ['body truncated'],
    '95 000 keys of CBOR': ['body truncated'],
    '12 000 big numbers of CBOR': ['body truncated'],
    'multipart: 18 XML documents of 45 000 elements': ['body.part[].a.#text value', 'body.part[] truncated'],
    'multipart: 16 HTML pages of 39 000 nodes': ['body.part[] truncated'],
    'multipart: 999 parts of decimals': ['body.part[][] value', 'body.part[][] shift', 'body.part[] truncated'],
    'multipart: 260 parts of 14 KB of parameters': ['body truncated'],
    'multipart: 690 000 almost boundaries': ['body truncated'],
    'an address of 80 000 parameters': ['body.at value', 'body.at shift'],
  };
  for (const [name, expected] of Object.entries(table)) {
    test(name, () => {
      const make = hardAnswers.get(name);
      assert.ok(make !== undefined);
      const seen = compareAnswers(make(), decoders).map(({ field, aspect }) => `${field} ${aspect}`);
      assert.deepEqual(seen.sort(), [...expected].sort());
    });
  }

  test('10 000 levels are told at the level where the name gets too long', () => {
    const [only, ...more] = compareAnswers(hardAnswers.get('10 000 levels of lists')?.() as Answers, decoders);
    assert.deepEqual([only?.aspect, more], ['truncated', []]);
  });
});

describe('when time is up', () => {
  const list = (n: number) => json(Array.from({ length: 20_000 }, (_, i) => ({ id: i, n: n + i })));
  const answers = { primary: list(0), secondary: list(1), candidate: list(2) };

  test('between two bodies none of them is read, and all may differ', () => {
    assert.deepEqual(
      found(answers, () => 1e6),
      ['body truncated all'],
    );
  });

  test('a role with the primary’s very bytes does not differ', () => {
    const { primary, candidate } = answers;
    assert.deepEqual(
      found({ primary, secondary: primary, candidate }, () => 1e6),
      ['body truncated candidate'],
    );
  });

  test('in the walk what was reached is told, and the rest is truncated for all alike', () => {
    let reads = 0;
    const observations = found(answers, () => (++reads > 20 ? 1e6 : 0));
    assert.deepEqual(observations, ['body[].n value all', 'body[] truncated all', 'body[].n shift primary']);
  });

  test('between two parts of a body none of the bodies is read', () => {
    const part = (n: number, i: number) => `--b\r\n\r\n${JSON.stringify([...Array(60_000).fill(i), n])}\r\n`;
    const body = (n: number) => typed('multipart/mixed; boundary=b', `${part(n, 1)}${part(n, 2)}--b--`);
    const same = { primary: body(1), secondary: body(1), candidate: body(2) };
    assert.deepEqual(
      found(same, () => 0),
      ['body.part[][] value candidate'],
    );
    let reads = 0;
    assert.deepEqual(
      found(same, () => (++reads > 1 ? 1e6 : 0)),
      ['body truncated candidate'],
    );
    assert.equal(reads, 2);
  });

  test('that time comes late enough for small answers', () => {
    const small = (n: number) => json({ a: n });
    const same = { primary: small(1), secondary: small(1), candidate: small(2) };
    assert.deepEqual(
      found(same, () => 0),
      ['body.a value candidate'],
    );
  });
});

describe('headers that are longer than anybody reads', () => {
  const long = (n: number) => `${Array.from({ length: 6_000 }, (_, i) => `d${i}=1`).join(', ')}, last=${n}`;
  const names = (primary: number, candidate: number) => {
    const told = (n: number) => headed(['Cache-Control', long(n)], ['X-Other', String(n)]);
    return found({ primary: told(primary), secondary: told(primary), candidate: told(candidate) }, () => 0);
  };

  test('are compared as they stand, and those behind them still by their names', () => {
    assert.deepEqual(names(1, 2), ['headers.cache-control value candidate', 'headers.x-other value candidate']);
  });

  test('do not differ where they are equal', () => {
    assert.deepEqual(names(1, 1), []);
  });
});

test('an address of very many parameters is a text', () => {
  const at = (n: number) => json({ at: `/a?${Array.from({ length: 20_000 }, (_, i) => `p${i}=${n}`).join('&')}` });
  const seen = found({ primary: at(1), secondary: at(1), candidate: at(2) }, () => 0);
  assert.deepEqual(seen, ['body.at value candidate']);
});
