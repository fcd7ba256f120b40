import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { differencesText } from '../../server/cli/differences.ts';
import type { Difference } from '../../server/core/compare/differences.ts';

const plain = (width: number) => ({ color: false, width });

const total: Difference = {
  field: 'body.total',
  aspect: 'value',
  case: 'candidate',
  values: { primary: 1, secondary: 1, candidate: '1' },
};
const at: Difference = {
  field: 'body.at',
  aspect: 'value',
  case: 'all',
  values: { primary: 'a', secondary: 'b', candidate: 'c' },
};

test('three answers stand in three columns where there is room', () => {
  assert.equal(
    differencesText([at, total], true, plain(100)),
    `                    primary                    secondary                  candidate
≠ body.total value  1                          1                          "1"
~ body.at value     "a"                        "b"                        "c"

2 differences: 1 of the candidate alone, the rest is noise.
`,
  );
});

test('in a narrow terminal the values stand one below the other', () => {
  assert.equal(
    differencesText([total], true, plain(60)),
    `body.total value  only the candidate
  primary    1
  secondary  1
  candidate  "1"

1 difference, of the candidate alone.
`,
  );
});

test('a long value is cut around the place where it differs', () => {
  const long = 'x'.repeat(500);
  const values = { primary: `${long}old${long}`, candidate: `${long}new${long}` };
  const text = differencesText([{ field: 'body', aspect: 'value', case: 'candidate', values }], false, plain(100));
  assert.match(text, /…x+oldx+…/);
  assert.match(text, /…x+newx+…/);
  assert.ok(text.split('\n').every((line) => line.length <= 100));
});

test('a field longer than its column has a line of its own', () => {
  const field = `body.${'deep.'.repeat(10)}end`;
  const text = differencesText([{ ...total, field }], true, plain(100));
  assert.match(text, new RegExp(`≠ ${field} value\\n {16}1 +1 +"1"\\n`));
});

test('what answers hold cannot steer the terminal', () => {
  const values = { primary: '\u001b[2J', candidate: '\u202eevil' };
  const text = differencesText([{ field: 'body', aspect: 'value', case: 'candidate', values }], false, plain(100));
  assert.ok(!text.includes('\u001b') && !text.includes('\u202e'));
});

test('signs that take two cells keep their columns under each other', () => {
  const values = { primary: '東京都千代田区', candidate: '東京都'.repeat(30) };
  const named: Difference = { field: 'body["名前"]', aspect: 'value', case: 'candidate', values };
  assert.equal(
    differencesText([named, { ...total, values: { primary: 1, candidate: 2 } }], false, plain(76)),
    `                      primary                     candidate
≠ body["名前"] value  "東京都千代田区"            "東京都東京都東京都東京都…
≠ body.total value    1                           2

2 differences.
`,
  );
});

test('lines of a text stand on one line, and a file is its sum and size', () => {
  const text = (values: Difference['values']) =>
    differencesText([{ field: 'body', aspect: 'value', case: 'candidate', values }], false, plain(100));
  assert.match(text({ primary: 'a\nb', candidate: 'a\r\n' }), /a\\nb +a\\r\\n\n/);
  const file = { length: 28, sha256: '0777d87eab24ffff' };
  assert.match(text({ primary: file, candidate: 'x' }), /sha256 0777d87eab24, 28 bytes +x\n/);
});

test('whatever is shown, no line is wider than the terminal', () => {
  const word = fc.stringMatching(/^[a-c東é]{0,200}$/);
  fc.assert(
    fc.property(word, word, fc.integer({ min: 76, max: 120 }), (primary, candidate, width) => {
      const shown = differencesText([{ ...at, values: { primary, candidate } }], false, plain(width));
      const cells = (line: string) => line.replace(/東/g, 'xx').length;
      for (const line of shown.split('\n')) assert.ok(cells(line) <= width, line);
    }),
  );
});
