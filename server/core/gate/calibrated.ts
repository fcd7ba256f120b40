/** A calibration as a person reads it, and as lines to paste into triptych.yml. */
import { ruleText } from '../rules/text.ts';
import type { Calibration } from './calibration.ts';
import { counted, grouped, percent } from './figures.ts';
import { columns, printable, wrap } from './layout.ts';
import type { ReportFinding } from './model.ts';

const mostEndpoints = 20;
const mostFields = 30;
const mostUnlike = 10;

/** Ends with a line break. @param width columns */
export function calibrationText({ floor, fields, environment }: Calibration, width: number): string {
  const endpoints = floor.slice(0, mostEndpoints).map(({ endpoint, compared, differing, slower }) => {
    const cells = [grouped(compared), percent(differing), percent(slower)];
    return [`  ${printable(endpoint)}`, ...cells];
  });
  const noisy = fields
    .slice(0, mostFields)
    .map(({ finding, share }) => [`  ${printable(finding.endpoint)}  ${what(finding)}`, percent(share)]);
  const unlike = environment
    .slice(0, mostUnlike)
    .flatMap(({ finding, odd }) => wrap(`${printable(finding.endpoint)}  ${what(finding)}: ${oddOf(odd)}`, width - 2));
  const sections = [
    columns([['The noise floor', 'compared', 'copies differ', 'times differ'], ...endpoints]),
    fields.length === 0 ? ['No field differs.'] : columns([['Fields that differ', 'of exchanges'], ...noisy]),
    environment.length === 0 ? [] : ['Copies that are not alike', ...unlike.map((line) => `  ${line}`)],
  ];
  const cuts = [floor.length > mostEndpoints, fields.length > mostFields, environment.length > mostUnlike];
  const lines = sections.map((section, i) => (cuts[i] ? [...section, '  and more'] : section));
  return `${lines
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

const oddOf = (odd: string): string =>
  odd === 'candidate'
    ? 'the copy in the place of the candidate is the odd one.'
    : `the ${odd} is the odd one. Its data, region or configuration is another.`;

/** YAML with the key `rules`; what is only worth a thought stands in comments. */
export function rulesYaml({ proposals, environment }: Calibration): string {
  const wanted = proposals.filter(({ worthIt }) => worthIt);
  const rare = proposals.filter(({ worthIt }) => !worthIt);
  const line = ({ rule, share }: Calibration['proposals'][number]) =>
    `- ${quoted(ruleText(rule))} # differs in ${percent(share)}`;
  return [
    ...(wanted.length === 0 ? ['rules: []'] : ['rules:', ...wanted.map((proposal) => `  ${line(proposal)}`)]),
    ...(rare.length === 0
      ? []
      : ['# So rare that the statistics can do without a rule, which would hide more than it spares:']),
    ...rare.map((proposal) => `#  ${line(proposal)}`),
    ...(environment.length === 0 ? [] : ['# The copies are not alike here; make them alike rather than ignore it:']),
    ...environment.map(({ finding, odd }) => `#  ${printable(finding.endpoint)} ${what(finding)}: the ${odd}`),
    '',
  ].join('\n');
}

/** In single quotes nothing but the quote itself means anything (YAML 1.2 section 7.3.2). */
const quoted = (text: string): string => `'${printable(text).replaceAll("'", "''")}'`;

const what = ({ field, aspect }: ReportFinding): string => `${printable(field)}${field === aspect ? '' : ` ${aspect}`}`;

/** `calibrated on 300 exchanges: 4 rules proposed`. */
export function calibrationSummary({ floor, proposals }: Calibration): string {
  const compared = floor.reduce((sum, endpoint) => sum + endpoint.compared, 0);
  const rules = proposals.filter(({ worthIt }) => worthIt).length;
  return `calibrated on ${counted(compared, 'exchange')}: ${counted(rules, 'rule')} proposed`;
}
