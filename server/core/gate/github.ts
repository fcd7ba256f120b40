/** What GitHub Actions reads from the output of a step: annotations, and the lines it would take for such. */
import { causesOfClass, nameOf } from './causes.ts';
import { fit, printable } from './layout.ts';
import type { Report } from './model.ts';
import { valuesInOneLine } from './plain.ts';
import type { Shown } from './shown.ts';

/** GitHub shows so many of each kind for a step. */
const mostAnnotations = 10;
const longestTitle = 200;
const longestMessage = 2_000;

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** Workflow commands, one a line: the verdict, then the findings as far as there is room. Nothing for a run that passes. */
export function annotations(report: Report, { examples, strict }: Shown): string {
  const { verdict, reasons } = report;
  if (verdict === 'pass') return '';
  const level = verdict === 'fail' || strict ? 'error' : 'warning';
  const found = (['regression', 'unexplained'] as const).flatMap((kind) =>
    causesOfClass(report, kind).map(({ lead }): Annotation => {
      const values = valuesInOneLine(examples.get(lead.id));
      return {
        level: kind === 'regression' ? level : 'warning',
        title: `${lead.endpoint} ${nameOf(lead)}`,
        message: values === '' ? lead.sentence : `${lead.sentence}\n${values}`,
      };
    }),
  );
  const all: readonly Annotation[] = [{ level, title: `Triptych: ${verdict}`, message: reasons.join('\n') }, ...found];
  return all.slice(0, mostAnnotations).map(lineOf).join('');
}

const lineOf = ({ level, title, message }: Annotation): string =>
  `::${level} title=${property(fit(printable(title), longestTitle))}::${data(
    message
      .split('\n')
      .map((line) => fit(printable(line), longestMessage))
      .join('\n'),
  )}\n`;

/** As the runner undoes it: https://docs.github.com/actions, "workflow commands". */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A line that starts with `::`, or has `##[` anywhere in it, is a command to the runner, whoever wrote it. */
export const withoutCommands = (text: string): string =>
  text.replace(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '# #[');
