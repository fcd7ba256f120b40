/**
 * Regular expressions of rules, and what they leave of a value. They are a user's, and meet whatever the services answer, so
 * they run on RE2's algorithm: time by the length of the text, whatever the pattern. The price is no look-around and no
 * back-references.
 */
import { RE2JS, RE2JSSyntaxException } from 're2js';

export type Pattern = RE2JS;

/** Characters. A longer text is compared as it is. */
const longestMatched = 16 * 1024;
/** Of a compiled pattern: `(a{1000}){1000}` would be a program of a million steps. */
const longestPattern = 1000;

/** @throws RangeError with a clause: not a regular expression, or one that cannot be run */
export function compilePattern(pattern: string): Pattern {
  if (pattern === '') throw new RangeError('expected a regular expression');
  if (pattern.length > longestPattern) throw new RangeError(`expected at most ${longestPattern} characters`);
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new RangeError(
      `expected a regular expression: ${error.message.replace(/^error parsing regexp: |: `[^`]*`$/gs, '')}`,
    );
  }
}

/**
 * What is compared of a text: what stands outside of the matches, and in each match what the groups captured.
 * undefined where nothing matches.
 */
export function unmasked(pattern: Pattern, text: string): string | undefined {
  if (text.length > longestMatched) return undefined;
  const kept: unknown[] = [];
  const matcher = pattern.matcher(text);
  let from = 0;
  while (matcher.find()) {
    const groups = Array.from({ length: matcher.groupCount() }, (_, i) => matcher.group(i + 1));
    kept.push(text.slice(from, matcher.start()), groups);
    from = matcher.end();
  }
  return kept.length === 0 ? undefined : JSON.stringify([...kept, text.slice(from)]);
}

export const isMatch = (pattern: Pattern, text: string): boolean =>
  text.length <= longestMatched && pattern.matcher(text).find();
