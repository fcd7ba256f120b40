/** The report as a person reads it at the end of `triptych check`. */
import type { SkipReason } from '../exchange.ts';
import type { RuleState } from '../rules/explain.ts';
import { mostFindings as mostTold } from '../tally.ts';
import { counted, grouped, milliseconds } from './figures.ts';
import { columns, fit, printable, wrap } from './layout.ts';
import type {
  FindingClass,
  Quantiles,
  Report,
  ReportAcceptance,
  ReportEndpoint,
  ReportFinding,
  ReportRule,
  Verdict,
} from './model.ts';

export interface TextOptions {
  /** With terminal colours (SGR escapes). */
  readonly color: boolean;
  /** Columns of the terminal; lines are kept within 40 to 100. */
  readonly width: number;
}

/** What a long list is cut to; the rest is counted, and stands in the JSON report. */
const mostFindings = 20;
const mostNoise = 10;
const mostTogether = 5;
const mostEndpoints = 20;
const mostRules = 20;

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

/** Findings that always occur together: the one that tells the most, and the rest. */
interface Cause {
  readonly lead: ReportFinding;
  readonly withIt: readonly ReportFinding[];
}

interface Page {
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

/** Sections divided by one empty line; ends with a line break. */
export function textReport(report: Report, { color, width }: TextOptions): string {
  const page: Page = {
    width: Math.min(100, Math.max(40, width)),
    paint: (style, text) => (color && text !== '' ? `\u001b[${escapes[style]}m${text}\u001b[0m` : text),
  };
  const leads = new Map(
    report.findings.filter(({ id, cause }) => id === cause).map((finding) => [finding.id, finding]),
  );
  const leadOf = (finding: ReportFinding) => leads.get(finding.cause) ?? finding;
  const ofClass = (kind: FindingClass): readonly Cause[] => {
    const causes = report.findings.filter((finding) => finding.class === kind && leadOf(finding) === finding);
    const others = Map.groupBy(report.findings, leadOf);
    return causes.map((lead) => ({ lead, withIt: (others.get(lead) ?? []).filter((finding) => finding !== lead) }));
  };
  const sections = [
    head(report, page),
    exchanges(report, page),
    told(page, 'red', 'Regressions', ofClass('regression')),
    told(page, 'yellow', 'Unexplained', ofClass('unexplained')),
    noise(
      page,
      report.findings.filter((finding) => finding.class === 'noise' && leadOf(finding).class === 'noise'),
    ),
    told(page, 'bold', 'Accepted', ofClass('accepted')),
    acceptances(page, report.accepted),
    rules(page, report.rules),
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
    '',
    ...reasons.flatMap((reason) => indented(reason, width, 2).map((line) => paint('bold', line))),
  ];
}

function exchanges({ exchanges: { received, compared, notCompared } }: Report, { paint }: Page): string[] {
  const wordsOf = (reason: string) => (Object.hasOwn(skipWords, reason) ? skipWords[reason as SkipReason] : reason);
  const left = Object.entries(notCompared)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  const rows = [
    { title: 'Compared', count: compared, words: compared === received ? '' : `of ${counted(received, 'exchange')}` },
    ...left.map(([reason, count], index) => ({ title: index === 0 ? 'Left out' : '', count, words: wordsOf(reason) })),
  ];
  const digits = Math.max(...rows.map(({ count }) => grouped(count).length));
  return rows.map(({ title, count, words }) =>
    `  ${title.padEnd(8)}  ${grouped(count).padStart(digits)} ${paint('dim', words)}`.trimEnd(),
  );
}

/** Findings with their sentences, for the classes that somebody has to look at. */
function told(page: Page, style: Style, title: string, causes: readonly Cause[]): string[] {
  if (causes.length === 0) return [];
  const { width, paint } = page;
  const shown = causes.slice(0, mostFindings).flatMap(({ lead, withIt }) => {
    const [example] = lead.examples;
    return [
      '',
      `  ${paint('bold', where(lead, width - 2))}`,
      ...indented(lead.sentence, width, 4),
      ...together(withIt, page),
      ...(example === undefined ? [] : [`    ${paint('dim', fit(`exchange ${printable(example)}`, width - 4))}`]),
    ];
  });
  const fields = causes.reduce((sum, { withIt }) => sum + 1 + withIt.length, 0);
  const spread = fields > causes.length ? ` in ${counted(fields, 'field')}` : '';
  return [`${paint(style, title)} ${causes.length}${spread}`, ...shown, ...cut(causes.length, mostFindings, page)];
}

/** What always came together with a finding, and so needs no sentence of its own. */
function together(findings: readonly ReportFinding[], { width, paint }: Page): string[] {
  if (findings.length === 0) return [];
  const names = findings.slice(0, mostTogether).map((finding) => fit(what(finding), width - 6));
  const more = findings.length > mostTogether ? ` and ${grouped(findings.length - mostTogether)} more` : '';
  return indented(`with it: ${names.join(', ')}${more}`, width, 4).map((line) => paint('dim', line));
}

/** Noise needs nobody: one line a finding. */
function noise(page: Page, findings: readonly ReportFinding[]): string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, mostNoise);
  const rows = shown.map((finding) => {
    const { candidate, secondary, primary, all } = finding.counts;
    return {
      name: (width: number) => where(finding, width),
      cells: [grouped(candidate), grouped(secondary + primary + all)],
    };
  });
  return [
    ...table(
      { title: 'Noise set aside', total: findings.length, titles: ['candidate alone', 'old copies'], rows },
      page,
    ),
    ...cut(findings.length, mostNoise, page),
  ];
}

