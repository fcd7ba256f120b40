/** Header lines -> what they say by parts, where the header's own grammar is known. */
import { splitOutsideQuotes, unquoted } from './delimited.ts';
import type { Json } from './json.ts';

/**
 * `items`: values that stand beside each other, one for each line or element; empty for a header that is parts alone.
 * `parts`: what has a name of its own, in order where a name comes again.
 */
export interface HeaderPart {
  readonly items: readonly Json[];
  readonly parts: ReadonlyMap<string, readonly HeaderPart[]>;
}

type Grammar = (lines: readonly string[]) => HeaderPart;

const noParts: ReadonlyMap<string, readonly HeaderPart[]> = new Map();
const flat = (items: readonly Json[]): HeaderPart => ({ items, parts: noParts });
const exactly = (text: string): string => text;
const lower = (text: string): string => text.toLowerCase();
/** White space around semicolons means nothing. */
const spaced = (element: string): string => splitOutsideQuotes(element, ';').join('; ');

/** `#element` of RFC 9110 section 5.6.1: lines are joined, empty elements and white space around commas mean nothing. */
const listOf =
  (normal: (element: string) => string): Grammar =>
  (lines) =>
    flat(elementsOf(lines).map(normal));

const elementsOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => splitOutsideQuotes(line, ',')).filter((element) => element !== '');

/**
 * How to read a header, by its name in lower case. Any header that is not listed is taken as it stands, line by line, and
 * never split: a comma in Date, Set-Cookie, Expires or User-Agent separates nothing.
 */
const grammars: ReadonlyMap<string, Grammar> = new Map<string, Grammar>([
  ['accept-ch', listOf(lower)], // RFC 8942 section 3.1
  ['accept-patch', listOf(lower)], // RFC 5789 section 3.1
  ['accept-post', listOf(lower)], // Linked Data Platform 1.0 section 7.1
  ['accept-ranges', listOf(lower)], // RFC 9110 section 14.3
  ['access-control-allow-headers', listOf(lower)], // Fetch standard section 3.3.5
  ['access-control-allow-methods', listOf(exactly)], // Fetch standard section 3.3.5
  ['access-control-expose-headers', listOf(lower)], // Fetch standard section 3.3.5
  ['allow', listOf(exactly)], // RFC 9110 section 10.2.1
  ['alt-svc', listOf(spaced)], // RFC 7838 section 3
  ['cache-control', directives(',')], // RFC 9111 section 5.2
  ['cache-status', listOf(spaced)], // RFC 9211 section 2
  ['cdn-cache-control', directives(',')], // RFC 9213 section 2.1
  ['clear-site-data', listOf(exactly)], // Clear Site Data section 3.1
  ['content-disposition', parameterised], // RFC 6266 section 4.1
  ['content-encoding', listOf(lower)], // RFC 9110 section 8.4
  ['content-language', listOf(lower)], // RFC 9110 section 8.5
  ['content-security-policy', policy], // Content Security Policy 3 section 2.2
  ['content-security-policy-report-only', policy], // Content Security Policy 3 section 2.2
  ['content-type', parameterised], // RFC 9110 section 8.3
  ['link', links], // RFC 8288 section 3
  ['pragma', directives(',')], // RFC 9111 section 5.4
  ['preference-applied', directives(',')], // RFC 7240 section 3
  ['proxy-status', listOf(spaced)], // RFC 9209 section 2
  ['server-timing', listOf(exactly)], // Server Timing section 3
  ['set-cookie', cookies], // RFC 6265 section 4.1
  ['strict-transport-security', directives(';')], // RFC 6797 section 6.1
  ['timing-allow-origin', listOf(exactly)], // Resource Timing section 4.5
  ['vary', listOf(lower)], // RFC 9110 section 12.5.5
  ['via', listOf(exactly)], // RFC 9110 section 7.6.3
  ['warning', listOf(exactly)], // RFC 7234 section 5.5
]);

/** @param name in lower case. Never throws: a line that breaks its header's grammar still has all that it says in some part. */
export const liftHeader = (name: string, lines: readonly string[]): HeaderPart => (grammars.get(name) ?? flat)(lines);

interface Pair {
  readonly name: string;
  /** A name alone is `true`. */
  readonly value: Json;
}

/** `name=value`, `name="quoted value"` or `name`; names without case. */
function pairOf(text: string): Pair {
  const equals = text.indexOf('=');
  if (equals === -1) return { name: text.trim().toLowerCase(), value: true };
  return { name: text.slice(0, equals).trim().toLowerCase(), value: unquoted(text.slice(equals + 1).trim()) };
}

