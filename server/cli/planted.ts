/** What the demo planted, beside what was found: the reader can check the verdict against the truth. */
import type { Look } from '../config/terminal.ts';
import { nameOf } from '../core/gate/causes.ts';
import { grouped } from '../core/gate/figures.ts';
import { wrap } from '../core/gate/layout.ts';
import { defaultThresholds, type Report, type ReportFinding } from '../core/gate/model.ts';
import { exchangesNeeded } from '../core/noise/forecast.ts';
import type { Planted } from '../demo/planted.ts';

/** One line or two for each planted change; ends without a line break. */
export function plantedText(planted: readonly Planted[], report: Report, { color, width }: Look): string {
  const lines = planted.flatMap((change) => {
    const finding = report.findings.find(
      ({ endpoint, field, aspect }) =>
        endpoint === change.endpoint && field === change.field && aspect === change.aspect,
    );
    const found = finding?.class === 'regression';
    const text = `${change.endpoint}: ${change.change} (${nameOf(change)})${found ? '' : `: ${awaits(change, finding, report)}`}`;
    const [mark, code] = found ? (['found', 32] as const) : (['not yet', 33] as const);
    const label = mark.padEnd(9);
    const [first = '', ...rest] = wrap(text, width - 11);
    return [
      `  ${color ? `\u001b[${code}m${label}\u001b[0m` : label}${first}`,
      ...rest.map((line) => `  ${' '.repeat(9)}${line}`),
    ];
  });
  const title = 'Planted in the new version';
  return [color ? `\u001b[1m${title}\u001b[0m` : title, ...lines, ''].join('\n');
}

/** What it takes to name a change that is not named yet. */
function awaits(change: Planted, finding: ReportFinding | undefined, report: Report): string {
  if (change.rates !== undefined || finding?.class !== 'unexplained') return needs(change, report);
  const seen = `seen in ${grouped(finding.counts.candidate)} requests`;
  return finding.clustered
    ? `${seen} that came in one burst, as a passing fault does; "triptych check" would send them again and know`
    : `${seen}, and about to be decided; "triptych check" would send them again and know`;
}

/** How many requests a change that hides in noise takes, computed from how it was planted. */
function needs({ rates, endpoint, aspect }: Planted, report: Report): string {
  const compared = report.endpoints.find((e) => e.endpoint === endpoint)?.compared ?? 0;
  // The rank is not known before the finding is seen; the later it comes, the more it takes.
  const goal = { rank: report.findings.length, alpha: defaultThresholds.alpha };
  const total =
    rates === undefined
      ? null
      : exchangesNeeded({ rateCandidateOnly: rates.candidate, rateSecondaryOnly: rates.secondary, ...goal });
  if (total === null) return `not found in ${compared} requests`;
  // Times must show it in one block of ten seconds after another.
  const blocks = aspect === 'latency' ? exchangesNeeded({ rateCandidateOnly: 1, rateSecondaryOnly: 0, ...goal }) : null;
  const spread = blocks === null ? '' : ` over at least ${Math.ceil(blocks / 6)} minutes`;
  const about = Number(total.toPrecision(2));
  return `hides in noise; it takes about ${about} requests to this endpoint${spread}, this run had ${compared}`;
}
