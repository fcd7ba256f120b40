import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookOf } from '../../server/config/terminal.ts';

/** The look with only these of the variables that matter. */
function look(stream: Parameters<typeof lookOf>[0], variables: Readonly<Record<string, string>> = {}) {
  const before = process.env;
  process.env = { ...variables };
  try {
    return lookOf(stream);
  } finally {
    process.env = before;
  }
}

const terminal = { isTTY: true, columns: 90 };

test('a terminal is coloured and as wide as it is', () => {
  assert.deepEqual(look(terminal), { color: true, width: 90 });
});

test('a file is plain', () => {
  assert.deepEqual(look({}), { color: false, width: 100 });
});

test('NO_COLOR and a dumb terminal have no colours, FORCE_COLOR has them anywhere', () => {
  assert.equal(look(terminal, { NO_COLOR: '1' }).color, false);
  assert.equal(look(terminal, { NO_COLOR: '' }).color, true);
  assert.equal(look(terminal, { TERM: 'dumb' }).color, false);
  assert.equal(look({}, { FORCE_COLOR: '1' }).color, true);
  assert.equal(look({}, { FORCE_COLOR: '0' }).color, false);
});

test('the width stays readable', () => {
  assert.equal(look({ isTTY: true, columns: 10 }).width, 40);
  assert.equal(look({ isTTY: true, columns: 400 }).width, 120);
});
