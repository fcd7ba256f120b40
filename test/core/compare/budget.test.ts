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

describe('the work of one comparison is bounded, whatever the answers', () => {
  for (const [name, make] of hardAnswers) {
    test(name, () => {
      const clock = standing();
      assert.ok(found(make(), clock.elapsed).length > 0);
      assert.ok(clock.reads <= 400, `${clock.reads} reads`);
    });
  }
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
