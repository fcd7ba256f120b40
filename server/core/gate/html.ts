/**
 * The report as one HTML file: opened from a disk, an artifact or a mail, it asks for nothing and runs nothing. Everything
 * in it may come from a hostile service, so all texts go through `markup`, and a policy forbids what would get past it.
 */
import { type Cause, causesOfClass, nameOf, noiseAlone } from './causes.ts';
import { isOdd } from './excerpt.ts';
import { counted, grouped, percentInterval } from './figures.ts';
import { endpointTable } from './htmlendpoints.ts';
import { style } from './htmlstyle.ts';
import { printable } from './layout.ts';
import { type Markup, markup, none } from './markup.ts';
import type { Example, FindingClass, Report, ReportFinding, ReportRule } from './model.ts';
import { commandsOf, requestLine, valuesOf } from './plain.ts';
import type { Shown } from './shown.ts';
import { skipWords } from './skipwords.ts';

/** What a long list is cut to; the rest stands in the JSON report. */
const mostFindings = 300;
const mostNoise = 300;
const mostRules = 300;

const titles = { regression: 'Regressions', unexplained: 'Unexplained', accepted: 'Accepted' } as const;

export function htmlReport(report: Report, shown: Shown): string {
  const { run, verdict } = report;
  const title = `${capital(verdict)} · ${printable(run.candidate)} · Triptych`;
  return `<!doctype html>
${
  markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: style }}</style>
</head>
<body>
${head(report)}
<main>
${(['regression', 'unexplained', 'accepted'] as const).map((kind) => told(titles[kind], causesOfClass(report, kind), shown))}
${noise(noiseAlone(report))}
${rules(report.rules)}
${endpointTable(report.endpoints)}
</main>
${foot(report)}
</body>
</html>
`.markup
}`;
}

/** `10 000`, `95 %` and `0.7-1.6` stay on one line, and the text remains the text that every other report has. */
const unbroken = (sentence: string): Markup =>
  markup`${printable(sentence)
    .split(/(\d+(?: \d{3}(?!\d))*(?:\.\d+)?(?:-\d+(?:\.\d+)?)?(?: %)?)/)
    .map((part) => (/^\d.*[ -]/.test(part) ? markup`<span class="figure">${part}</span>` : markup`${part}`))}`;

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

function head(report: Report): Markup {
  const { run, verdict, reasons, exchanges, diffRate } = report;
  const { value, ends } = percentInterval(diffRate);
  const howMany = (kind: FindingClass) => grouped(causesOfClass(report, kind).length);
  const left = Object.entries(exchanges.notCompared).filter(([, count]) => count > 0);
  const numbers: readonly (readonly [name: string, value: string, note: string])[] = [
    ['Compared', grouped(exchanges.compared), `of ${counted(exchanges.received, 'exchange')}`],
    ['Differ beyond noise', exchanges.compared === 0 ? '-' : value, exchanges.compared === 0 ? '' : ends],
    ['Regressions', howMany('regression'), ''],
    ['Unexplained', howMany('unexplained'), ''],
    ['Set aside as noise', grouped(noiseAlone(report).length), ''],
    ...left.map(([reason, count]) => ['Not compared', grouped(count), skipWords(reason)] as const),
  ];
  return markup`<header>
<h1><span class="badge ${verdict}">${capital(verdict)}</span> ${printable(run.candidate)} <small>against ${printable(run.baseline)}</small></h1>
${reasons.map(
  (reason) => markup`<p class="reason">${unbroken(reason)}</p>
`,
)}<dl class="numbers">
${numbers.map(
  ([
    name,
    figure,
    note,
  ]) => markup`<div><dt>${name}</dt><dd>${figure}${note === '' ? none : markup` <small>${note}</small>`}</dd></div>
`,
)}</dl>
</header>`;
}

function told(title: string, causes: readonly Cause[], shown: Shown): Markup {
  if (causes.length === 0) return none;
  return markup`<section>
<h2>${title} <span>${grouped(causes.length)}</span></h2>
${causes.slice(0, mostFindings).map((cause) => article(cause, shown))}
${more(causes.length, mostFindings)}
</section>`;
}

function article({ lead, withIt }: Cause, { examples, targets }: Shown): Markup {
  const example = examples.get(lead.id);
  const others = withIt.map((finding) => printable(nameOf(finding))).join(', ');
  return markup`<article id="${lead.id}" class="is-${lead.class}">
