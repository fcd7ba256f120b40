/** An example as lines of plain text, for reports whose reader sees text as it is. */
import { roles } from '../exchange.ts';
import { reproductionsOf, type Targets } from './curl.ts';
import { printable } from './layout.ts';
import type { Example } from './model.ts';

/** `primary    12.50`, a line for each role. */
export const valuesOf = ({ values }: Example): readonly { readonly role: string; readonly text: string }[] =>
  roles.flatMap((role) => {
    const text = values[role];
    return text === undefined ? [] : [{ role, text }];
  });

export const requestLine = ({ request: { method, target } }: Example): string => printable(`${method} ${target}`);

export const commandsOf = (example: Example, targets: Targets) =>
  reproductionsOf(example, targets).map(({ role, words }) => ({ role, command: words.join(' ') }));

/** `primary: 12.50 / secondary: 12.50 / candidate: 13.00`; empty where nothing is known. */
export const valuesInOneLine = (example: Example | undefined): string =>
  example === undefined
    ? ''
    : valuesOf(example)
        .map(({ role, text }) => `${role}: ${text}`)
        .join(' / ');
