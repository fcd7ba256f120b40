/** The endpoints of a run as a table of the HTML report. */
import { grouped, milliseconds } from './figures.ts';
import { printable } from './layout.ts';
import { type Markup, markup, none } from './markup.ts';
import type { ReportEndpoint } from './model.ts';

const mostEndpoints = 300;

/** `old / new` as in the terminal: failures of the two old copies together, latency of the secondary, which was sent like the candidate. */
export function endpointTable(all: readonly ReportEndpoint[]): Markup {
  if (all.length === 0) return none;
  const rows = all.slice(0, mostEndpoints).map(({ endpoint, compared, differing, failures, latencyMs: ms }) => {
    const pair = (q: 'p50' | 'p95' | 'p99') =>
      `${milliseconds(ms.secondary[q] ?? ms.primary[q])} / ${milliseconds(ms.candidate[q])}`;
    const failed = `${grouped(failures.primary + failures.secondary)} / ${grouped(failures.candidate)}`;
    return markup`<tr><td><code>${printable(endpoint)}</code></td><td>${grouped(compared)}</td><td>${grouped(differing)}</td><td>${failed}</td><td>${pair('p50')}</td><td>${pair('p95')}</td><td>${pair('p99')}</td></tr>
`;
  });
  return markup`<section>
<h2>Endpoints <span>${grouped(all.length)}</span></h2>
<div class="scroll" role="region" aria-label="Endpoints" tabindex="0"><table class="list">
<thead><tr><th scope="col">Old / new</th><th scope="col">Compared</th><th scope="col">Differ</th><th scope="col">Failed</th><th scope="col">p50 ms</th><th scope="col">p95 ms</th><th scope="col">p99 ms</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
${all.length > mostEndpoints ? markup`<p class="more">and ${grouped(all.length - mostEndpoints)} more in the JSON report</p>` : none}
</section>`;
}
