/** The way a value is written, whatever it says. */
import type { Json } from '../lift/json.ts';
import { type ExactNumber, isExactNumber, sourceOf } from '../lift/number.ts';
import { pairsThat } from './bits.ts';
import { dateFormats } from './dates.ts';
import { epochUnit, numberStyles, numberTextFormats } from './digits.ts';

/** Characters; of a longer text nobody asks for its format, and it counts as text. */
export const longestText = 8_192;

type Row = readonly [pattern: RegExp, formats: readonly string[] | ((match: RegExpExecArray) => readonly string[])];

const quoted: Row = [/^"[^"]*"$/, ['quoted']];
const weakTag: Row = [/^W\/"[^"]*"$/, ['weak entity tag']];
const uuid: Row = [
  /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  ([text, version]) => inCase(text, `UUID v${version}`),
];
/** Crockford's alphabet; the first two signs say the time, and stay `01` from 2004 until 2110. */
const ulid: Row = [/^01[0-9a-hjkmnp-tv-z]{24}$/i, ([text]) => inCase(text, 'ULID')];
const hex: Row = [/^[0-9a-f]{8,}$/i, ([text]) => hexLengths(text.length).flatMap((name) => inCase(text, name))];
const jwt: Row = [/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/, ['JWT']];
const url: Row = [/^[a-z][a-z0-9+.-]*:\/\/\S+$/i, ['URL']];
const dataUrl: Row = [/^data:[^\s,]*,/i, ['data URL']];
const email: Row = [/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/, ['e-mail']];
const version: Row = [
  /^(v?)(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9a-z.-]+)?(?:\+[0-9a-z.-]+)?$/i,
  ([, v]) => [v ? 'semantic version with v' : 'semantic version'],
];
const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4: Row = [new RegExp(`^${octet}(?:\\.${octet}){3}$`), ['IPv4']];
const ipv6: Row = [
  /^(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=.*::)[0-9a-f:]{2,39}(?:\d+\.\d+\.\d+\.\d+)?)$/i,
  ['IPv6'],
];
const object: Row = [/^\{\s*(?:"|\}$)/, ['JSON']];
const list: Row = [/^\[\s*(?:["{[\d\]-]|true\b|false\b|null\b)/, ['JSON']];

const startingWithDigit: readonly Row[] = [uuid, ulid, hex, version, ipv4, ipv6, email, url];
const startingWithLetter: readonly Row[] = [jwt, url, uuid, hex, version, ipv6, email, weakTag, dataUrl];
const startingElse: readonly Row[] = [object, list, quoted, email, ipv6];

/**
 * Every format that a text may be in, the likeliest first; never empty. One text often fits several: `03/04/2026` is a date
 * with the day or the month in front, `12345678` a number or a hexadecimal id that happens to lack letters.
 */
export function formatsOf(text: string): readonly string[] {
  if (text === '') return ['empty', 'text'];
  if (text.length > longestText) return ['sentence', 'text'];
  const first = text.charCodeAt(0);
  const digit = isDigit(first);
  const letter = isLetter(first);
  const formats: string[] = [];
  if (digit || letter || first === 0x2d || first === 0x2b) {
    const kind = digit ? dateFormats.digit : dateFormats.letter;
    if (digit || letter) formats.push(...kind(text));
    if (!letter) formats.push(...numberTextFormats(text));
  }
  for (const [pattern, names] of digit ? startingWithDigit : letter ? startingWithLetter : startingElse) {
    const match = pattern.exec(text);
    if (match !== null) formats.push(...(typeof names === 'function' ? names(match) : names));
  }
  if (formats.length > 0) return formats;
  const base64 = base64Formats(text);
  if (base64.length > 0) return base64;
  return [/\s/.test(text) ? 'sentence' : 'word', 'text'];
}

/** The likeliest one. */
export const formatOf = (text: string): string => formatsOf(text)[0] ?? 'text';

/**
 * Whether two values of one type are written in ways that no single writer would mix. Symmetric. Two texts are of another
 * format when they have no possible format in common, so that random draws of one generator do not look like a change.
 * Words, sentences and empty texts are one family: `paid` and `not paid` are two values, not two formats. Numbers are judged
 * by their spelling, and are of another one too where one counts seconds since 1970 and the other milliseconds.
 */
export function otherFormat(a: Json, b: Json): boolean {
  if (a === b) return false;
  if (typeof a === 'string' && typeof b === 'string') {
    return haveNoneInCommon(formatsOf(a), formatsOf(b)) || otherUnit(a, b);
  }
  if (isNumber(a) && isNumber(b)) return otherSpelling(a, b);
  return false;
}

/** Texts of one place that differ: what `otherFormat` says of each pair, each text looked at once. */
export function otherFormats(primary: string, secondary: string | undefined, candidate: string | undefined): number {
  const one = written(primary);
  const like = (text: string | undefined, known: readonly Written[]) =>
    text === undefined ? undefined : (known.find((each) => each.text === text) ?? written(text));
  const two = like(secondary, [one]);
  const three = like(candidate, two === undefined ? [one] : [one, two]);
  return pairsThat<Written>(otherlyWritten, one, two, three);
}

interface Written {
  readonly text: string;
  readonly formats: readonly string[];
}
const written = (text: string): Written => ({ text, formats: formatsOf(text) });
const otherlyWritten = (a: Written, b: Written): boolean =>
  a !== b && (haveNoneInCommon(a.formats, b.formats) || otherUnit(a.text, b.text));

function otherSpelling(a: number | ExactNumber, b: number | ExactNumber): boolean {
  // Printed alike, and no moment since 1970.
  if (typeof a === 'number' && typeof b === 'number' && (a < firstMoment || b < firstMoment)) return false;
  const one = sourceOf(a);
  const two = sourceOf(b);
  // Both as this language prints them: one writer.
  const plain = typeof a === 'number' && typeof b === 'number';
  return (!plain && haveNoneInCommon(numberStyles(one), numberStyles(two))) || otherUnit(one, two);
}

function otherUnit(a: string, b: string): boolean {
  if (a.length === b.length) return false;
  const unit = epochUnit(a);
  const other = epochUnit(b);
  return unit !== undefined && other !== undefined && unit !== other;
}

/** What has ten digits counts seconds. */
const firstMoment = 1_000_000_000;

const isNumber = (value: Json): value is number | ExactNumber =>
  typeof value === 'number' || (typeof value === 'object' && value !== null && isExactNumber(value));

const haveNoneInCommon = (one: readonly string[], two: readonly string[]): boolean =>
  !one.some((format) => two.includes(format));

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** The case of its letters is a part of the format; a text without any may be either. */
function inCase(text: string, format: string): readonly string[] {
  if (text === text.toLowerCase()) return text === text.toUpperCase() ? [format, `${format} in capitals`] : [format];
  return text === text.toUpperCase() ? [`${format} in capitals`] : [`${format} in mixed case`];
}

/** Hexadecimal digits of the digests in use. */
const digests = [32, 40, 56, 64, 96, 128];

/** A number printed in base 16 loses its leading zeros, so one or two digits less may still be a digest. */
function hexLengths(length: number): readonly string[] {
  const digest = digests.find((full) => full - 2 <= length && length <= full);
  if (digest === undefined) return ['hex'];
  return digest === length ? [`hex of ${digest}`] : ['hex', `hex of ${digest}`];
}

/**
 * Without its padding or signs, base64 cannot be told from a word, an identifier or a path; then it may be text as well.
 * Shorter texts are words.
 */
function base64Formats(text: string): readonly string[] {
  if (text.length < 16) return [];
  if (/^[A-Za-z0-9+/]+={1,2}$/.test(text) && text.length % 4 === 0) return ['base64'];
  const alphabet = /^(?:([A-Za-z0-9+/]+)|[\w-]+={0,2})$/.exec(text);
  if (alphabet === null || !(/[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text))) return [];
  if (alphabet[1] === undefined) return ['base64url', 'text'];
  if (text.length % 4 !== 0) return text.length % 4 === 1 || /[+/]/.test(text) ? [] : ['base64url', 'text'];
  return /[+/]/.test(text) ? ['base64', 'text'] : ['base64', 'base64url', 'text'];
}
