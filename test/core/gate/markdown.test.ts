import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { marked } from 'marked';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { judge } from '../../../server/core/gate/judge.ts';
import { markdownReport } from '../../../server/core/gate/markdown.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { nothingShown, type Shown } from '../../../server/core/gate/shown.ts';
import { elementsIn, textOf } from '../../support/markup.ts';
import { hostileReport, planted } from './hostile.ts';
import { counts, endpoint, finding, tallies } from './tallies.ts';

type Node = DefaultTreeAdapterMap['documentFragment'];

const rendered = (markdown: string): Node => parseFragment(marked.parse(markdown, { async: false, gfm: true }));

/** What GitHub looks at for mentions, references and links: text outside of code. */
const bare = (node: Node): string =>
  elementsIn(node)
    .filter(({ inCode }) => !inCode)
    .map(({ text }) => text)
    .join('');

const request = { method: 'GET', target: '/orders/7', headers: [], body: { kind: 'empty' } } as const;
const values = { primary: '12.50', secondary: '12.50', candidate: '13.00' };
const shown: Shown = {
  ...nothingShown,
  examples: new Map([['a', { exchange: 'e1', request, values }]]),
  targets: { candidate: 'http://new:9000', primary: 'http://old:9000' },
};

describe('Markdown', () => {
  test('gives the verdict, a row for each finding, and an example to unfold', () => {
    const report = planted();
    const markdown = markdownReport(report, shown);
    assert.match(markdown, /^### ❌ Triptych: fail\n\n`orders 1\.5\.0` against `orders 1\.4\.2`\n\n\*\*109 of /);
    assert.match(markdown, /^- primary {4}12\.50\n- secondary {2}12\.50\n\+ candidate {2}13\.00$/m);
    assert.match(
      markdown,
      /^# the candidate\ncurl -i http:\/\/new:9000\/orders\/7\n# the primary\ncurl -i http:\/\/old/m,
    );
    const page = rendered(markdown);
    const sentences = elementsIn(page).flatMap(({ name, node }) => (name === 'td' ? [textOf(node)] : []));
    assert.ok(sentences.includes(report.findings[0]?.sentence ?? '-'));
    assert.equal(elementsIn(page).filter(({ name }) => name === 'tr').length, 3);
    assert.equal(elementsIn(page).filter(({ name }) => name === 'details').length, 1);
  });

  test('a run that passes is told in a few lines', () => {
    const report = judge(tallies({ endpoints: [endpoint({ compared: 3000 })] }), defaultThresholds, '0.1.0');
    assert.equal(
      markdownReport(report, nothingShown),
      [
        '### ✅ Triptych: pass',
        '`orders 1.5.0` against `orders 1.4.2`',
        `**${report.reasons[0]}**`,
        'Compared 3 000 exchanges. Run `run-1`.\n',
      ].join('\n\n'),
    );
  });

  test('fits a comment however much was found', () => {
    const findings = Array.from({ length: 400 }, (_, i) =>
      finding({ id: `id-${i}`, rank: i + 1, field: `body.${'界'.repeat(900)}${i}`, counts: counts(800) }),
    );
    const report = judge(tallies({ endpoints: [endpoint({ compared: 900 })], findings }), defaultThresholds, '0.1.0');
    const long = '界'.repeat(300);
    const many = new Map(
      report.findings.map(({ id }) => [id, { exchange: 'e', request, values: { primary: long, candidate: long } }]),
    );
    const markdown = markdownReport(report, { ...nothingShown, examples: many });
    assert.ok(Buffer.byteLength(markdown) <= 65_536);
    assert.match(markdown, /and 380 more findings\./);
    assert.match(markdown, /The details of \d+ findings are too long for this page/);
  });

  test('nothing that a service says becomes markup, a mention, a reference or a link', () =>
    fc.assert(
      fc.property(hostileReport, ([report, shown]) => {
        const page = rendered(markdownReport(report, shown));
        const names = elementsIn(page).map(({ name }) => name);
        assert.equal(names.filter((name) => name === 'tr').length, 3);
        assert.equal(names.filter((name) => name === 'td').length, 8);
        assert.equal(names.filter((name) => name === 'details').length, 2);
        assert.deepEqual(
          [...new Set(names)].filter((name) => !expected.has(name)),
          [],
        );
        assert.doesNotMatch(bare(page), /[@#!](?=\w)|https?:\/\/|www\.\w|:\w+:/);
      }),
      { numRuns: 300 },
    ));
});

const expected = new Set([
  ...['#text', 'h3', 'p', 'code', 'strong', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ...['details', 'summary', 'pre'],
]);
