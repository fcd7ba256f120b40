/** What the demo planted, beside what was found: the reader can check the verdict against the truth. */
import type { Look } from '../config/terminal.ts';
import { wrap } from '../core/gate/layout.ts';
import { defaultThresholds, type Report } from '../core/gate/model.ts';
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
    const text = `${change.endpoint}: ${change.change} (${change.field} ${change.aspect})${found ? '' : `: ${needs(change, report)}`}`;
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

/** How many requests a change that hides in noise takes, computed from how it was planted. */
function needs({ rates, endpoint }: Planted, report: Report): string {
  const compared = report.endpoints.find((e) => e.endpoint === endpoint)?.compared ?? 0;
  const total =
    rates === undefined
      ? null
      : exchangesNeeded({
          rateCandidateOnly: rates.candidate,
          rateSecondaryOnly: rates.secondary,
          // Not known before it is seen; the later a finding comes, the more it takes.
          rank: report.findings.length,
          alpha: defaultThresholds.alpha,
        });
  if (total === null) return `not found in ${compared} requests`;
  const rounded = Number(total.toPrecision(2));
  return `hides in noise; it takes about ${rounded} requests to this endpoint, this run had ${compared}`;
}
