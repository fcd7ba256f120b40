import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTree } from '../../ui/src/exchange/json.ts';

describe('the tree of a JSON text', () => {
  const number = (text: string) => ({ kind: 'number', text });
  const string = (text: string) => ({ kind: 'string', text });
  const cases: readonly [name: string, source: string, tree: unknown][] = [
    ['keeps every digit of a number', '9007199254740993', number('9007199254740993')],
    ['tells 1.0 from 1', '[1.0, 1]', { kind: 'array', items: [number('1.0'), number('1')] }],
    ['decodes escapes', String.raw`"a\"b\\\u00e9"`, string('a"b\\é')],
    [
      'ends a string after an escaped backslash',
      String.raw`["\\", 1]`,
      { kind: 'array', items: [string('\\'), number('1')] },
    ],
    ['takes __proto__ for data', '{"__proto__": 1}', { kind: 'object', entries: [['__proto__', number('1')]] }],
    [
      'keeps the order of names that look like numbers',
      '{"b":1,"2":2,"1":3}',
      {
        kind: 'object',
        entries: [
          ['b', number('1')],
          ['2', number('2')],
          ['1', number('3')],
        ],
      },
    ],
    [
      'keeps names that stand twice',
      '{"a":1,"a":2}',
      {
        kind: 'object',
        entries: [
          ['a', number('1')],
          ['a', number('2')],
        ],
      },
    ],
    [
      'reads literals',
      '[true,false,null]',
      { kind: 'array', items: ['true', 'false', 'null'].map((text) => ({ kind: 'literal', text })) },
    ],
    [
      'reads empty containers with spaces in them',
      ' { "a" : [ ] , "b" : { } } ',
      {
        kind: 'object',
        entries: [
          ['a', { kind: 'array', items: [] }],
          ['b', { kind: 'object', entries: [] }],
        ],
      },
    ],
  ];
  for (const [name, source, tree] of cases) {
    test(name, () => assert.deepEqual(parseTree(source), tree));
  }

  test('is undefined for what is not JSON as a whole', () => {
    for (const text of ['', '12 Main St', '{"a":1', "{'a':1}"]) assert.equal(parseTree(text), undefined, text);
  });

  test('stops at its depth and keeps the source of what is below, brackets in strings included', () => {
    const tree = parseTree('[[["]", {"a": "}"}]], 2]', { depth: 1, nodes: 100 });
    assert.deepEqual(tree, {
      kind: 'array',
      items: [{ kind: 'unread', reason: 'deep', source: '[["]", {"a": "}"}]]' }, number('2')],
    });
  });

  test('survives 100 000 levels', () => {
    const tree = parseTree('['.repeat(100_000) + ']'.repeat(100_000));
    assert.equal(tree?.kind, 'array');
  });

  test('stops opening containers once there are too many values', () => {
    const tree = parseTree('[1,2,[3]]', { depth: 10, nodes: 3 });
    assert.deepEqual(tree, {
      kind: 'array',
      items: [number('1'), number('2'), { kind: 'unread', reason: 'large', source: '[3]' }],
    });
  });
});
