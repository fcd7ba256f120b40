/** Differences of one exchange as a person reads them in a terminal. */
import type { Look } from '../config/terminal.ts';
import type { Difference } from '../core/compare/differences.ts';
import type { Role } from '../core/exchange.ts';
import { fit, printable } from '../core/gate/layout.ts';

const sides: Readonly<Record<Difference['case'], string>> = {
  candidate: 'only the candidate',
  secondary: 'only the secondary: noise',
  primary: 'only the primary: noise',
  all: 'all three: noise',
};

/** One block for each difference; ends with a line break. `three` says whether there was a secondary. */
export function differencesText(differences: readonly Difference[], three: boolean, { color, width }: Look): string {
  if (differences.length === 0) return 'No differences.\n';
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const shown: readonly Role[] = three ? ['primary', 'secondary', 'candidate'] : ['primary', 'candidate'];
  const blocks = differences.map((difference) => {
    const side = three ? paint(difference.case === 'candidate' ? 31 : 2, `  ${sides[difference.case]}`) : '';
    const head = `${paint(1, printable(difference.field))} ${difference.aspect}${side}`;
    const values = shown.map((role) => {
      const value = Object.hasOwn(difference.values, role)
        ? valueText(difference.values[role], difference.field !== 'body')
        : '(nothing)';
      const odd = difference.case === role || difference.case === 'all';
      return `  ${role.padEnd(9)}  ${paint(odd ? 33 : 2, fit(printable(value), width - 13))}`;
    });
    return [head, ...values].join('\n');
  });
  const total = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  return `${blocks.join('\n\n')}\n\n${total}.\n`;
}

/** JSON, so that 1 and "1" look different; a text body as it is. */
const valueText = (value: unknown, quoted: boolean): string =>
  typeof value === 'string' && !quoted ? value : (JSON.stringify(value) ?? String(value));
