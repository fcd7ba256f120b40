import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import Papa from 'papaparse';
import { csvReport } from '../../../server/core/gate/csv.ts';
import { nothingShown } from '../../../server/core/gate/shown.ts';
import { hostileReport, planted } from './hostile.ts';

const rowsOf = (csv: string) => Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });

describe('CSV', () => {
  test('has a row for each finding, noise too', () => {
    const report = planted();
    const { data } = rowsOf(csvReport(report, nothingShown));
    assert.deepEqual(
      data.map(({ id, class: kind, field, candidate, sentence }) => ({ id, kind, field, candidate, sentence })),
      report.findings.map(({ id, class: kind, field, counts, sentence }) => ({
        id,
        kind,
        field,
        candidate: String(counts.candidate),
        sentence,
      })),
    );
  });

  test('keeps numbers that are below zero as numbers', () => {
    const { data } = rowsOf(csvReport(planted(), nothingShown));
    assert.ok(Number(data.find(({ id }) => id === 'b')?.deltaLow) < 0);
  });

  for (const start of ['=', '+', '-', '@', '\uff1d', ' =']) {
    test(`keeps a spreadsheet from running a cell that begins with ${JSON.stringify(start)}`, () => {
      const [finding] = planted().findings;
      assert.ok(finding);
      const report = { ...planted(), findings: [{ ...finding, field: `${start}cmd|' /c calc'!A1` }] };
      const [row] = rowsOf(csvReport(report, nothingShown)).data;
      assert.equal(row?.field, `'${start}cmd|' /c calc'!A1`);
    });
  }

  test('reads back whatever the services say, one line a row, no formula among the texts', () =>
    fc.assert(
      fc.property(hostileReport, ([report, shown]) => {
        const csv = csvReport(report, shown);
        const { data, errors } = rowsOf(csv);
        assert.deepEqual(errors, []);
        assert.equal(csv.split('\r\n').length, report.findings.length + 2);
        assert.deepEqual(
          data.map(({ id }) => id),
          report.findings.map(({ id }) => id),
        );
        for (const row of data) {
          for (const [name, cell] of Object.entries(row)) {
            if (!/^\s*[=+\-@]/.test(cell)) continue;
            assert.ok(/^(?:logE|delta)/.test(name) && Number.isFinite(Number(cell)), `${name}: ${cell}`);
          }
        }
      }),
    ));
});
