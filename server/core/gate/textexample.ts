/** An example in a terminal: the request, what each role had at the field, and the commands that ask once more. */
import { roles } from '../exchange.ts';
import { reproductionsOf, type Targets } from './curl.ts';
import { excerpts, isOdd } from './excerpt.ts';
import { fit, printable } from './layout.ts';
import type { Example } from './model.ts';

/** Lines without indent, with the odd values marked. */
export function valueLines({ request, values, exchange }: Example, width: number): readonly ExampleLine[] {
  const shown = roles.filter((role) => values[role] !== undefined);
  const texts = excerpts(
    shown.map((role) => values[role] ?? ''),
    width - valueIndent,
  );
  const id = printable(exchange);
  const head = fit(`${printable(request.method)} ${printable(request.target)}`, Math.max(20, width - id.length - 2));
  const fits = head.length + 2 + id.length <= width;
  return [
    { odd: false, label: fits ? `${head}  ${id}` : head, text: '' },
    ...shown.map((role, i) => ({ odd: isOdd(values, role), label: role.padEnd(valueIndent), text: texts[i] ?? '' })),
  ];
}

export interface ExampleLine {
  readonly odd: boolean;
  readonly label: string;
  readonly text: string;
}

const valueIndent = 'secondary'.length + 2;

/** The candidate's, ready to be copied: a line that would be too long goes on after a backslash, between two words of the command. */
export function commandLines(example: Example, targets: Targets, width: number): readonly string[] {
  const [candidate] = reproductionsOf(example, targets);
  const lines: string[] = [];
  let line = '';
  for (const word of paired(candidate?.words ?? [])) {
    const indent = lines.length === 0 ? 0 : 2;
    if (line !== '' && indent + line.length + 1 + word.length + 2 > width) {
      lines.push(`${' '.repeat(indent)}${line} \\`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${lines.length === 0 ? '' : '  '}${line}`];
}

/** A flag stays with its value. */
function paired(words: readonly string[]): string[] {
  const pairs: string[] = [];
  for (const word of words) {
    const flag = pairs.at(-1);
    if (flag !== undefined && /^(?:-H|-X|--data-raw|--data-binary)$/.test(flag)) pairs.splice(-1, 1, `${flag} ${word}`);
    else pairs.push(word);
  }
  return pairs;
}
