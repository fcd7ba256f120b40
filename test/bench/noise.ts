/**
 * How often noise is called a regression, and how soon a regression is found, by Diffy's rule and by ours on the same simulated
 * streams, looked at after every exchange. Seeds are fixed, and the counting is the ledger's: see test/support/streams.ts.
 */
import {
  bursts,
  hotPages,
  independent,
  type Many,
  median,
  noisy,
  type Reported,
  randomFrom,
  type Stream,
  shareOf,
  watch,
  watchMany,
} from '../support/streams.ts';

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
const number = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? 'never' : String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
const line = (cells: readonly string[]): void => {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
};
const head = (...cells: readonly string[]): void => {
  process.stdout.write('\n');
  line(cells);
  line(cells.map(() => '---'));
};

const streams = (count: number, length: number, make: () => Stream): readonly Reported[] =>
  Array.from({ length: count }, (_, seed) => watch(make(), length, randomFrom(seed + 1)));
const ever = (reports: readonly Reported[], rule: 'alone' | 'first' | 'diffy'): string =>
  percent(shareOf(reports.map((report) => report[rule])));

function falseAlarms(): void {
  head(
    'false alarms: 200 streams of 4 000 requests (1 000 where 30 % are odd)',
    'Diffy, ever',
    'Triptych, a field alone',
    'as first of a run',
  );
  const row = (label: string, make: () => Stream, count = 200): void => {
    const reports = streams(count, 4_000, make);
    line([label, ever(reports, 'diffy'), ever(reports, 'alone'), ever(reports, 'first')]);
  };
  for (const noise of [0.0005, 0.005, 0.05, 0.2, 0.35, 0.5]) row(`noise ${percent(noise)}`, () => noisy(noise));
  for (const length of [1, 5, 50, 200]) row(`noise 10 %, in bursts of ${length}`, () => bursts(length, 0.1, 1));
  for (const length of [5, 50, 200]) {
    row(`noise 10 %, in bursts of ${length} with 30 % odd in them`, () => bursts(length, 0.1, 0.3), 1_000);
  }
  row('ten hot pages, 90 % of requests, stale in some copy for a while', () => hotPages(10, 0.9, 0.1));
}

function environment(): void {
  head(
    'the old copies differ from each other: 200 streams',
    'Diffy, ever',
    'Triptych, a field alone',
    'odd copy named',
  );
  for (const name of ['primary', 'secondary'] as const) {
    const oddAt = (role: string) => (role === name ? 0.15 : 0.05);
    const reports = streams(200, 4_000, () => independent(oddAt('primary'), oddAt('secondary'), 0.05));
    const named = reports.filter(({ oddCopy }) => oddCopy === name).length / reports.length;
    line([`${name} odd in 15 %, the others in 5 %`, ever(reports, 'diffy'), ever(reports, 'alone'), percent(named)]);
  }
}

const regressions: readonly (readonly [noise: number, more: number, length: number])[] = [
  [0, 0.001, 20_000],
  [0.05, 0.02, 10_000],
  [0.2, 0.05, 10_000],
  [0.5, 0.2, 3_000],
  [0.7, 1, 3_000],
  [0.9, 0.3, 4_000],
];

function detection(): void {
  head(
    'regressions: 300 streams; median requests until found',
    'Diffy at the end',
    'Triptych, a field alone',
    'as first of a run',
  );
  for (const [noise, more, length] of regressions) {
    const reports = streams(300, length, () => noisy(noise, more));
    const soon = (rule: 'alone' | 'first') => {
      const times = reports.map((report) => report[rule]);
      return `${number(median(times))} (${percent(shareOf(times))} found)`;
    };
    const atEnd = reports.filter(({ diffyAtEnd }) => diffyAtEnd).length / reports.length;
    line([
      `noise ${percent(noise)}, ${percent(more)} more in ${number(length)}`,
      percent(atEnd),
      soon('alone'),
      soon('first'),
    ]);
  }
}

/** Of 500 fields: noise of all strengths, and ten fields that are odd in 5 % more. */
function fields(): readonly { readonly stream: Stream; readonly regressed: boolean }[] {
  const levels = [0.0005, 0.005, 0.05, 0.2, 0.5];
  return Array.from({ length: 500 }, (_, i) => {
    const regressed = i % 50 === 25;
    return { regressed, stream: regressed ? noisy(0.2, 0.05) : noisy(levels[i % levels.length] ?? 0) };
  });
}

function manyFields(): void {
  const runs: readonly Many[] = Array.from({ length: 20 }, (_, seed) =>
    watchMany(fields(), 8_000, randomFrom(seed + 1)),
  );
  head('500 fields, 10 regressed (20 %, 5 % more): 20 runs of 8 000 requests', 'Diffy', 'Triptych');
  const mean = (rule: 'ours' | 'diffy') => runs.reduce((sum, { falsely }) => sum + falsely[rule], 0) / runs.length;
  line(['noisy fields ever reported in a run, of 490', number(Math.round(mean('diffy'))), String(mean('ours'))]);
  const found = (rule: 'ours' | 'diffy') => runs.flatMap((run) => run.found[rule]);
  line(['median requests until a regressed one is', number(median(found('diffy'))), number(median(found('ours')))]);
}

export function benchNoise(): void {
  process.stdout.write(
    'noise: each answer is odd on its own with that chance; a regression: the candidate with so much more\n',
  );
  falseAlarms();
  environment();
  detection();
  manyFields();
}
