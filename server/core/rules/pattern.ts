/** Regular expressions of rules: what they leave of a value, and which of them are refused. */

/** Characters. A longer text is compared as it is: some patterns take time by the square of the length, at this one 130 ms. */
const longestMatched = 16 * 1024;

/** @throws RangeError with a clause: not a regular expression, or one that may never end */
export function compilePattern(pattern: string): RegExp {
  if (pattern === '') throw new RangeError('expected a regular expression');
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, 'gsu');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RangeError(`expected a regular expression: ${error.message.replace(/^.*\/gsu: /s, '')}`);
  }
  if (repeatsItself(pattern)) {
    throw new RangeError('expected a pattern that ends: a repeated group may not be one repeat alone, as in (a+)+');
  }
  return compiled;
}

/**
 * What is compared of a text: what stands outside of the matches, and in each match what the groups captured.
 * undefined where nothing matches.
 */
export function unmasked(pattern: RegExp, text: string): string | undefined {
  if (text.length > longestMatched) return undefined;
  const kept: unknown[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    kept.push(text.slice(from, match.index), match.slice(1));
    from = match.index + match[0].length;
  }
  return kept.length === 0 ? undefined : JSON.stringify([...kept, text.slice(from)]);
}

export function isMatch(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return text.length <= longestMatched && pattern.test(text);
}

/** One alternative of a group, as far as it was read. */
interface Alternative {
  /** Has something that may match any length. */
  open: boolean;
  /** Has something of one length that must be there, which keeps two turns of a repeat apart. */
  fixed: boolean;
}

/**
 * Whether a group that may be repeated without end holds nothing but such repeats: `(a+)+`, `(\w+\s?)*`. Those take time that
 * doubles with each character of a text that does not match. Not all such patterns are found, but those that people write.
 */
function repeatsItself(pattern: string): boolean {
  const open: Alternative[] = [{ open: false, fixed: false }];
  const groups: { harmful: boolean }[] = [];
  const token =
    /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]+:))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu;
  const tokens = pattern.match(token) ?? [];
  for (const [i, text] of tokens.entries()) {
    const current = open.at(-1);
    if (current === undefined) return false;
    if (text.startsWith('(')) {
      groups.push({ harmful: false });
      open.push({ open: false, fixed: false });
    } else if (text === '|' || text === ')') {
      const group = groups.at(-1);
      if (group !== undefined && current.open && !current.fixed) group.harmful = true;
      open.pop();
      if (text === '|') open.push({ open: false, fixed: false });
      else {
        groups.pop();
        const repeat = repeatOf(tokens[i + 1]);
        if (group?.harmful && repeat === 'endless') return true;
        const outer = open.at(-1);
        if (outer !== undefined) note(outer, group?.harmful ? 'endless' : repeat);
      }
    } else if (!/^(?:[*+?]|\{\d)/.test(text) && !/^[\^$]$|^\\[bB]$/.test(text)) note(current, repeatOf(tokens[i + 1]));
  }
  return false;
}

type Repeat = 'endless' | 'optional' | 'once';

function repeatOf(next: string | undefined): Repeat {
  if (next === undefined) return 'once';
  if (/^[*+]|^\{\d+,\}/.test(next)) return 'endless';
  return /^\?|^\{0/.test(next) ? 'optional' : 'once';
}

function note(alternative: Alternative, repeat: Repeat): void {
  if (repeat === 'endless') alternative.open = true;
  if (repeat === 'once') alternative.fixed = true;
}
