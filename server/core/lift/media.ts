/** `Content-Type` and `Content-Disposition` as they are read to find out what bytes mean; a look-up, where comparing keeps every part. */
import { splitOutsideQuotes, unquoted } from './delimited.ts';

export interface MediaType {
  /** In lower case, without parameters; empty when nothing is declared. */
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Characters of a header worth reading; no real one comes near. */
const longest = 4_096;

/** Parameter names in lower case, the first of each counts. Never throws. */
export function mediaTypeOf(header: string): MediaType {
  const [name = '', ...rest] = splitOutsideQuotes(header.slice(0, longest), ';');
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals === -1) continue;
    const key = part.slice(0, equals).trim().toLowerCase();
    if (!parameters.has(key)) parameters.set(key, unquoted(part.slice(equals + 1).trim()));
  }
  return { name: name.toLowerCase(), parameters };
}