const ruleWords: Readonly<Record<RuleState, (hits: number) => string>> = {
  active: grouped,
  neverMatched: () => 'never matched',
  expired: (hits) => (hits === 0 ? 'expired' : `expired, ${grouped(hits)}`),
  removed: (hits) => (hits === 0 ? 'removed' : `removed, ${grouped(hits)}`),
};

/** A rule that does nothing hides a mistake in it, or may go. */
function rules(page: Page, all: readonly ReportRule[]): string[] {
  if (all.length === 0) return [];
  const idle = all.filter(({ state }) => state !== 'active');
  const shown = [...idle, ...all.filter(({ state }) => state === 'active')].slice(0, mostRules);
  const rows = shown.map(({ text, state, hits }) => ({
    name: (width: number) => fit(printable(text), width),
    cells: [ruleWords[state](hits)],
  }));
  return [
    ...table({ title: 'Rules', total: all.length, titles: ['differences set aside'], rows }, page),
    ...cut(all.length, mostRules, page),
  ];
}

/** Entries that do not just accept something: each wants its line in triptych.yml changed, or at least looked at. */
function acceptances(page: Page, all: readonly ReportAcceptance[]): string[] {
  const open = all.filter(({ state }) => state !== 'active');
  if (open.length === 0) return [];
  const shown = open.slice(0, mostRules).flatMap(({ sentence }) => indented(printable(sentence), page.width, 2));
  return [
    `${page.paint('bold', 'Entries of accept to look at')} ${open.length}`,
    ...shown,
    ...cut(open.length, mostRules, page),
  ];
}

