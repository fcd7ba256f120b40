/** Differences of one exchange as a person reads them in a terminal: in columns where there is room, else one below the other. */
import type { Look } from '../config/terminal.ts';
import type { Difference } from '../core/compare/differences.ts';
import { type Role, roles } from '../core/exchange.ts';
import { excerpts, valueTexts } from '../core/gate/excerpt.ts';
import { printable } from '../core/gate/layout.ts';

const sides: Readonly<Record<Difference['case'], string>> = {
  candidate: 'only the candidate',
  secondary: 'only the secondary: noise',
  primary: 'only the primary: noise',
  all: 'all three: noise',
};

const nameWidth = 34;
const gap = 2;
/** A column narrower than this tells too little of most values. */
const leastColumn = 18;

type Paint = (code: number, text: string) => string;
const [bold, dim, red, yellow] = [1, 2, 31, 33] as const;

/** Ends with a line break. `three` says whether there was a secondary. */
export function differencesText(differences: readonly Difference[], three: boolean, { color, width }: Look): string {
  if (differences.length === 0) return 'No differences.\n';
  const paint: Paint = (code, text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const shown = three ? roles : roles.filter((role) => role !== 'secondary');
  const columnWidth = Math.floor((width - nameWidth) / shown.length) - gap;
  const text =
    columnWidth >= leastColumn
      ? inColumns(differences, shown, columnWidth, paint)
      : differences.map((difference) => asBlock(difference, shown, width, paint)).join('\n\n');
  return `${text}\n\n${total(differences, three)}\n`;
}

function inColumns(differences: readonly Difference[], shown: readonly Role[], width: number, paint: Paint): string {
  const heads = shown.map((role) => role.padEnd(width + gap)).join('');
  const rows = differences.map((difference) => {
    const name = nameOf(difference);
    const values = excerpts(valueTexts(difference, shown), width);
    const cells = shown.map((role, i) => {
      const value = values[i] ?? '';
      return paint(shade(difference, role), i === shown.length - 1 ? value : value.padEnd(width + gap));
    });
    const mark = difference.case === 'candidate' ? paint(red, '≠') : paint(dim, '~');
    const label = `${mark} ${paint(difference.case === 'candidate' ? bold : dim, name)}`;
    const fits = name.length + 2 + gap <= nameWidth;
    const between = fits ? ' '.repeat(nameWidth - name.length - 2) : `\n${' '.repeat(nameWidth)}`;
    return `${label}${between}${cells.join('')}`;
  });
  return [`${' '.repeat(nameWidth)}${paint(dim, heads.trimEnd())}`, ...rows].join('\n');
}

function asBlock(difference: Difference, shown: readonly Role[], width: number, paint: Paint): string {
  const candidates = difference.case === 'candidate';
  const side = shown.length === 3 ? paint(candidates ? red : dim, `  ${sides[difference.case]}`) : '';
  const values = excerpts(valueTexts(difference, shown), width - 13);
  const lines = shown.map((role, i) => `  ${role.padEnd(9)}  ${paint(shade(difference, role), values[i] ?? '')}`);
  const { field, aspect, pattern } = difference;
  return [`${paint(bold, printable(field))} ${aspect}${named(pattern)}${side}`, ...lines].join('\n');
}

const nameOf = ({ field, aspect, pattern }: Difference): string => `${printable(field)} ${aspect}${named(pattern)}`;
const named = (pattern: string | undefined): string => (pattern === undefined ? '' : ` (${pattern})`);

/** The odd one stands out; what agrees stays in the background. */
const shade = ({ case: odd }: Difference, role: Role): number => (odd === role || odd === 'all' ? yellow : dim);

function total(differences: readonly Difference[], three: boolean): string {
  const counted = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  if (!three) return `${counted}.`;
  const real = differences.filter((difference) => difference.case === 'candidate').length;
  return `${counted}: ${real} of the candidate alone, ${differences.length - real} noise.`;
}