<p class="place"><span class="badge ${lead.class}">${capital(lead.class)}</span> <code>${printable(lead.endpoint)}</code></p>
<h3><code>${printable(lead.field)}</code> ${lead.field === lead.aspect ? '' : lead.aspect}</h3>
<p class="sentence">${unbroken(lead.sentence)}</p>
${others === '' ? none : markup`<p class="with">With it: ${others}</p>`}
<div class="evidence">
${cases(lead)}
${example === undefined ? none : exampleOf(example)}
</div>
${
  example === undefined
    ? none
    : markup`<details><summary>Ask again with curl</summary>
${commandsOf(example, targets).map(
  ({ role, command }) => markup`<p class="role">The ${role}</p>
<pre>${command}</pre>
`,
)}</details>`
}
</article>
`;
}

/** Bars of equal length are noise, one long bar of the candidate is a regression. */
function cases({ counts }: ReportFinding): Markup {
  const rows = [
    ['Candidate alone', counts.candidate, 'odd'],
    ['Secondary alone', counts.secondary, ''],
    ['Primary alone', counts.primary, ''],
    ['All three differ', counts.all, ''],
  ] as const;
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return markup`<dl class="cases">
${rows.map(
  ([
    name,
    count,
    odd,
  ]) => markup`<dt class="${odd}">${name}</dt><dd class="track"><i class="${odd}" style="width: ${((100 * count) / most).toFixed(2)}%"></i></dd><dd class="${odd}">${grouped(count)}</dd>
`,
)}<dt>All agree</dt><dd></dd><dd>${grouped(counts.agree)}</dd>
</dl>`;
}

function exampleOf(example: Example): Markup {
  const rows = valuesOf(example).map(
    ({
      role,
      text,
    }) => markup`<tr class="${isOdd(example.values, role) ? 'odd' : ''}"><th scope="row">${role}</th><td>${text}</td></tr>
`,
  );
  return markup`<div class="example"><code class="request">${requestLine(example)}</code>
${
  rows.length === 0
    ? none
    : markup`<table class="values"><tbody>
${rows}</tbody></table>`
}</div>`;
}

function noise(findings: readonly ReportFinding[]): Markup {
  if (findings.length === 0) return none;
  const rows = findings.slice(0, mostNoise).map(
    ({
      endpoint,
      counts: { candidate, secondary, primary, all },
      ...finding
    }) => markup`<tr><td><code>${printable(nameOf(finding))}</code> <span class="about">${printable(endpoint)}</span></td><td>${grouped(candidate)}</td><td>${grouped(secondary + primary + all)}</td></tr>
`,
  );
  return markup`<section>
<h2>Noise set aside <span>${grouped(findings.length)}</span></h2>
<details><summary>Fields in which the old copies differ from each other too</summary>
<div class="scroll" role="region" aria-label="Noise" tabindex="0"><table class="list">
<thead><tr><th scope="col">Field</th><th scope="col">Candidate alone</th><th scope="col">Old copies</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
${more(findings.length, mostNoise)}</details>
</section>`;
}

function rules(all: readonly ReportRule[]): Markup {
  if (all.length === 0) return none;
  return markup`<section>
<h2>Rules <span>${grouped(all.length)}</span></h2>
<div class="scroll" role="region" aria-label="Rules" tabindex="0"><table class="list">
<thead><tr><th scope="col">Rule</th><th scope="col">Differences set aside</th></tr></thead>
<tbody>
${all.slice(0, mostRules).map(
  ({
    text,
    sentence,
    hits,
  }) => markup`<tr><td><code>${printable(text)}</code> <span class="about">${printable(sentence)}</span></td><td>${grouped(hits)}</td></tr>
`,
)}</tbody></table></div>
${more(all.length, mostRules)}
</section>`;
}

const more = (total: number, most: number): Markup =>
  total > most ? markup`<p class="more">and ${grouped(total - most)} more in the JSON report</p>` : none;

function foot({ triptych, run }: Report): Markup {
  const ended = run.endedAt === null ? 'not ended yet' : `to ${run.endedAt}`;
  return markup`<footer>Run ${printable(run.id)}, ${run.startedAt} ${ended}. Triptych ${triptych}.</footer>`;
}
