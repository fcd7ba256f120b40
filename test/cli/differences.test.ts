import assert from 'node:assert/strict';
import { test } from 'node:test';
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
    differencesText([total, at], true, plain(100)),
    `                                  primary               secondary             candidate
≠ body.total value                1                     1                     "1"
~ body.at value                   "a"                   "b"                   "c"

2 differences: 1 of the candidate alone, 1 noise.
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

1 difference: 1 of the candidate alone, 0 noise.
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
  assert.match(text, new RegExp(`≠ ${field} value\\n {34}1 +1 +"1"\\n`));
});

test('what answers hold cannot steer the terminal', () => {
  const values = { primary: '\u001b[2J', candidate: '\u202eevil' };
  const text = differencesText([{ field: 'body', aspect: 'value', case: 'candidate', values }], false, plain(100));
  assert.ok(!text.includes('\u001b') && !text.includes('\u202e'));
});