/** `old / new`: failures of the two old copies together, latency of the secondary, which was sent like the candidate; without one, of the primary. */
function endpoints(page: Page, all: readonly ReportEndpoint[]): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, mostEndpoints);
  const failed = shown.some(({ failures }) => failures.primary + failures.secondary + failures.candidate > 0);
  const timed = (['p50', 'p95'] as const).filter((q) =>
    shown.some(({ latencyMs }) => latencyMs.primary[q] !== null || latencyMs.candidate[q] !== null),
  );
  const pairs = [
    ...(failed
      ? [sideBySide(shown.map(({ failures: f }) => [grouped(f.primary + f.secondary), grouped(f.candidate)]))]
      : []),
    ...timed.map((q) =>
      sideBySide(shown.map(({ latencyMs: ms }) => [inMs(ms.secondary[q] ?? ms.primary[q]), inMs(ms.candidate[q])])),
    ),
  ];
  const rows = shown.map(({ endpoint, compared, differing }, index) => ({
    name: (width: number) => fit(printable(endpoint), width),
    cells: [grouped(compared), grouped(differing), ...pairs.map((pair) => pair[index] ?? '')],
  }));
  const titles = ['compared', 'differ', ...(failed ? ['failed'] : []), ...timed.map((q) => `${q} ms`)];
  const legend = pairs.length > 0 ? 'old / new' : '';
  return [
    ...table({ title: 'Endpoints', total: all.length, legend, titles, rows }, page),
    ...cut(all.length, mostEndpoints, page),
    ...all.filter(({ folded }) => folded > 0).flatMap((endpoint) => capped(endpoint, page)),
  ];
}

function capped({ endpoint, folded }: ReportEndpoint, { width, paint }: Page): string[] {
  const where = `${fit(printable(endpoint), 40)} has more than ${grouped(mostTold)} fields that differ`;
  const rest = `the rest, in ${counted(folded, 'exchange')}, is folded into body truncated`;
  return indented(`${where}: ${rest}.`, width, 2).map((line) => paint('dim', line));
}

/** Pairs with their strokes under each other. */
function sideBySide(pairs: readonly (readonly [string, string])[]): string[] {
  const before = Math.max(...pairs.map(([old]) => old.length));
  const after = Math.max(...pairs.map(([, fresh]) => fresh.length));
  return pairs.map(([old, fresh]) => `${old.padStart(before)} / ${fresh.padStart(after)}`);
}

interface Table {
  readonly title: string;
  readonly total: number;
  readonly legend?: string;
  /** Of the columns after the name. */
  readonly titles: readonly string[];
  readonly rows: readonly { readonly name: (width: number) => string; readonly cells: readonly string[] }[];
}

/** Columns are left out from the right where the names would get fewer characters than this. */
const leastName = 16;

/** The section's title stands in the line of the column titles. The numbers keep their width, the names give way. */
function table({ title, total, legend = '', titles, rows }: Table, { width, paint }: Page): string[] {
  const first = `${title} ${grouped(total)}${legend === '' ? '' : `  ${legend}`}`;
  const grid = [titles, ...rows.map(({ cells }) => cells)];
  const widthOf = (count: number) =>
    Math.max(...columns(grid.map((row) => row.slice(0, count))).map((line) => line.length));
  let count = titles.length;
  while (count > 1 && width - 4 - widthOf(count) < leastName) count--;
  const forName = Math.max(leastName, width - 4 - widthOf(count));
  const [head = '', ...lines] = columns([
    [fit(first, forName + 2), ...titles.slice(0, count)],
    ...rows.map(({ name, cells }) => [`  ${name(forName)}`, ...cells.slice(0, count)]),
  ]);
  return [`${paint('bold', title)}${paint('dim', head.slice(title.length))}`, ...lines];
}

function cut(total: number, most: number, { paint }: Page): string[] {
  return total > most ? ['', `  ${paint('dim', `and ${grouped(total - most)} more in the JSON report`)}`] : [];
}

function indented(text: string, width: number, indent: number): string[] {
  return wrap(text, width - indent).map((line) => `${' '.repeat(indent)}${line}`);
}

const inMs = (ms: Quantiles['p50']): string => (ms === null ? '-' : milliseconds(ms));

/** Endpoint, field and aspect; where the width is short the endpoint gives way first. */
function where(finding: ReportFinding, width: number): string {
  const name = what(finding);
  const forEndpoint = Math.max(12, width - name.length - 2);
  return fit(`${fit(printable(finding.endpoint), forEndpoint)}  ${name}`, width);
}

const what = ({ field, aspect }: ReportFinding): string => `${printable(field)}${field === aspect ? '' : ` ${aspect}`}`;
