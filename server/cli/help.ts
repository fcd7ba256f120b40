/** How settings look in --help: the name of their value and the section they stand in. */
import { Option } from 'commander';
import { defaultOf, flagOf, type Key, listKeys, settings } from '../config/schema.ts';

const sections = {
  targets: 'Targets:',
  traffic: 'Traffic:',
  listen: 'Listen:',
  results: 'Results:',
  verdict: 'Verdict:',
  limits: 'Limits:',
  other: 'Other:',
} as const;
type Section = keyof typeof sections;

const shape: Readonly<Record<Key, readonly [value: string, section: Section]>> = {
  primary: ['url', 'targets'],
  secondary: ['url', 'targets'],
  candidate: ['url', 'targets'],
  host_header: ['which', 'targets'],
  traffic: ['file', 'traffic'],
  allow: ['request', 'traffic'],
  routes: ['route', 'traffic'],
  concurrency: ['n', 'traffic'],
  timeout: ['time', 'traffic'],
  host: ['address', 'listen'],
  port: ['port', 'listen'],
  dashboard_port: ['port', 'listen'],
  db: ['file', 'results'],
  redact: ['header', 'results'],
  rules: ['rule', 'results'],
  accept: ['finding', 'verdict'],
  baseline_label: ['name', 'results'],
  candidate_label: ['name', 'results'],
  max_diff_rate: ['rate', 'verdict'],
  max_failure_increase: ['rate', 'verdict'],
  latency: ['ratios', 'verdict'],
  thresholds: ['json', 'verdict'],
  min_exchanges: ['n', 'verdict'],
  classifier: ['which', 'verdict'],
  alpha: ['rate', 'verdict'],
  min_effect: ['rate', 'verdict'],
  confirm: ['n', 'verdict'],
  in_flight: ['n', 'limits'],
  memory: ['size', 'limits'],
  request_cap: ['size', 'limits'],
  response_cap: ['size', 'limits'],
};

export const inSection = (section: Section, option: Option): Option => option.helpGroup(sections[section]);

/** The flag of a setting. Its value stays text: the configuration reads and judges it. */
export function settingOption(key: Key, usual = defaultOf(key)): Option {
  const [value, section] = shape[key];
  const note = listKeys.has(key) ? ' (may be repeated)' : usual === undefined ? '' : ` (default: ${usual})`;
  const option = new Option(`${flagOf(key)} <${value}>`, `${settings[key].description}${note}`);
  return inSection(section, listKeys.has(key) ? repeated(option) : option);
}

/** A command's own options first, then section after section. */
export function inOrder(options: readonly Option[]): readonly Option[] {
  const order = [undefined, ...Object.values<string | undefined>(sections)];
  return options.toSorted((a, b) => order.indexOf(a.helpGroupHeading) - order.indexOf(b.helpGroupHeading));
}

/** An option whose value is the list of what was given. */
const repeated = (option: Option): Option =>
  option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);

/** Of the commands that judge. */
export const judgingOptions = (): readonly Option[] => [
  inSection('results', repeated(new Option('--report <kind=path>', 'write json=PATH or text=PATH (may be repeated)'))),
  inSection('verdict', new Option('--strict', 'exit 1 instead of 2 when the verdict is inconclusive')),
];
export const judgingExits = 'Exits 0 pass, 1 fail, 2 inconclusive, 3 wrong usage, 4 a target is not there.';
