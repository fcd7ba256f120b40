/** Texts from outside, put into GitHub's and GitLab's Markdown so that they stay texts: no markup, no mention, no reference, no link. */
import { printable } from './layout.ts';

/** In a code span, where both leave names and numbers alone. One line, also inside of a table. */
export function code(text: string): string {
  const line = printable(text).toWellFormed();
  if (line.trim() === '') return '` `';
  // Tables divide cells before they look for code, and disagree on how a backslash saves a stroke.
  if (/[`|\\]/.test(line)) return `<code>${line.replace(/[^\p{L}\p{N} ]/gu, reference)}</code>`;
  return /^ | $/.test(line) ? `\` ${line} \`` : `\`${line}\``;
}

/** A sentence of ours that may hold a name or a rule of theirs. */
export const prose = (text: string): string =>
  printable(text)
    .toWellFormed()
    .replace(/[\\`*_[\]<>#!|~&^$@]|https?:|www\./gi, (found) =>
      found.length === 1 ? reference(found) : `${found}\u200b`,
    )
    // What follows such a sign is no name behind a character without width.
    .replace(/(&#(?:64|35|33|36|126|94|38);|[%:])(?=[\p{L}\p{N}_"'-])/gu, '$1\u200b');

const reference = (sign: string): string => `&#${sign.codePointAt(0)};`;

/** Lines of printable text as they are. */
export function fenced(language: string, lines: readonly string[]): string {
  const text = lines.map((line) => printable(line).toWellFormed());
  const longest = Math.max(2, ...text.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text, fence].join('\n');
}
