/** What a string holds when it is itself a document: JSON, base64 of JSON or text, a JWT, an address with its query. */
import { pay, type Work } from '../work.ts';
import { unitsOfJson } from './effort.ts';
import { type Json, type JsonObject, parseJson } from './json.ts';
import { keepsSpelling } from './spelling.ts';

export interface Decoded {
  /** As it stands in a field's name: `<json>`. */
  readonly mark: 'json' | 'base64' | 'jwt' | 'url';
  /** Texts of one mark may still be of two kinds, such as an absolute and a relative address; those are not compared by parts. */
  readonly kind: string;
  readonly value: Json;
  /** What is computed from all the rest, such as a signature: where the rest differs it has to. */
  readonly seal?: { readonly name: string; readonly value: string };
}

/** Characters. A longer string is compared as it is. */
const longest = 1_048_576;
/** Of an address: its parameters are as laborious as the members of an object. Browsers and servers take far shorter ones. */
const longestUrl = 65_536;

/** Whatever it holds; and where it is damaged, which an exception tells. */
const unitsOfText = 8;
const unitsOfDamage = 30;

type Decoder = (text: string, work: Work) => Decoded | undefined;

/** A new encoding is a row here; the first that can read the whole string does. */
const decoders: readonly (readonly [suspects: RegExp, decode: Decoder])[] = [
  [/^\s*[[{]/, jsonIn],
  [/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/, jwtIn],
  [/^(?:[a-z][a-z0-9+.-]*:\/\/[^\s<>"]+|\/[^\s<>"?]*\?[^\s<>"]*)$/i, urlIn],
  [/^[\w+/-]{4,}={0,2}$/, base64In],
];

/**
 * Looks one level into a string; undefined for one that holds no document as a whole. Never throws.
 * Two strings may decode alike and still not be equal: white space, escapes and the like are lost.
 */
export function decodeText(text: string, work: Work): Decoded | undefined {
  if (text.length < 2 || text.length > longest) return undefined;
  for (const [suspects, decode] of decoders)
    if (suspects.test(text)) return pay(work, unitsOfText + (text.length >> 4)) ? decode(text, work) : undefined;
  return undefined;
}

/** Not parsed where that is more than what may still be done. */
function valueIn(text: string, work: Work): Json | undefined {
  const units = unitsOfJson(text, keepsSpelling(text.length), work.left);
  return pay(work, units) ? parseJson(text) : undefined;
}

function jsonIn(text: string, work: Work): Decoded | undefined {
  const value = valueIn(text, work);
  return value === undefined ? undefined : { mark: 'json', kind: 'json', value };
}

/** RFC 7519: the parts are `header`, `claims` and `signature`. */
function jwtIn(text: string, work: Work): Decoded | undefined {
  const [first = '', second = '', signature = ''] = text.split('.');
  const header = objectIn(first, work);
  const claims = objectIn(second, work);
  if (header === undefined || claims === undefined) return undefined;
  return { mark: 'jwt', kind: 'jwt', value: { header, claims }, seal: { name: 'signature', value: signature } };
}

function objectIn(base64: string, work: Work): Json | undefined {
  const text = textIn(base64, work);
  return text?.startsWith('{') ? valueIn(text, work) : undefined;
}

/** Characters of base64 from which on a text inside is no accident: of nine random bytes one in ten thousand is printable. */
const shortestText = 12;

/** JSON by its first character, or a printable text. */
function base64In(text: string, work: Work): Decoded | undefined {
  const padded = text.endsWith('=');
  if (text.length % 4 === 1 || (padded && text.length % 4 !== 0)) return undefined;
  const startsLikeJson = /^(?:e[w-z0-9]|W[w-z0-9+/-])/.test(text);
  if (!startsLikeJson && (text.length < shortestText || !looksMixed(text))) return undefined;
  const inside = textIn(text, work);
  if (inside === undefined) return undefined;
  const value = /^\s*[[{]/.test(inside) ? valueIn(inside, work) : undefined;
  if (value !== undefined) return { mark: 'base64', kind: 'base64', value };
  if (text.length < shortestText || !isPrintable(inside)) return undefined;
  return { mark: 'base64', kind: 'base64', value: inside };
}

/** Words, hexadecimal ids and numbers are base64 too, and mean nothing as such. */
const looksMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text);

const isPrintable = (text: string): boolean => !/[^\P{Cc}\t\n\r]|\ufffd/u.test(text);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The UTF-8 text in base64 or base64url, padded or not. */
function textIn(base64: string, work: Work): string | undefined {
  try {
    const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return utf8.decode(bytes);
  } catch (error) {
    // Neither base64 nor UTF-8: then it is a string like any other.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    work.left -= unitsOfDamage;
    return undefined;
  }
}

/**
 * The five components of RFC 3986 section 3, the authority by its parts and the query by its parameters; what is not there
 * is left out. Scheme and host are compared in lower case (section 6.2.2.1), the path as it is spelled.
 */
function urlIn(text: string, work: Work): Decoded | undefined {
  if (text.length > longestUrl) return undefined;
  const scheme = /^([^:/?#]+):\/\//.exec(text)?.[1];
  const [beforeFragment = '', fragment] = cut(text.slice(scheme === undefined ? 0 : scheme.length + 3), '#');
  const [place = '', query] = cut(beforeFragment, '?');
  const slash = place.indexOf('/');
  const authority = scheme === undefined || slash === -1 ? place : place.slice(0, slash);
  const value: Record<string, Json> = {};
  if (scheme !== undefined) {
    value.scheme = scheme.toLowerCase();
    const user = authority.lastIndexOf('@');
    if (user !== -1) value.user = authority.slice(0, user);
    const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(user + 1)) ?? [];
    value.host = host.toLowerCase();
    if (port !== undefined) value.port = port;
    value.path = slash === -1 ? '' : place.slice(slash);
  } else value.path = place;
  if (query !== undefined) value.query = parametersIn(query, work);
  if (fragment !== undefined) value.fragment = fragment;
  return { mark: 'url', kind: scheme === undefined ? 'relative' : 'absolute', value };
}

function cut(text: string, sign: string): readonly [string, string | undefined] {
  const at = text.indexOf(sign);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A parameter is a member of an object. */
const unitsOfParameter = 4;

/** Decoded names and values; a name that comes again has a list of values. Not all of them where the work is spent. */
function parametersIn(query: string, work: Work): JsonObject {
  const parameters = new Map<string, Json[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    if (!pay(work, unitsOfParameter)) break;
    const [name, value = ''] = cut(pair, '=');
    const key = unescaped(name, work);
    const values = parameters.get(key);
    if (values === undefined) parameters.set(key, [unescaped(value, work)]);
    else values.push(unescaped(value, work));
  }
  const entries = [...parameters].map(([name, values]): [string, Json] => [
    name,
    values.length === 1 ? (values[0] as Json) : values,
  ]);
  return Object.fromEntries(entries);
}

function unescaped(text: string, work: Work): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    work.left -= unitsOfDamage;
    return text;
  }
}
