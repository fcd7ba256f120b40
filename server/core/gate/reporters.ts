/** What a report can be written as. A new kind is a row here and a file beside it. */
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { Report } from './model.ts';
import type { Shown } from './shown.ts';
import { textReport } from './text.ts';

type Reporter = (report: Report, shown: Shown) => string;

export const reporters = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  junit: junitReport,
  markdown: markdownReport,
  html: htmlReport,
  csv: csvReport,
  text: (report, shown) => textReport(report, { color: false, width: 100 }, shown),
} as const satisfies Readonly<Record<string, Reporter>>;

export type ReportKind = keyof typeof reporters;
