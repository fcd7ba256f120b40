import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compilePattern, isMatch, unmasked } from '../../../server/core/rules/pattern.ts';

describe('of two texts under a mask', () => {
  const table: readonly (readonly [says: string, pattern: string, one: string, two: string, alike: boolean])[] = [
    ['what matches is masked', 'token=\\w+', 'a?token=1', 'a?token=22', true],
    ['what does not match counts', 'token=\\w+', 'a?token=1', 'b?token=22', false],
    ['a group counts', 'id-(\\d+)-\\w+', 'id-7-x', 'id-7-y', true],
    ['a group differs', 'id-(\\d+)-\\w+', 'id-7-x', 'id-8-x', false],
    ['every match is masked', '\\d+', '1 of 2', '3 of 44', true],
    ['one match more is another text', '\\d', '1', '12', false],
    ['a group that took no part is not an empty one', 'a(b)?(c)?', 'ab', 'ac', false],
    ['only one of them matches', '^\\d+$', '12', 'x', false],
    ['a dot is any sign, a line break too', 'at .*$', 'at 1\n2', 'at 3', true],
    ['groups do not run into each other', '(\\w)(\\w*)-', 'ab-', 'a-b', false],
    ['text beside a group does not pass for it', '<(\\w*)>', 'a<b>', '<a>b', false],
    ['signs beyond the basic plane are whole', '^.$', '😀', '😁', true],
  ];
  for (const [says, pattern, one, two, alike] of table) {
    test(says, () => {
      const compiled = compilePattern(pattern);
      assert.equal((unmasked(compiled, one) ?? one) === (unmasked(compiled, two) ?? two), alike);
    });
  }

  test('a text too long is taken as it is', () => {
    assert.equal(unmasked(compilePattern('a'), 'a'.repeat(20_000)), undefined);
    assert.ok(!isMatch(compilePattern('a'), 'a'.repeat(20_000)));
  });

  test('a match does not depend on the one before', () => {
    const compiled = compilePattern('a');
    assert.ok(isMatch(compiled, 'ba'));
    assert.ok(isMatch(compiled, 'a'));
  });
});

describe('a pattern that takes others for ever ends on a text that does not match', () => {
  const hostile = ['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){20}$', '(a*)*$', '.*.*=.*', '(?:[a-z]+)*$'];
  for (const pattern of hostile) {
    test(pattern, () => {
      // 5 000 characters would take a backtracking engine longer than the universe has existed.
      const text = `${'a'.repeat(5_000)}!`;
      assert.equal(isMatch(compilePattern(`^${pattern}#`), text), false);
    });
  }
});

test('what is no regular expression is refused with the reason', () => {
  for (const pattern of ['([', '(', 'a**', '(?=a)b', '(a)\\1', '']) {
    assert.throws(() => compilePattern(pattern), /^RangeError: expected a regular expression/);
  }
  assert.throws(() => compilePattern('a'.repeat(2_000)), /at most 1000 characters/);
});
