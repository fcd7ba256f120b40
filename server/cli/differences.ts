/** Differences of one exchange as a person reads them in a terminal: in columns where there is room, else one below the other. */
import type { Look } from '../config/terminal.ts';
import type { Difference } from '../core/compare/differences.ts';
import { type Role, roles } from '../core/exchange.ts';
import { printable } from '../core/gate/layout.ts';
import { cellsOf, padded, startOf } from './cells.ts';

const sides: Readonly<Record<Difference['case'], string>> = {
  candidate: 'only the candidate',
  secondary: 'only the secondary: noise',
  primary: 'only the primary: noise',
  all: 'all three: noise',
};

/** Cells of the column of names: as many as the names need, within these; a longer name has a line of its own. */
const leastName = 16;
const mostName = 48;
const gap = 2;
/** A column narrower than this tells too little of most values. */
const leastColumn = 18;

type Paint = (code: number, text: string) => string;
const [bold, dim, red, yellow] = [1, 2, 31, 33] as const;

/** What only the candidate does comes first. Ends with a line break. `three` says whether there was a secondary. */
export function differencesText(all: readonly Difference[], three: boolean, { color, width }: Look): string {
  if (all.length === 0) return 'No differences.\n';
  const paint: Paint = (code, text) => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
  const shown = three ? roles : roles.filter((role) => role !== 'secondary');
  const differences = [...all.filter(isCandidates), ...all.filter((difference) => !isCandidates(difference))];
  const nameWidth = widthOfNames(differences, width);
  const columnWidth = Math.floor((width - nameWidth + gap) / shown.length) - gap;
  const text =
    columnWidth >= leastColumn
      ? inColumns(differences, shown, { name: nameWidth, column: columnWidth }, paint)
      : differences.map((difference) => asBlock(difference, shown, width, paint)).join('\n\n');
  return `${text}\n\n${total(differences, three)}\n`;
}

const isCandidates = ({ case: odd }: Difference): boolean => odd === 'candidate';

/** Names that are much longer than the rest do not take the room of all values. */
function widthOfNames(differences: readonly Difference[], width: number): number {
  const most = Math.min(mostName, Math.floor(width * 0.4));
  const widths = differences.map((difference) => cellsOf(nameOf(difference)) + 2 + gap);
  return Math.max(leastName, ...widths.filter((cells) => cells <= most));
}

interface Widths {
  readonly name: number;
  readonly column: number;
}

function inColumns(differences: readonly Difference[], shown: readonly Role[], widths: Widths, paint: Paint): string {
  const heads = shown.map((role) => role.padEnd(widths.column + gap)).join('');
  const rows = differences.map((difference) => {
    const name = nameOf(difference);
    const values = excerpts(difference, shown, widths.column);
    const cells = shown.map((role, i) => {
      const value = values[i] ?? '';
      const fill = i === shown.length - 1 ? 0 : widths.column + gap - cellsOf(value);
      return paint(shade(difference, role), value) + ' '.repeat(Math.max(0, fill));
    });
    const odd = isCandidates(difference);
    const label = `${paint(odd ? red : dim, odd ? '≠' : '~')} ${paint(odd ? bold : dim, name)}`;
    const fill = widths.name - cellsOf(name) - 2;
    const between = fill >= gap ? ' '.repeat(fill) : `\n${' '.repeat(widths.name)}`;
    return `${label}${between}${cells.join('')}`.trimEnd();
  });
  return [`${' '.repeat(widths.name)}${paint(dim, heads.trimEnd())}`, ...rows].join('\n');
}

function asBlock(difference: Difference, shown: readonly Role[], width: number, paint: Paint): string {
  const odd = isCandidates(difference);
  const side = shown.length === 3 ? `  ${paint(odd ? red : dim, sides[difference.case])}` : '';
  const values = excerpts(difference, shown, width - 13);
  const lines = shown.map((role, i) => `  ${padded(role, 9)}  ${paint(shade(difference, role), values[i] ?? '')}`);
  const { field, aspect, pattern } = difference;
  const name = paint(odd ? bold : dim, printable(field));
  return [`${name} ${aspect}${named(pattern)}${side}`, ...lines].join('\n');
}

const nameOf = ({ field, aspect, pattern }: Difference): string =>
  `${printable(field)}${field === aspect ? '' : ` ${aspect}`}${named(pattern)}`;
const named = (pattern: Difference['pattern']): string => (pattern === undefined ? '' : ` (${pattern})`);

/** The odd one stands out; what agrees stays in the background. */
const shade = ({ case: odd }: Difference, role: Role): number => (odd === role || odd === 'all' ? yellow : dim);

/** The values in so many cells each, around the first place where they differ: the beginnings of long values are often alike. */
function excerpts(difference: Difference, shown: readonly Role[], width: number): readonly string[] {
  const { values } = difference;
  const texts = shown.map((role) => (Object.hasOwn(values, role) ? shownValue(difference, values[role]) : '(nothing)'));
  if (texts.every((text) => text.length <= 2 * width && cellsOf(text) <= width)) return texts;
  const before = Math.floor(width / 3);
  const from = firstDifference(texts) - before;
  return texts.map((text) => {
    // As many signs before the difference as there is room for, also where they are wide.
    const start = text.length <= width && cellsOf(text) <= width ? 0 : Math.min(from, text.length - width + 1);
    if (start <= 0) return startOf(text, width);
    const head = [...text.slice(start + 1, from + before)];
    while (cellsOf(head.join('')) > before) head.shift();
    return `…${startOf(head.join('') + text.slice(Math.max(start + 1, from + before)), width - 1)}`;
  });
}

function firstDifference(texts: readonly string[]): number {
  const shortest = Math.min(...texts.map((text) => text.length));
  for (let i = 0; i < shortest; i++) if (texts.some((text) => text[i] !== texts[0]?.[i])) return i;
  return shortest;
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** JSON, so that 1 and "1" look different; a text body and a header as they are, on one line. */
function shownValue({ field }: Difference, value: unknown): string {
  const quoted = field.startsWith('body') && field !== 'body';
  const text =
    typeof value === 'string' && !quoted ? value : (fileText(value) ?? JSON.stringify(value) ?? String(value));
  return printable(text.replace(/[\n\r\t]/g, (sign) => escapes[sign] ?? sign));
}

/** What stands for a body that is no text, the sum first: it is what tells two of one length apart. */
function fileText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'length,sha256') return undefined;
  const { length, sha256 } = value as { readonly length: unknown; readonly sha256: unknown };
  return typeof length === 'number' && typeof sha256 === 'string'
    ? `sha256 ${sha256.slice(0, 12)}, ${length} bytes`
    : undefined;
}

function total(differences: readonly Difference[], three: boolean): string {
  const counted = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  if (!three) return `${counted}.`;
  const real = differences.filter(isCandidates).length;
  if (real === differences.length) return `${counted}, ${real === 1 ? 'of' : 'all of'} the candidate alone.`;
  return real === 0 ? `${counted}, all noise.` : `${counted}: ${real} of the candidate alone, the rest is noise.`;
}
