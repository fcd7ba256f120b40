/** What a report can be written as. A new kind is a row here and a file beside it. */
import type { Report } from './model.ts';
import { textReport } from './text.ts';

type Reporter = (report: Report) => string;

export const reporters = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  text: (report) => textReport(report, { color: false, width: 100 }),
} as const satisfies Readonly<Record<string, Reporter>>;

export type ReportKind = keyof typeof reporters;
