/** The report as a person reads it at the end of `triptych check`. */
import type { SkipReason } from '../exchange.ts';
import { counted, grouped } from './figures.ts';
import { columns, fit, printable, wrap } from './layout.ts';
import type { FindingClass, Quantiles, Report, ReportEndpoint, ReportFinding, Verdict } from './model.ts';

export interface TextOptions {
  /** With terminal colours (SGR escapes). */
  readonly color: boolean;
  /** Columns of the terminal; lines are kept within 40 to 100. */
  readonly width: number;
}

/** What a long list is cut to; the rest is counted, and stands in the JSON report. */
const mostFindings = 20;
const mostNoise = 10;
const mostEndpoints = 20;

const skipWords: Readonly<Record<SkipReason, string>> = {
  sideEffects: 'not a safe method',
  tooLarge: 'request too large',
  overload: 'dropped under load',
  sampledOut: 'not in the sample',
  excluded: 'excluded by configuration',
  upgrade: 'upgraded to another protocol',
  incomplete: 'an answer is missing',
  looped: 'sent by Triptych itself',
  breaker: 'a target was given up after failures',
  killed: 'comparing was switched off',
  storeLost: 'could not be stored',
  error: 'comparing broke',
};

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'onRed' | 'onYellow' | 'onGreen';
const escapes: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  red: '1;31',
  yellow: '1;33',
  green: '1;32',
  onRed: '1;37;41',
  onYellow: '30;43',
  onGreen: '1;37;42',
};
const verdictStyle: Readonly<Record<Verdict, Style>> = { pass: 'onGreen', fail: 'onRed', inconclusive: 'onYellow' };

interface Page {
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

/** Sections divided by one empty line; ends with a line break. */
export function textReport(report: Report, { color, width }: TextOptions): string {
  const page: Page = {
    width: Math.min(100, Math.max(40, width)),
    paint: (style, text) => (color ? `\u001b[${escapes[style]}m${text}\u001b[0m` : text),
  };
  const ofClass = (kind: FindingClass) => report.findings.filter((finding) => finding.class === kind);
  const sections = [
    head(report, page),
    exchanges(report, page),
    told(page, 'red', 'Regressions', ofClass('regression')),
    told(page, 'yellow', 'Unexplained', ofClass('unexplained')),
    noise(page, ofClass('noise')),
    told(page, 'bold', 'Accepted', ofClass('accepted')),
    endpoints(page, report.endpoints),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head({ verdict, reasons, run }: Report, { width, paint }: Page): string[] {
  const label = ` ${verdict.toUpperCase()} `;
  const builds = `${printable(run.candidate)} against ${printable(run.baseline)}`;
  return [
    `${paint(verdictStyle[verdict], label)} ${paint('dim', fit(builds, width - label.length - 1))}`,
    ...reasons.flatMap((reason) => ['', ...indented(reason, width, 2).map((line) => paint('bold', line))]),
  ];
}

function exchanges({ exchanges: { received, compared, notCompared } }: Report, { paint }: Page): string[] {
  const left = Object.entries(notCompared).filter(([, count]) => count > 0);
  const rows: [string, number, string][] = [
    ['Compared', compared, compared === received ? 'exchanges' : `of ${counted(received, 'exchange')}`],
    ...left
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count], index): [string, number, string] => [
        index === 0 ? 'Left out' : '',
        count,
        Object.hasOwn(skipWords, reason) ? skipWords[reason as SkipReason] : reason,
      ]),
  ];
  const digits = Math.max(...rows.map(([, count]) => grouped(count).length));
  return rows.map(
    ([name, count, words]) => `  ${name.padEnd(8)}  ${grouped(count).padStart(digits)}  ${paint('dim', words)}`,
  );
}

/** Findings with their sentences, for the classes that somebody has to look at. */
function told({ width, paint }: Page, style: Style, title: string, findings: readonly ReportFinding[]): string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, mostFindings).flatMap((finding) => {
    const [example] = finding.examples;
    return [
      '',
      `  ${paint('bold', fit(where(finding), width - 2))}`,
      ...indented(finding.sentence, width, 4),
      ...(example === undefined ? [] : [`    ${paint('dim', fit(`exchange ${printable(example)}`, width - 4))}`]),
    ];
  });
  return [`${paint(style, title)} ${findings.length}`, ...shown, ...cut(findings.length, mostFindings, paint)];
}

/** Noise needs nobody: one line a finding. */
function noise({ width, paint }: Page, findings: readonly ReportFinding[]): string[] {
  if (findings.length === 0) return [];
  const rows = findings.slice(0, mostNoise).map((finding) => {
    const { candidate, secondary, primary, all } = finding.counts;
    return [where(finding), grouped(candidate), grouped(secondary + primary + all)];
  });
  return [
    `${paint('bold', 'Noise set aside')} ${findings.length}`,
    '',
    ...table(['', 'only the candidate', 'the old copies'], rows, { width, paint }),
    ...cut(findings.length, mostNoise, paint),
  ];
}

function endpoints({ width, paint }: Page, all: readonly ReportEndpoint[]): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, mostEndpoints);
  const failed = shown.some(({ failures }) => failures.primary + failures.secondary + failures.candidate > 0);
  const timed = (['p50', 'p95', 'p99'] as const).filter((q) =>
    shown.some(({ latencyMs }) => latencyMs.primary[q] !== null || latencyMs.candidate[q] !== null),
  );
  const rows = shown.map(({ endpoint, compared, differing, failures, latencyMs }) => [
    printable(endpoint),
    grouped(compared),
    grouped(differing),
    ...(failed ? [`${grouped(failures.primary + failures.secondary)} / ${grouped(failures.candidate)}`] : []),
    ...timed.map((q) => `${milliseconds(latencyMs.primary[q])} / ${milliseconds(latencyMs.candidate[q])}`),
  ]);
  const titles = ['', 'compared', 'differ', ...(failed ? ['failed'] : []), ...timed.map((q) => `${q} ms`)];
  const legend = failed || timed.length > 0 ? `  ${paint('dim', 'old / new')}` : '';
  return [
    `${paint('bold', 'Endpoints')} ${all.length}${legend}`,
    '',
    ...table(titles, rows, { width, paint }),
    ...cut(all.length, mostEndpoints, paint),
  ];
}

/** Numbers keep their width, the name in the first column gives way. */
function table(titles: readonly string[], rows: readonly (readonly string[])[], { width, paint }: Page): string[] {
  const numbers = columns([titles, ...rows].map((row) => ['', ...row.slice(1)])).map((line) => line.length);
  const forName = Math.max(12, width - 2 - Math.max(...numbers));
  const lines = columns([titles, ...rows].map(([name = '', ...rest]) => [fit(name, forName), ...rest]));
  return lines.map((line, index) => `  ${index === 0 ? paint('dim', line) : line}`);
}

function cut(total: number, most: number, paint: Page['paint']): string[] {
  return total > most ? ['', `  ${paint('dim', `and ${grouped(total - most)} more in the JSON report`)}`] : [];
}

function indented(text: string, width: number, indent: number): string[] {
  return wrap(text, width - indent).map((line) => `${' '.repeat(indent)}${line}`);
}

function milliseconds(ms: Quantiles['p50']): string {
  if (ms === null) return '-';
  return ms < 10 ? ms.toFixed(1) : grouped(Math.round(ms));
}

function where({ endpoint, field, aspect }: Pick<ReportFinding, 'endpoint' | 'field' | 'aspect'>): string {
  return `${printable(endpoint)}  ${printable(field)}${field === aspect ? '' : ` ${aspect}`}`;
}
