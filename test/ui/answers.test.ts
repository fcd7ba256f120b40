import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AnswerView, BodyView } from '../../server/api/contract.ts';
import { sectionsOf, sidesOf } from '../../ui/src/exchange/answers.ts';
import { counterpart, odds } from '../../ui/src/exchange/odds.ts';

const text = (body: string): BodyView => ({ kind: 'text', text: body, mediaType: 'text/plain', length: body.length });
const answer = (body: BodyView, parts: Partial<Extract<AnswerView, { kind: 'response' }>> = {}): AnswerView => ({
  kind: 'response',
  status: 200,
  headers: [],
  trailers: [],
  body,
  ms: 1,
  ...parts,
});
const refused: AnswerView = { kind: 'failure', failure: 'refused', detail: 'connect ECONNREFUSED', ms: 1 };

describe('the sections of an exchange', () => {
  test('show a failed answer as the odd one out, and nothing of a body it has not', () => {
    const same = answer(text('{"a":1}'));
    const sections = sectionsOf(sidesOf({ primary: same, secondary: same, candidate: refused }));
    assert.deepEqual([sections.outcome.field, sections.outcome.odd], ['failure', 'candidate']);
    assert.deepEqual(sections.outcome.cells[2], { kind: 'note', text: 'failed: refused' });
    assert.deepEqual([sections.body[0]?.differing, sections.body[0]?.cells[2]], [0, 'absent']);
  });

  test('align header lines by name without regard to case, duplicates one by one', () => {
    const sections = sectionsOf(
      sidesOf({
        primary: answer(text(''), {
          headers: [
            ['Set-Cookie', 'a'],
            ['set-cookie', 'b'],
            ['X-A', '1'],
          ],
        }),
        candidate: answer(text(''), {
          headers: [
            ['x-a', '1'],
            ['Set-Cookie', 'a'],
            ['Set-Cookie', 'c'],
          ],
        }),
      }),
    );
    assert.deepEqual(
      sections.headers.map((row) => [row.label, row.field, row.odd]),
      [
        ['set-cookie', 'headers.set-cookie', undefined],
        ['set-cookie #2', 'headers.set-cookie #2', 'differ'],
        ['x-a', 'headers.x-a', undefined],
      ],
    );
  });

  test('compare texts line by line', () => {
    const { reading, body } = sectionsOf(
      sidesOf({
        primary: answer(text('a\nb\n')),
        secondary: answer(text('a\nb\n')),
        candidate: answer(text('a\nnew\nb\n')),
      }),
    );
    assert.equal(reading, 'lines');
    assert.deepEqual(
      body.map((row) => [row.label, row.odd]),
      [
        ['1', undefined],
        ['+2', 'candidate'],
        ['2', undefined],
      ],
    );
  });

  test('compare JSON with what is not JSON as one difference', () => {
    const json = answer(text('{"a":1}'));
    const { body, reading } = sectionsOf(
      sidesOf({ primary: json, secondary: json, candidate: answer(text('<html>')) }),
    );
    assert.deepEqual([reading, body.length, body[0]?.differing], ['tree', 1, 1]);
  });

  test('compare what is binary or too large by length and hash', () => {
    const cut = (sha256: string): AnswerView => answer({ kind: 'cut', length: 9_000_000, sha256 });
    const { body } = sectionsOf(sidesOf({ primary: cut('aa'), secondary: cut('aa'), candidate: cut('bb') }));
    assert.equal(body[0]?.odd, 'candidate');
  });
});

describe('marks', () => {
  const statuses = (...all: readonly number[]) => {
    const [primary = 0, secondary = 0, candidate = 0] = all;
    const of = (status: number) => answer({ kind: 'empty' }, { status });
    const sides = sidesOf({ primary: of(primary), secondary: of(secondary), candidate: of(candidate) });
    const { outcome } = sectionsOf(sides);
    return {
      row: outcome,
      odd: odds(
        outcome,
        sides.map(({ role }) => role),
      ),
    };
  };

  test('stand at the odd one, or at all where none agree', () => {
    assert.deepEqual(statuses(200, 200, 500).odd, [false, false, true]);
    assert.deepEqual(statuses(500, 200, 200).odd, [true, false, false]);
    assert.deepEqual(statuses(200, 404, 500).odd, [true, true, true]);
    assert.deepEqual(statuses(200, 200, 200).odd, [false, false, false]);
  });

  test('are read against a cell that differs', () => {
    const { row, odd } = statuses(500, 200, 200);
    assert.deepEqual(
      [0, 1, 2].map((at) => counterpart(row, odd, at)),
      [row.cells[1], row.cells[0], row.cells[0]],
    );
  });
});
