import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { validateXML } from 'xmllint-wasm';
import { junitReport } from '../../../server/core/gate/junit.ts';
import type { Report, Verdict } from '../../../server/core/gate/model.ts';
import { nothingShown, type Shown } from '../../../server/core/gate/shown.ts';
import { hostileReport, planted } from './hostile.ts';

const schema = readFileSync(new URL('../../fixtures/junit.xsd', import.meta.url), 'utf8');

async function complaintsAbout(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [schema] });
  return errors.map(({ message }) => message);
}

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly outcome: string;
  readonly message: string;
  readonly text: string;
}

function casesOf(xml: string): readonly Case[] {
  const cases: { -readonly [key in keyof Case]: Case[key] }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(error));
  parser.on('opentag', ({ name, attributes }) => {
    const { classname = '', name: title = '', message = '' } = attributes;
    if (name === 'testcase') cases.push({ classname, name: title, outcome: 'passed', message: '', text: '' });
    const last = cases.at(-1);
    if (last !== undefined && (name === 'failure' || name === 'skipped'))
      Object.assign(last, { outcome: name, message });
  });
  parser.on('text', (text) => {
    const last = cases.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.write(xml).close();
  return cases;
}

const outcomes = (report: Report, shown: Partial<Shown> = {}) =>
  casesOf(junitReport(report, { ...nothingShown, ...shown })).map(({ name, outcome }) => [name, outcome]);

describe('JUnit XML', () => {
  test('has the verdict, the findings that matter and the endpoints without any as tests', () => {
    const report = planted();
    assert.deepEqual(outcomes(report), [
      ['verdict', 'failure'],
      ['body.total value', 'failure'],
      ['body.region value', 'skipped'],
      ['answers as before', 'passed'],
    ]);
    const [verdict, regression, unexplained, quiet] = casesOf(junitReport(report, nothingShown));
    assert.equal(verdict?.message, report.reasons[0]);
    assert.equal(regression?.classname, 'GET /orders/{id}');
    assert.equal(regression?.message, report.findings[0]?.sentence);
    assert.equal(unexplained?.message, report.findings[1]?.sentence);
    assert.equal(quiet?.classname, 'GET /quiet');
  });

  test('shows an example with the command that asks again', () => {
    const request = { method: 'GET', target: '/orders/7', headers: [], body: { kind: 'empty' } } as const;
    const values = { primary: '12.50', secondary: '12.50', candidate: '13.00' };
    const [, regression] = casesOf(
      junitReport(planted(), {
        ...nothingShown,
        examples: new Map([['a', { exchange: 'e1', request, values }]]),
        targets: { candidate: 'http://new:9000', primary: 'http://old:9000' },
      }),
    );
    assert.match(
      regression?.text ?? '',
      /GET \/orders\/7\n {2}primary {4}12\.50\n {2}secondary {2}12\.50\n {2}candidate {2}13\.00\n\nTo ask the candidate again:\n {2}curl -i http:\/\/new:9000\/orders\/7\nTo ask the primary again:\n {2}curl -i http:\/\/old:9000\/orders\/7/,
    );
  });

  test('has a failed test where the build fails, and nowhere else', () => {
    const verdicts: readonly Verdict[] = ['pass', 'inconclusive', 'fail'];
    for (const verdict of verdicts) {
      for (const strict of [false, true]) {
        const fails = outcomes({ ...planted(), verdict }, { strict }).some(([, outcome]) => outcome === 'failure');
        assert.equal(fails, verdict === 'fail' || (verdict === 'inconclusive' && strict), `${verdict} ${strict}`);
      }
    }
    assert.deepEqual(outcomes(planted(), { strict: true })[2], ['body.region value', 'failure']);
  });

  test('meets the schema, which refuses what is none', async () => {
    const xml = junitReport(planted(), nothingShown);
    assert.deepEqual(await complaintsAbout(xml), []);
    assert.notDeepEqual(await complaintsAbout(xml.replace(' hostname="localhost"', '')), []);
    assert.notDeepEqual(await complaintsAbout(xml.replace('<system-err></system-err>', '')), []);
    assert.notDeepEqual(await complaintsAbout(xml.replace('</failure>', '</failure><skipped type="x"/>')), []);
  });

  test('meets it whatever the services say, and counts its tests right', () =>
    fc.assert(
      fc.asyncProperty(hostileReport, async ([report, shown]) => {
        const xml = junitReport(report, shown);
        const cases = casesOf(xml);
        const failed = cases.filter(({ outcome }) => outcome === 'failure').length;
        assert.match(xml, new RegExp(`tests="${cases.length}" failures="${failed}" errors="0" skipped=`));
        assert.deepEqual(await complaintsAbout(xml), []);
      }),
      { numRuns: 25 },
    ));
});
