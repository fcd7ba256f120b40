import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { excerptOf, piecesOf } from '../../ui/src/parts/visible.ts';

describe('what would be invisible is named', () => {
  const marks = (text: string, layout = false) =>
    piecesOf(text, layout)
      .map((piece) => (piece.kind === 'mark' ? `<${piece.text}>` : piece.text))
      .join('');

  const cases: readonly [name: string, text: string, shown: string][] = [
    ['a right-to-left override', 'abc\u202egpj.exe', 'abc<U+202E>gpj.exe'],
    ['a zero width space', 'pay\u200bpal', 'pay<U+200B>pal'],
    ['control characters', 'a\u0000\u001bb\u007f', 'a<U+0000><U+001B>b<U+007F>'],
    ['a line feed, which still breaks the line', 'a\nb', 'a<\\n>\nb'],
    ['tab and carriage return', 'a\tb\r', 'a<\\t>b<\\r>'],
    ['half of a surrogate pair', 'a\ud800b', 'a<U+D800>b'],
    ['nothing in an emoji family', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['nothing in Hebrew', 'שלום', 'שלום'],
  ];
  for (const [name, text, shown] of cases) {
    test(name, () => assert.equal(marks(text), shown));
  }

  test('but where layout matters, tabs and line feeds do their work', () => {
    assert.equal(marks('a\tb\nc\r\n', true), 'a\tb\nc<\\r>\n');
  });
});

describe('an excerpt', () => {
  test('marks what is between the common beginning and the common end', () => {
    assert.deepEqual(excerptOf('2026-11-21', '2026-10-21', 100).parts, [
      { text: '2026-1', changed: false },
      { text: '1', changed: true },
      { text: '-21', changed: false },
    ]);
  });

  test('marks nothing where next to nothing is shared', () => {
    assert.deepEqual(excerptOf('abcdef', 'xyz', 100).parts, [{ text: 'abcdef', changed: false }]);
  });

  test('of a long text is around the difference and says what it left out', () => {
    const text = `${'x'.repeat(1_000_000)}Y${'x'.repeat(1_000_000)}`;
    const { before, after, parts } = excerptOf(text, text.replace('Y', 'Z'), 400);
    const length = parts.reduce((sum, part) => sum + part.text.length, 0);
    assert.equal(length, 400);
    assert.equal(before + length + after, text.length);
    assert.deepEqual(
      parts.find(({ changed }) => changed),
      { text: 'Y', changed: true },
    );
  });

  test('of a text equal to its reference starts at the beginning', () => {
    const text = 'x'.repeat(1000);
    assert.deepEqual(excerptOf(text, text, 10), {
      before: 0,
      after: 990,
      parts: [{ text: 'x'.repeat(10), changed: false }],
    });
  });

  test('does not cut an emoji in two', () => {
    assert.equal(excerptOf(`${'x'.repeat(9)}😀tail`, undefined, 10).parts[0]?.text, 'x'.repeat(9));
  });
});
