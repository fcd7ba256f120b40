/** Texts in which quoted strings and `<addresses>` may hold the separator (RFC 9110 section 5.6.4, RFC 8288 section 3). */

/**
 * The parts between separators, without white space around them. A quote that is never closed reaches to the end.
 * A loop, as a pattern may run out of stack on a line of megabytes.
 */
export function splitOutsideQuotes(text: string, separator: ',' | ';'): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let closing = '';
  const lastAddress = text.lastIndexOf('>');
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (closing !== '') {
      if (sign === '\\' && closing === '"') i++;
      else if (sign === closing) closing = '';
    } else if (sign === '"') closing = '"';
    else if (sign === '<') closing = i < lastAddress ? '>' : '';
    else if (sign === separator) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** What a quoted string says; any other text is itself. */
export function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}