function named(pairs: Iterable<readonly [name: string, part: HeaderPart]>): HeaderPart['parts'] {
  const parts = new Map<string, HeaderPart[]>();
  for (const [name, part] of pairs) {
    const same = parts.get(name);
    if (same === undefined) parts.set(name, [part]);
    else same.push(part);
  }
  return parts;
}

const partsOf = (texts: readonly string[]): HeaderPart['parts'] =>
  named(
    texts
      .filter((text) => text !== '')
      .map(pairOf)
      .map(({ name, value }) => [name, flat([value])]),
  );

/** `name` and `name=value`, whose order means nothing. */
function directives(separator: ',' | ';'): Grammar {
  return (lines) => ({ items: [], parts: partsOf(lines.flatMap((line) => splitOutsideQuotes(line, separator))) });
}

/** A value without case and its parameters. A charset is the same in any case (RFC 9110 section 8.3.2). */
function parameterised(lines: readonly string[]): HeaderPart {
  const [line, ...more] = lines;
  // Said twice it is no parameterised value any more, and nobody knows which one counts.
  if (line === undefined || more.length > 0) return flat(lines);
  const [value = '', ...parameters] = splitOutsideQuotes(line, ';');
  const parts = normalised(partsOf(parameters), 'charset', lower);
  // Made up anew for every body, which is read with it: here only that there is one says something, see boundary.ts.
  if (/^multipart\//i.test(value) && parts.has('boundary')) parts.set('boundary', [flat(['…'])]);
  return { items: [lower(value)], parts };
}

/** The parts with one of them in the spelling by which it is compared. */
function normalised(
  parts: HeaderPart['parts'],
  name: string,
  normal: (value: string) => string,
): Map<string, readonly HeaderPart[]> {
  const all = new Map(parts);
  const same = all.get(name);
  const spelled = (item: Json) => (typeof item === 'string' ? normal(item) : item);
  if (same !== undefined)
    all.set(
      name,
      same.map(({ items }) => flat(items.map(spelled))),
    );
  return all;
}

/** Each cookie by its name; its attributes are its parts, in lower case. */
function cookies(lines: readonly string[]): HeaderPart {
  return {
    items: [],
    parts: named(
      lines.map((line) => {
        // Cookies know no quotes: a semicolon ends a value even inside them (RFC 6265 section 5.2).
        const [pair = '', ...attributes] = line.split(';').map((text) => text.trim());
        const equals = pair.indexOf('=');
        // Without a name browsers take all of it for the value.
        const name = equals === -1 ? '' : pair.slice(0, equals).trim();
        const parts = normalised(normalised(partsOf(attributes), 'samesite', lower), 'domain', domain);
        return [name, { items: [pair.slice(equals + 1).trim()], parts }];
      }),
    ),
  };
}

/** RFC 6265 section 5.2.3: in any case, and with a dot in front or without. */
const domain = (text: string): string => lower(text).replace(/^\./, '');

/** Each target by its relation, which has no case (RFC 8288 section 2.1.2); its other parameters are its parts. */
function links(lines: readonly string[]): HeaderPart {
  return {
    items: [],
    parts: named(
      elementsOf(lines).map((element) => {
        const end = element.startsWith('<') ? element.indexOf('>') : -1;
        const target = end === -1 ? element : element.slice(1, end);
        const parts = new Map(end === -1 ? noParts : partsOf(splitOutsideQuotes(element.slice(end + 1), ';')));
        const [relation] = parts.get('rel') ?? [];
        parts.delete('rel');
        return [lower(String(relation?.items[0] ?? '')), { items: [target], parts }];
      }),
    ),
  };
}

/**
 * Directives by name, each with its sources. Every policy holds beside the others: a second one, on a line of its own or
 * behind a comma, forbids what the first allows, so that those after the first stand below `#2` and so on.
 */
function policy(lines: readonly string[]): HeaderPart {
  const policies = lines.flatMap((line) => line.split(',')).filter((text) => text.trim() !== '');
  const [first, ...others] = policies.map(directivesIn);
  return {
    items: [],
    parts: new Map([
      ...(first ?? noParts),
      ...others.map((parts, i) => [`#${i + 2}`, [{ items: [], parts }]] as const),
    ]),
  };
}

function directivesIn(text: string): HeaderPart['parts'] {
  const directives = text.split(';').map((directive) => directive.trim().split(/\s+/));
  return named(
    directives
      .filter(([name]) => name !== '')
      .map(([name = '', ...sources]) => [lower(name), flat(sources.length === 0 ? [true] : sources)]),
  );
}
