import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { alignCells, type Cell, oddOf, type Row } from '../../ui/src/exchange/align.ts';
import { parseTree } from '../../ui/src/exchange/json.ts';

function rows(...sources: readonly string[]): Row {
  const cells = sources.map((source): Cell => parseTree(source) ?? assert.fail(source));
  return alignCells(cells, { path: 'body', field: 'body', label: 'body' });
}

/** `field odd` of every row that differs itself, from the top. */
function differences(row: Row): readonly string[] {
  const own = row.odd === undefined ? [] : [`${row.field}${row.order ? ' order' : ''} ${row.odd}`];
  return [...own, ...row.children.flatMap(differences)];
}

describe('the odd one out', () => {
  const cases: readonly [keys: readonly string[], odd: string | undefined][] = [
    [['a', 'a', 'a'], undefined],
    [['a', 'a', 'b'], 'candidate'],
    [['a', 'b', 'a'], 'secondary'],
    [['b', 'a', 'a'], 'primary'],
    [['a', 'b', 'c'], 'all'],
    [['a', 'b'], 'differ'],
    [['a', 'a'], undefined],
    [['a', 'absent', 'b'], 'differ'],
    [['a', 'absent', 'a'], undefined],
    [['absent', 'absent', 'a'], undefined],
  ];
  for (const [keys, odd] of cases) {
    test(`of ${keys.join(', ')} is ${odd ?? 'nobody'}`, () => assert.equal(oddOf(keys), odd));
  }
});

describe('three answers as one tree', () => {
  const cases: readonly [name: string, sources: readonly string[], differences: readonly string[]][] = [
    ['equal ones do not differ', ['{"a":[1]}', '{"a":[1]}', '{"a":[1]}'], []],
    ['the order of names is no difference', ['{"a":1,"b":2}', '{"b":2,"a":1}', '{"a":1,"b":2}'], []],
    ['a value of the candidate alone', ['{"a":1}', '{"a":1}', '{"a":2}'], ['body.a candidate']],
    ['2^53 and 2^53+1', ['9007199254740992', '9007199254740992', '9007199254740993'], ['body candidate']],
    ['a number and its text', ['{"a":12}', '{"a":12}', '{"a":"12"}'], ['body.a candidate']],
    ['all three', ['{"a":1}', '{"a":2}', '{"a":3}'], ['body.a all']],
    ['a missing object is one difference', ['{"a":{"b":1,"c":2}}', '{"a":{"b":1,"c":2}}', '{}'], ['body.a candidate']],
    [
      'what two of the copies have below it is still compared',
      ['{"a":{"b":1}}', '{"a":{"b":2}}', '{}'],
      ['body.a candidate', 'body.a.b differ'],
    ],
    ['another kind of container', ['{"a":[]}', '{"a":[]}', '{"a":{}}'], ['body.a candidate']],
    ['an item more', ['[1,2]', '[1,2]', '[1,7,2]'], ['body[] candidate']],
    ['an item less', ['[1,2,3]', '[1,2,3]', '[1,3]'], ['body[] candidate']],
    ['the same extra item in both others', ['[1]', '[1,5]', '[1,5]'], ['body[] primary']],
    ['a changed item stays in its place', ['[1,2,3]', '[1,2,3]', '[1,9,3]'], ['body[] candidate']],
    ['the order alone', ['["a","b","c"]', '["c","a","b"]', '["a","b","c"]'], ['body order secondary']],
    [
      'order noise does not hide a value',
      ['[{"id":1,"p":1},{"id":2,"p":2}]', '[{"id":2,"p":2},{"id":1,"p":1}]', '[{"id":1,"p":1},{"id":2,"p":9}]'],
      ['body order secondary', 'body[].p candidate'],
    ],
    [
      'items without a shared key are matched by content',
      ['[{"r":1,"v":"a"},{"r":2,"v":"b"}]', '[{"r":1,"v":"a"},{"r":2,"v":"b"}]', '[{"r":8,"v":"a"},{"r":9,"v":"b"}]'],
      ['body[].r candidate', 'body[].r candidate'],
    ],
    ['two roles', ['{"a":1,"b":1}', '{"a":2,"b":1}'], ['body.a differ']],
    ['names that are not plain identifiers', ['{"a-b":1}', '{"a-b":1}', '{"a-b":2}'], ['body["a-b"] candidate']],
    ['__proto__', ['{"__proto__":1}', '{"__proto__":1}', '{"__proto__":2}'], ['body.__proto__ candidate']],
  ];
  for (const [name, sources, expected] of cases) {
    test(name, () => {
      const root = rows(...sources);
      assert.deepEqual(differences(root), expected);
      assert.equal(root.differing, expected.length);
    });
  }

  test('names stand in the order of the primary, those it lacks after their predecessor', () => {
    const root = rows('{"a":1,"c":1}', '{"a":1,"b":1,"c":1}', '{"z":1,"a":1,"c":1}');
    assert.deepEqual(
      root.children.map(({ label }) => label),
      ['z', 'a', 'b', 'c'],
    );
  });

  test('an item that moved says where it stands on each side', () => {
    const root = rows('["a","b"]', '["a","b"]', '["b","a"]');
    assert.deepEqual(
      root.children.map(({ places }) => places),
      [
        [0, 0, 1],
        [1, 1, 0],
      ],
    );
  });

  test('every row has a path of its own, however odd the names are', () => {
    const source = '{"a.b":1,"a":{"b":2},"a\\"":3,"x":[[1],[2]],"a.b":4}';
    const paths: string[] = [];
    const collect = (row: Row) => {
      paths.push(row.path);
      row.children.forEach(collect);
    };
    collect(rows(source, source, source));
    assert.equal(new Set(paths).size, paths.length);
  });
});
