/** The findings as CSV, one a row, for a spreadsheet or a script. */
import Papa from 'papaparse';
import { printable } from './layout.ts';
import type { Example, Report, ReportFinding } from './model.ts';
import { requestLine } from './plain.ts';
import type { Shown } from './shown.ts';

interface Row {
  readonly finding: ReportFinding;
  readonly example: Example | undefined;
}

const columns: Readonly<Record<string, (row: Row) => string | number>> = {
  id: ({ finding }) => finding.id,
  class: ({ finding }) => finding.class,
  endpoint: ({ finding }) => finding.endpoint,
  field: ({ finding }) => finding.field,
  aspect: ({ finding }) => finding.aspect,
  cause: ({ finding }) => finding.cause,
  flags: ({ finding }) => finding.flags.join(' '),
  agree: ({ finding }) => finding.counts.agree,
  candidate: ({ finding }) => finding.counts.candidate,
  secondary: ({ finding }) => finding.counts.secondary,
  primary: ({ finding }) => finding.counts.primary,
  all: ({ finding }) => finding.counts.all,
  logE: ({ finding }) => finding.logE,
  delta: ({ finding }) => finding.delta.value,
  deltaLow: ({ finding }) => finding.delta.low,
  deltaHigh: ({ finding }) => finding.delta.high,
  sentence: ({ finding }) => finding.sentence,
  firstSeen: ({ finding }) => finding.firstSeen,
  lastSeen: ({ finding }) => finding.lastSeen,
  exchange: ({ example, finding }) => example?.exchange ?? finding.examples[0] ?? '',
  request: ({ example }) => (example === undefined ? '' : requestLine(example)),
  primaryValue: ({ example }) => example?.values.primary ?? '',
  secondaryValue: ({ example }) => example?.values.secondary ?? '',
  candidateValue: ({ example }) => example?.values.candidate ?? '',
};

/** A spreadsheet would run a text that begins so; also behind the line breaks and spaces that some skip, and in full width. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

export function csvReport({ findings }: Report, { examples }: Shown): string {
  const names = Object.keys(columns);
  const rows = findings.map((finding) => {
    const row: Row = { finding, example: examples.get(finding.id) };
    return names.map((name) => {
      const value = columns[name]?.(row) ?? '';
      return typeof value === 'number' ? value : printable(value).toWellFormed();
    });
  });
  return `${Papa.unparse([names, ...rows], { escapeFormulae: formula, newline: '\r\n' })}\r\n`;
}
