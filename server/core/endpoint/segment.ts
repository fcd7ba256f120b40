/** What one segment of a path is an instance of: `7` of `{id}`, `bob@example.com` of `{email}`. */

const slash = 0x2f;
const longestSegment = 64;

/** Bit per class of character; a segment's class is the AND over its characters. */
const digit = 1;
const hex = 2;
/** Crockford's base 32: digits and letters without I, L, O and U, either case. */
const crockford = 4;

const classOfCode = new Uint8Array(128);
for (const character of '0123456789') classOfCode[character.charCodeAt(0)] = digit | hex | crockford;
for (const character of 'abcdefABCDEF') classOfCode[character.charCodeAt(0)] = hex | crockford;
for (const character of 'ghjkmnpqrstvwxyzGHJKMNPQRSTVWXYZ') classOfCode[character.charCodeAt(0)] = crockford;

function classOf(text: string): number {
  let shared = digit | hex | crockford;
  for (let i = 0; i < text.length && shared !== 0; i++) shared &= classOfCode[text.charCodeAt(i)] ?? 0;
  return shared;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
/** The last label starts with a letter, so that `pkg@1.2.3` is no address; nor is the picture `logo@2x.png`. */
const email = /^[^@\s]+@(?!\dx\.)[^@\s]+\.[a-z][a-z0-9-]+$/i;

/** undefined for what is a name and no data, as far as its looks tell. */
export function templateOf(text: string): string | undefined {
  const { length } = text;
  if (length === 0) return undefined;
  const shared = classOf(text);
  if (shared & digit) return '{id}';
  if (shared & hex && length >= 8) return '{hash}';
  // A ULID's 128 bits need only three of the first character's five, so it starts with 0 to 7: that also keeps words out.
  if (shared & crockford && length === 26 && text.charCodeAt(0) <= 0x37) return '{ulid}';
  if (length === 36 && uuid.test(text)) return '{uuid}';
  if (length === 10 && date.test(text)) return '{date}';
  return text.includes('@') && email.test(text) ? '{email}' : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

/** The segment as it stands in an endpoint's name: its template, or itself as the caller wrote it, shortened to 64 characters. */
function nameOf(segment: string): string {
  const template = templateOf(segment.includes('%') ? decoded(segment) : segment);
  if (template !== undefined) return template;
  return segment.length > longestSegment ? `${segment.slice(0, longestSegment)}…` : segment;
}

/** A path with every segment that looks like data replaced by its template. */
export function templated(path: string): string {
  let name = '';
  let start = 0;
  for (let end = 0; end <= path.length; end++) {
    if (end < path.length && path.charCodeAt(end) !== slash) continue;
    name += nameOf(path.slice(start, end));
    if (end < path.length) name += '/';
    start = end + 1;
  }
  return name;
}
