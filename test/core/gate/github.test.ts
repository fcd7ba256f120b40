import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { annotations, withoutCommands } from '../../../server/core/gate/github.ts';
import { judge } from '../../../server/core/gate/judge.ts';
import { defaultThresholds } from '../../../server/core/gate/model.ts';
import { nothingShown } from '../../../server/core/gate/shown.ts';
import { textReport } from '../../../server/core/gate/text.ts';
import { hostileReport, planted } from './hostile.ts';
import { counts, endpoint, finding, tallies } from './tallies.ts';

/** As the runner reads a line. */
function read(line: string) {
  const match = /^::(error|warning) title=([^:,]*)::(.*)$/.exec(line);
  assert.ok(match, line);
  const undone = (text = '') =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return { level: match[1], title: undone(match[2]), message: undone(match[3]) };
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

describe('in GitHub Actions', () => {
  test('the verdict and each finding are annotations, with the sentence of every other report', () => {
    const report = planted();
    const read3 = linesOf(annotations(report, nothingShown)).map(read);
    assert.deepEqual(read3, [
      { level: 'error', title: 'Triptych: fail', message: report.reasons.join('\n') },
      { level: 'error', title: 'GET /orders/{id} body.total value', message: report.findings[0]?.sentence },
      { level: 'warning', title: 'GET /health body.region value', message: report.findings[1]?.sentence },
    ]);
  });

  test('a run that passes has none, and an inconclusive one is an error only where it fails the build', () => {
    assert.equal(annotations({ ...planted(), verdict: 'pass' }, nothingShown), '');
    const report = { ...planted(), verdict: 'inconclusive' } as const;
    assert.match(annotations(report, nothingShown), /^::warning title=Triptych%3A inconclusive::/);
    assert.match(annotations(report, { ...nothingShown, strict: true }), /^::error title=Triptych%3A inconclusive::/);
  });

  test('there are ten at most', () => {
    const findings = Array.from({ length: 30 }, (_, i) =>
      finding({ id: `id-${i}`, rank: i + 1, field: `body.f${i}`, counts: counts(500) }),
    );
    const report = judge(tallies({ endpoints: [endpoint({ compared: 900 })], findings }), defaultThresholds, '0.1.0');
    assert.equal(linesOf(annotations({ ...report, verdict: 'fail' }, nothingShown)).length, 10);
  });

  test('nothing that a service says adds a line or ends a title', () =>
    fc.assert(
      fc.property(hostileReport, ([report, shown]) => {
        const lines = linesOf(annotations(report, shown));
        assert.equal(lines.length, 3);
        for (const line of lines) read(line);
      }),
    ));

  test('the report on standard output holds no command for the runner', () =>
    fc.assert(
      fc.property(hostileReport, fc.integer({ min: 40, max: 100 }), ([report, shown], width) => {
        const text = withoutCommands(textReport(report, { color: false, width }, shown));
        assert.doesNotMatch(text, /^\s*::|##\[/m);
      }),
    ));
});
