/** The report as Markdown for a comment on a pull request: the verdict, a table of what was found, and the details folded away. */
import { type Cause, causesOfClass, nameOf } from './causes.ts';
import { counted, grouped } from './figures.ts';
import { fit, printable } from './layout.ts';
import { code, fenced, prose } from './marked.ts';
import { markup } from './markup.ts';
import type { Example, FindingClass, Report, ReportFinding, Verdict } from './model.ts';
import { commandsOf, requestLine, valuesOf } from './plain.ts';
import type { Shown } from './shown.ts';

/** GitHub takes comments of 65 536 characters, whatever it counts as one: no character is less than a byte. */
const mostBytes = 65_536;
/** Kept for what follows the folded details. */
const reserve = 2_048;
const mostRows = 20;
/** Characters of a text from outside. */
const longestName = 120;
const longestSentence = 800;
const longestList = 20;

const marks: Readonly<Record<Verdict, string>> = { pass: '✅', fail: '❌', inconclusive: '⚠️' };
const classes = ['regression', 'unexplained', 'accepted'] as const satisfies readonly FindingClass[];

export function markdownReport(report: Report, shown: Shown): string {
  const { verdict, reasons, run, findings, exchanges } = report;
  const told = classes.flatMap((kind) => causesOfClass(report, kind));
  const rows = told.slice(0, mostRows);
  const noise = findings.filter((finding) => finding.class === 'noise').length;
  const blocks = [
    `### ${marks[verdict]} Triptych: ${verdict}`,
    `${name(run.candidate)} against ${name(run.baseline)}`,
    ...reasons.slice(0, longestList).map((reason) => `**${sentence(reason)}**`),
    ...(rows.length === 0 ? [] : [tableOf(rows)]),
    ...(told.length > rows.length ? [`and ${counted(told.length - rows.length, 'more finding')}.`] : []),
  ];
  let room = mostBytes - reserve - bytesOf(blocks.join('\n\n'));
  let left = 0;
  for (const cause of told) {
    const details = detailsOf(cause, shown, rows.includes(cause));
    const size = bytesOf(details) + 2;
    if (details === '') continue;
    if (size > room) left++;
    else {
      blocks.push(details);
      room -= size;
    }
  }
  if (left > 0)
    blocks.push(`The details of ${counted(left, 'finding')} are too long for this page: the HTML report has them.`);
  const { compared, received } = exchanges;
  const some = compared === received ? '' : ` of ${grouped(received)}`;
  const aside = noise === 0 ? '' : ` ${counted(noise, 'finding')} ${noise === 1 ? 'is' : 'are'} noise.`;
  blocks.push(`Compared ${grouped(compared)}${some} exchanges.${aside} Run ${name(run.id)}.`);
  return `${blocks.join('\n\n')}\n`;
}

const name = (text: string): string => code(fit(text, longestName));
const sentence = (text: string): string => prose(fit(printable(text), longestSentence));
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function tableOf(causes: readonly Cause[]): string {
  const rows = causes.map(
    ({ lead, withIt }) =>
      `| ${lead.class} | ${name(lead.endpoint)} | ${fieldsOf(lead, withIt)} | ${sentence(lead.sentence)} |`,
  );
  return ['| | endpoint | what | how often |', '|---|---|---|---|', ...rows].join('\n');
}

function fieldsOf(lead: ReportFinding, { length }: Cause['withIt']): string {
  return `${name(nameOf(lead))}${length === 0 ? '' : ` and ${length} with it`}`;
}

/** Empty where the table has said everything. */
function detailsOf({ lead, withIt }: Cause, { examples, targets }: Shown, inTable: boolean): string {
  const example = examples.get(lead.id);
  if (example === undefined && withIt.length === 0 && inTable) return '';
  // Markdown is not read inside of the summary's line of HTML.
  const title = markup`<summary><code>${fit(printable(lead.endpoint), longestName)}</code> <code>${fit(printable(nameOf(lead)), longestName)}</code></summary>`;
  const others = withIt.slice(0, longestList).map((finding) => name(nameOf(finding)));
  const more = withIt.length > others.length ? ` and ${grouped(withIt.length - others.length)} more` : '';
  const parts = [
    `<details>${title.markup}`,
    ...(inTable ? [] : [sentence(lead.sentence)]),
    ...(others.length === 0 ? [] : [`With it: ${others.join(', ')}${more}`]),
  ];
  if (example !== undefined) {
    parts.push(
      name(requestLine(example)),
      fenced(
        'diff',
        valuesOf(example).map(({ role, text }) => `${signOf(role, example.values)} ${role.padEnd(9)}  ${text}`),
      ),
      fenced(
        'sh',
        commandsOf(example, targets).flatMap(({ role, command }) => [`# the ${role}`, command]),
      ),
    );
  }
  return [...parts, '</details>'].join('\n\n');
}

/** As a diff shows it, red and green: what the old copies agree on, and what the new version makes of it. */
function signOf(role: string, { primary, secondary, candidate }: Example['values']): string {
  if (candidate === primary || (secondary !== undefined && secondary !== primary)) return ' ';
  return role === 'candidate' ? '+' : '-';
}
