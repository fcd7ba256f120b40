import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { alignCells, type Cell } from '../../ui/src/exchange/align.ts';
import { parseTree } from '../../ui/src/exchange/json.ts';
import { linesInView } from '../../ui/src/exchange/rows.ts';

function view(old: string, candidate: string, { only = false, toggled = [] as readonly string[] } = {}) {
  const cells = [old, old, candidate].map((source): Cell => parseTree(source) ?? assert.fail(source));
  const { children } = alignCells(cells, { path: 'body', field: 'body', label: 'body' });
  return linesInView(children, { onlyDifferences: only, toggled: new Set(toggled) });
}

const shown = (lines: ReturnType<typeof view>): readonly string[] =>
  lines.map((line) => `${' '.repeat(line.depth)}${line.kind === 'row' ? line.row.label : `${line.rows.length} alike`}`);

describe('the lines in view', () => {
  const old = '{"a":1,"b":2,"c":{"d":1,"e":2,"f":3},"g":4}';
  const candidate = '{"a":1,"b":2,"c":{"d":1,"e":9,"f":3},"g":4}';

  test('show differing rows opened and runs of equal rows folded', () => {
    assert.deepEqual(shown(view(old, candidate)), ['2 alike', 'c', ' d', ' e', ' f', 'g']);
  });

  test('leave equal rows out on request', () => {
    assert.deepEqual(shown(view(old, candidate, { only: true })), ['c', ' e']);
  });

  test('open a fold and close a row that a person pressed', () => {
    const toggled = view(old, candidate).flatMap((line) =>
      line.kind === 'fold' ? [line.path] : line.row.label === 'c' ? [line.row.path] : [],
    );
    assert.deepEqual(shown(view(old, candidate, { toggled })), ['a', 'b', 'c', 'g']);
  });

  test('do not open an object that is missing on one side: that is one difference', () => {
    assert.deepEqual(shown(view('{"a":{"b":1,"c":2}}', '{}')), ['a']);
  });

  test('are few where nothing differs', () => {
    assert.deepEqual(shown(view(old, old)), ['4 alike']);
  });
});
