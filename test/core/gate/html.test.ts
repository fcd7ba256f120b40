import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'parse5';
import { htmlReport } from '../../../server/core/gate/html.ts';
import { printable } from '../../../server/core/gate/layout.ts';
import type { Report } from '../../../server/core/gate/model.ts';
import { nothingShown, type Shown } from '../../../server/core/gate/shown.ts';
import { elementsIn, type Found, textOf } from '../../support/markup.ts';
import { hostileReport, planted } from './hostile.ts';

const page = (report: Report, shown: Shown): readonly Found[] => elementsIn(parse(htmlReport(report, shown)));

const texts = (found: readonly Found[], name: string): string[] =>
  found.filter((one) => one.name === name).map(({ node }) => textOf(node));

const byClass = (found: readonly Found[], wanted: string): string[] =>
  found
    .filter(({ attributes }) => attributes.some(({ name, value }) => name === 'class' && value === wanted))
    .map(({ node }) => textOf(node));

/** Spans keep a figure of a sentence on one line: texts from outside may hold such, too. */
const shapeOf = (found: readonly Found[]): string[] =>
  found.map(({ name }) => name).filter((name) => name !== '#text' && name !== 'span');

/** The same report with harmless texts. */
const plainly = (report: Report): Report => ({
  ...report,
  endpoints: report.endpoints.map((each) => ({ ...each, endpoint: 'GET /a' })),
  findings: report.findings.map((each) => ({ ...each, endpoint: 'GET /a', field: 'body.a', sentence: 'It differs.' })),
  reasons: report.reasons.map(() => 'It differs.'),
});

const withPlainValues = (shown: Shown): Shown => ({
  ...shown,
  examples: new Map(
    [...shown.examples].map(([id, example]) => [
      id,
      { ...example, request: { method: 'GET', target: '/a', headers: [], body: { kind: 'empty' } } },
    ]),
  ),
});

describe('the HTML report', () => {
  test('says the verdict, the reasons and the same sentence as every other report', () => {
    const report = planted();
    const found = page(report, nothingShown);
    assert.match(texts(found, 'h1')[0] ?? '', /^Fail orders 1\.5\.0 against orders 1\.4\.2$/);
    assert.deepEqual(byClass(found, 'reason'), report.reasons);
    assert.deepEqual(
      byClass(found, 'sentence'),
      report.findings.slice(0, 2).map(({ sentence }) => sentence),
    );
    assert.deepEqual(texts(found, 'h2'), ['Regressions 1', 'Unexplained 1', 'Noise set aside 1', 'Endpoints 3']);
  });

  test('shows what each role said, the odd one marked, and the commands that ask again', () => {
    const request = { method: 'GET', target: '/orders/7', headers: [], body: { kind: 'empty' } } as const;
    const values = { primary: '12.50', secondary: '12.50', candidate: '13.00' };
    const found = page(planted(), {
      ...nothingShown,
      examples: new Map([['a', { exchange: 'e1', request, values }]]),
      targets: { candidate: 'http://new:9000', primary: 'http://old:9000' },
    });
    assert.deepEqual(texts(found, 'pre'), ['curl -i http://new:9000/orders/7', 'curl -i http://old:9000/orders/7']);
    assert.ok(byClass(found, 'odd').includes('candidate13.00'));
    assert.deepEqual(byClass(found, 'request'), ['GET /orders/7']);
  });

  test('is a short page for a run in which nothing was compared', () => {
    const report: Report = { ...planted(), verdict: 'inconclusive', findings: [], endpoints: [], rules: [] };
    assert.deepEqual(texts(page(report, nothingShown), 'h2'), []);
  });

  test('whatever the services say: the same elements as ever, no script, no address, and the text as it is', () =>
    fc.assert(
      fc.property(hostileReport, ([report, shown]) => {
        const found = page(report, shown);
        assert.deepEqual(shapeOf(found), shapeOf(page(plainly(report), withPlainValues(shown))));
        for (const { name, attributes } of found) {
          assert.notEqual(name, 'script');
          for (const attribute of attributes) {
            assert.match(
              attribute.name,
              /^(?:class|id|style|role|scope|lang|tabindex|aria-label|charset|http-equiv|content|name|rel|href)$/,
            );
            if (attribute.name === 'href') assert.equal(attribute.value, 'data:,');
            if (attribute.name === 'style') assert.match(attribute.value, /^width: [\d.]+%$/);
            if (attribute.name === 'id') assert.match(attribute.value, /^[abc]$/);
          }
        }
        // What XML forbids is left out of HTML too.
        const legal = (text: string) => printable(text).replace(/[\ud800-\udfff\ufffe\uffff]/gu, '');
        assert.equal(byClass(found, 'sentence')[0], legal(report.findings[0]?.sentence ?? ''));
      }),
    ));
});
