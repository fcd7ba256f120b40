/** Values as a person sees them side by side: in so many characters each, around the place where they differ. */
import type { Difference } from '../compare/differences.ts';
import type { Role } from '../exchange.ts';
import { printable } from './layout.ts';

export const nothing = '(nothing)';

/** What stood at the field in each of the roles, as printable text in full. */
export const valueTexts = (
  { field, values }: Pick<Difference, 'field' | 'values'>,
  shown: readonly Role[],
): readonly string[] =>
  shown.map((role) =>
    Object.hasOwn(values, role)
      ? printable(valueText(values[role], field.startsWith('body') && field !== 'body'))
      : nothing,
  );

/** Each of them in at most `width` characters around the first place where they differ: the beginnings of long values are often alike. */
export function excerpts(texts: readonly string[], width: number): readonly string[] {
  const from = Math.max(0, firstDifference(texts) - Math.floor(width / 3));
  return texts.map((text) => {
    if (text.length <= width) return text;
    const start = Math.min(from, text.length - width + 1);
    const head = start > 0 ? '…' : '';
    const rest = text.slice(start + head.length, start + width);
    return `${head}${start + width < text.length ? `${rest.slice(0, -1)}…` : rest}`;
  });
}

function firstDifference(texts: readonly string[]): number {
  const shortest = Math.min(...texts.map((text) => text.length));
  for (let i = 0; i < shortest; i++) if (texts.some((text) => text[i] !== texts[0]?.[i])) return i;
  return shortest;
}

/** The candidate, where it says something else than the primary. */
export const isOdd = (values: Readonly<Partial<Record<Role, string>>>, role: string): boolean =>
  role === 'candidate' && values.candidate !== values.primary;

/** JSON, so that 1 and "1" look different; a text body as it is. */
function valueText(value: unknown, quoted: boolean): string {
  if (typeof value === 'string' && !quoted) return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    // Some thousand levels and a number in its own spelling, and JSON.stringify runs out of stack.
    if (error instanceof RangeError) return '(too deep to show)';
    throw error;
  }
}
