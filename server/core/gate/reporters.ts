/** What a report can be written as. A new kind is a row here and a file beside it. */
import type { Report } from './model.ts';
import type { Shown } from './shown.ts';
import { textReport } from './text.ts';

type Reporter = (report: Report, shown: Shown) => string;

export const reporters: Readonly<Record<ReportKind, Reporter>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  text: (report, shown) => textReport(report, { color: false, width: 100 }, shown),
};

export type ReportKind = 'json' | 'text';
