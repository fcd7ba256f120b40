/**
 * The report as JUnit XML: one suite, and in it the verdict, each endpoint without a finding as a test that passed, and each
 * finding that somebody has to look at as a test of its own. A test fails only where the build does, so that the list of
 * failed tests and the exit code never contradict each other; the rest of the findings are skipped tests. What GitLab, Jenkins and
 * Ant's schema agree on: no output inside of a test case, and one outcome each.
 */
import { type Cause, causesOfClass, nameOf, noiseAlone } from './causes.ts';
import { counted } from './figures.ts';
import { printable } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import type { FindingClass, Report } from './model.ts';
import { commandsOf, requestLine, valuesOf } from './plain.ts';
import type { Shown } from './shown.ts';

interface Test {
  readonly group: string;
  readonly name: string;
  readonly outcome:
    | { readonly kind: 'passed' }
    | {
        readonly kind: 'failure' | 'skipped';
        readonly type: string;
        readonly message: string;
        readonly details: string;
      };
}

const suiteName = 'triptych';

export function junitReport(report: Report, shown: Shown): string {
  const { run } = report;
  const tests = [verdictTest(report, shown), ...findingTests(report, shown), ...passedEndpoints(report)];
  const howMany = (kind: Test['outcome']['kind']) => tests.filter(({ outcome }) => outcome.kind === kind).length;
  const [failures, skipped] = [howMany('failure'), howMany('skipped')];
  const ended = run.endedAt === null ? run.startedAt : run.endedAt;
  const seconds = ((Date.parse(ended) - Date.parse(run.startedAt)) / 1000).toFixed(3);
  const properties = { run: run.id, baseline: run.baseline, candidate: run.candidate, verdict: report.verdict };
  // Schemas descended from Ant's know no time zone, and want a host name, `localhost` where none is known.
  return `<?xml version="1.0" encoding="UTF-8"?>
${
  markup`<testsuites name="${suiteName}" tests="${tests.length}" failures="${failures}" errors="0" time="${seconds}">
  <testsuite name="${suiteName}" timestamp="${run.startedAt.slice(0, 19)}" hostname="localhost" tests="${tests.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds}">
    <properties>${Object.entries(properties).map(
      ([name, value]) => markup`
      <property name="${name}" value="${printable(value)}"/>`,
    )}
    </properties>${tests.map(caseOf)}
    <system-out>${aside(report)}</system-out>
    <system-err></system-err>
  </testsuite>
</testsuites>
`.markup
}`;
}

function caseOf({ group, name, outcome }: Test): Markup {
  return markup`
    <testcase classname="${printable(group)}" name="${printable(name)}" time="0"${outcomeOf(outcome)}`;
}

function outcomeOf(outcome: Test['outcome']): Markup {
  switch (outcome.kind) {
    case 'passed':
      return markup`/>`;
    case 'failure':
      return markup`>
      <failure type="${outcome.type}" message="${outcome.message}">${outcome.details}</failure>
    </testcase>`;
    case 'skipped':
      return markup`>
      <skipped type="${outcome.type}" message="${outcome.message}">${outcome.details}</skipped>
    </testcase>`;
  }
}

const failing = ({ verdict }: Report, strict: boolean): boolean =>
  verdict === 'fail' || (verdict === 'inconclusive' && strict);

function verdictTest(report: Report, { strict }: Shown): Test {
  const { verdict, reasons } = report;
  const [first = '', ...rest] = reasons.map(printable);
  const kind = failing(report, strict) ? 'failure' : 'skipped';
  return {
    group: suiteName,
    name: 'verdict',
    outcome:
      verdict === 'pass' ? { kind: 'passed' } : { kind, type: verdict, message: first, details: rest.join('\n') },
  };
}

/** Whether a finding of this class is part of what fails the build. */
const blamed: Readonly<Record<FindingClass, (report: Report, strict: boolean) => boolean>> = {
  regression: failing,
  unexplained: ({ verdict }, strict) => strict && verdict !== 'pass',
  accepted: () => false,
  noise: () => false,
};

const told = ['regression', 'unexplained', 'accepted'] as const satisfies readonly FindingClass[];

const findingTests = (report: Report, shown: Shown): readonly Test[] =>
  told.flatMap((kind) => {
    const outcome = blamed[kind](report, shown.strict) ? 'failure' : 'skipped';
    return causesOfClass(report, kind).map(({ lead, withIt }) => ({
      group: lead.endpoint,
      name: nameOf(lead),
      outcome: {
        kind: outcome,
        type: kind,
        message: printable(lead.sentence),
        details: detailsOf({ lead, withIt }, shown),
      },
    }));
  });

function detailsOf({ lead, withIt }: Cause, { examples, targets }: Shown): string {
  const example = examples.get(lead.id);
  const lines = [printable(lead.sentence)];
  if (withIt.length > 0) lines.push(`with it: ${withIt.map((finding) => printable(nameOf(finding))).join(', ')}`);
  if (example !== undefined) {
    lines.push(
      '',
      requestLine(example),
      ...valuesOf(example).map(({ role, text }) => `  ${role.padEnd(9)}  ${text}`),
      '',
    );
    for (const { role, command } of commandsOf(example, targets))
      lines.push(`To ask the ${role} again:`, `  ${command}`);
  }
  return lines.join('\n');
}

function passedEndpoints(report: Report): readonly Test[] {
  const found = new Set(told.flatMap((kind) => causesOfClass(report, kind).map(({ lead }) => lead.endpoint)));
  return report.endpoints
    .filter(({ endpoint }) => !found.has(endpoint))
    .map(({ endpoint }) => ({ group: endpoint, name: 'answers as before', outcome: { kind: 'passed' } }));
}

function aside(report: Report): string {
  const { received, compared } = report.exchanges;
  const noise = noiseAlone(report).map((finding) => `${printable(finding.endpoint)}  ${printable(nameOf(finding))}`);
  const heads = [
    ...report.reasons.map(printable),
    `Compared ${counted(compared, 'exchange')} of ${counted(received, 'exchange')}.`,
  ];
  return [...heads, ...(noise.length === 0 ? [] : ['Noise set aside:', ...noise.map((line) => `  ${line}`)])].join(
    '\n',
  );
}
