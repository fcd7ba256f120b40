/** How the HTML report looks: the dashboard's colours, light and dark as the reader's system is, down to the width of a phone. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #14171a);
  --sunken: light-dark(#f6f8fa, #1a1e22);
  --text: light-dark(#1c2126, #e6e9ec);
  --dim: light-dark(#57606a, #9aa4ae);
  --accent: light-dark(#0b5cad, #7ab8ff);
  --line: light-dark(#e3e7eb, #2b3137);
  --bar: light-dark(#aab4be, #59636d);
  --regression: light-dark(#8c1d13, #ffb4a8);
  --regression-soft: light-dark(#ffe3e0, #4a1d1a);
  --regression-strong: light-dark(#d4351c, #ff8373);
  --unexplained: light-dark(#6b4700, #f5cf73);
  --unexplained-soft: light-dark(#fff1cc, #3d2e05);
  --unexplained-strong: light-dark(#c98a00, #d9a92b);
  --noise: light-dark(#4b545d, #b6bfc8);
  --noise-soft: light-dark(#eceff2, #2a3036);
  --noise-strong: light-dark(#8a949e, #77828d);
  --accepted: light-dark(#0b4a8f, #a9d1ff);
  --accepted-soft: light-dark(#dcebff, #12304f);
  --accepted-strong: light-dark(#2f7dd1, #5aa2ee);
  --clean: light-dark(#14532d, #8fe0ad);
  --clean-soft: light-dark(#dcf5e3, #12351f);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 400 15px / 1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  background: var(--page);
  color: var(--text);
  text-size-adjust: none;
}
*, *::before, *::after { box-sizing: border-box; }
body { max-width: 1040px; margin: 0 auto; padding: 28px 24px 64px; min-width: 320px; }
h1, h2, h3, p, dl, dd, pre, ul { margin: 0; padding: 0; }
h1 { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; font-size: 22px; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
h1 small { flex-basis: 100%; font-size: 15px; font-weight: 400; color: var(--dim); }
h2 { margin-top: 44px; padding-bottom: 8px; border-bottom: 1px solid var(--line); font-size: 17px; line-height: 1.4; font-weight: 650; }
h2 span { margin-inline-start: 4px; font-weight: 400; color: var(--dim); }
h3 { margin-top: 6px; font-size: 17px; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; }
h3 code { font-size: 1em; font-weight: 600; }
code, pre { font-family: var(--mono); font-size: 0.9em; }
a { color: var(--accent); text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }

.badge { padding: 1px 9px; border-radius: 4px; font-size: 13px; line-height: 22px; font-weight: 600; white-space: nowrap; }
h1 .badge { padding: 3px 12px; font-size: 17px; line-height: 26px; }
.regression, .fail { background: var(--regression-soft); color: var(--regression); }
.unexplained, .inconclusive { background: var(--unexplained-soft); color: var(--unexplained); }
.noise { background: var(--noise-soft); color: var(--noise); }
.accepted { background: var(--accepted-soft); color: var(--accepted); }
.pass { background: var(--clean-soft); color: var(--clean); }

.reason { max-width: 74ch; margin-top: 14px; font-size: 17px; text-wrap: pretty; overflow-wrap: anywhere; }
.figure { white-space: nowrap; }
.numbers { display: flex; flex-wrap: wrap; gap: 14px 40px; margin-top: 22px; }
.numbers dt { font-size: 13px; color: var(--dim); }
.numbers dd { font-size: 20px; line-height: 1.3; font-variant-numeric: tabular-nums; }
.numbers dd small { font-size: 13px; color: var(--dim); }

article { padding: 22px 0 26px; border-bottom: 1px solid var(--line); }
article:last-child { border-bottom: 0; }
.place { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; color: var(--dim); overflow-wrap: anywhere; }
.sentence { max-width: 74ch; margin-top: 6px; text-wrap: pretty; overflow-wrap: anywhere; }
.with { margin-top: 4px; color: var(--dim); overflow-wrap: anywhere; }
.evidence { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 20px 40px; margin-top: 16px; }
.evidence > :only-child { grid-column: 1 / -1; max-width: 480px; }
.cases { display: grid; grid-template-columns: max-content minmax(40px, 1fr) max-content; gap: 3px 12px; align-content: start; align-items: center; font-size: 13px; }
.cases dt { color: var(--dim); }
.cases dd { font-variant-numeric: tabular-nums; text-align: end; }
.cases .track { display: block; height: 10px; }
.cases i { display: block; height: 100%; min-width: 1px; border-radius: 0 2px 2px 0; background: var(--bar); }
.cases .odd { color: var(--text); font-weight: 600; }
.is-regression .cases i.odd { background: var(--regression-strong); }
.is-unexplained .cases i.odd { background: var(--unexplained-strong); }
.is-accepted .cases i.odd { background: var(--accepted-strong); }
.example { min-width: 0; }
.request { display: block; margin-bottom: 6px; font-size: 13px; color: var(--dim); overflow-wrap: anywhere; }
.values { width: 100%; border-collapse: collapse; font-size: 14px; }
.values th { width: 1%; padding: 4px 14px 4px 10px; font-weight: 400; text-align: start; vertical-align: top; color: var(--dim); }
.values td { padding: 4px 10px 4px 0; font-family: var(--mono); font-size: 13px; line-height: 21px; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
.values tr { background: var(--sunken); border-bottom: 2px solid var(--page); }
.is-regression .values .odd { background: var(--regression-soft); color: var(--regression); }
.is-unexplained .values .odd { background: var(--unexplained-soft); color: var(--unexplained); }
.is-accepted .values .odd { background: var(--accepted-soft); color: var(--accepted); }
.values .odd th { font-weight: 600; color: inherit; }
details { margin-top: 12px; }
summary { width: fit-content; font-size: 13px; color: var(--accent); cursor: pointer; }
section > details > summary { font-size: 14px; }
pre { margin-top: 8px; padding: 10px 12px; border-radius: 4px; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; line-height: 1.55; }
.role { margin-top: 8px; font-size: 13px; color: var(--dim); }

.scroll { margin-top: 6px; overflow-x: auto; }
.list { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
.list th { padding: 8px 0 4px 20px; font-size: 13px; font-weight: 400; text-align: end; white-space: nowrap; color: var(--dim); }
.list td { padding: 5px 0 5px 20px; border-top: 1px solid var(--line); text-align: end; vertical-align: top; white-space: nowrap; }
.list th:first-child, .list td:first-child { min-width: 12em; padding-inline-start: 0; text-align: start; white-space: normal; overflow-wrap: anywhere; }
.list .about { display: block; font-size: 13px; color: var(--dim); }
.more, footer { margin-top: 12px; font-size: 13px; color: var(--dim); overflow-wrap: anywhere; }
footer { margin-top: 56px; }

@media (max-width: 640px) {
  body { padding: 18px 16px 48px; }
  .evidence { grid-template-columns: minmax(0, 1fr); }
  .numbers { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 20px; }
  h2 { margin-top: 34px; }
  .list th { white-space: normal; }
}
@media print { body { max-width: none; padding: 0; } article { break-inside: avoid; } }
`;
