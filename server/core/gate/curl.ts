/**
 * The command that asks a target once more what an exchange asked: one line of printable text for a POSIX shell, whatever the
 * request holds. What was not stored, credentials above all, stands in it as a variable that the shell refuses to leave out.
 */
import type { Role } from '../exchange.ts';
import { headerValue } from '../exchange.ts';
import { printable } from './layout.ts';
import type { Example, ExampleBody, ExampleRequest } from './model.ts';

/** Base URL of the roles as far as it is known. */
export type Targets = Readonly<Partial<Record<Role, string>>>;

export interface Reproduction {
  readonly role: Role;
  /** Words of the command, each quoted: joined by spaces they are the command. */
  readonly words: readonly string[];
}

/** curl sets them by itself, or they belong to the caller's connection. */
const ownHeaders: ReadonlySet<string> = new Set(['content-length', 'connection', 'transfer-encoding', 'expect']);

/** RFC 9110 section 5.6.2. A name like `@file` would make curl read that file. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The candidate first: what it does now is the question, the primary is for comparison. */
export function reproductionsOf({ request }: Example, targets: Targets): readonly Reproduction[] {
  // Traffic without a Host was given the primary's, which nobody chose.
  const hosts = Object.values(targets).map((url) => new URL(url).host);
  const headers = request.headers.filter(([name, value]) => name.toLowerCase() !== 'host' || !hosts.includes(value));
  return (['candidate', 'primary'] as const).map((role) => ({
    role,
    words: curlWords({ ...request, headers }, role, targets[role]),
  }));
}

function curlWords({ method, target, headers, body }: ExampleRequest, role: Role, base: string | undefined): string[] {
  const isHead = method === 'HEAD';
  const implied = isHead || method === (body.kind === 'empty' ? 'GET' : 'POST');
  const [pipe, data] = isHead ? dataWords({ kind: 'empty' }) : dataWords(body);
  return [
    ...pipe,
    'curl',
    isHead ? '-I' : '-i',
    ...(implied ? [] : ['-X', shellWord(method)]),
    // Brackets and dots are the path's own, not curl's.
    ...(/[[\]{}]/.test(target) ? ['-g'] : []),
    ...(/\/\.\.?(?:[/?]|$)/.test(target) ? ['--path-as-is'] : []),
    addressWord(target, role, base),
    ...(headerValue(headers, 'accept-encoding') === undefined ? [] : ['--compressed']),
    ...headers.flatMap(([name, value]) =>
      token.test(name) && !ownHeaders.has(name.toLowerCase()) ? ['-H', headerWord(name, value)] : [],
    ),
    // Left to itself curl would call the body a form.
    ...(body.kind === 'empty' || headerValue(headers, 'content-type') !== undefined ? [] : ['-H', "'Content-Type:'"]),
    ...data,
  ];
}

function dataWords(body: ExampleBody): readonly [before: readonly string[], after: readonly string[]] {
  switch (body.kind) {
    case 'empty':
      return [[], []];
    case 'text':
      return isPlain(body.text)
        ? [[], ['--data-raw', shellWord(body.text)]]
        : [
            ['printf', formatWord(bytesOf(body.text)), '|'],
            ['--data-binary', '@-'],
          ];
    case 'octets':
      return [
        ['printf', formatWord(bytesOfHex(body.hex)), '|'],
        ['--data-binary', '@-'],
      ];
    case 'long':
      return [[], ['--data-binary', `@${variable('body_file')}`]];
  }
}

/** A target that is not known is named by a variable. */
function addressWord(target: string, role: Role, base: string | undefined): string {
  const start = base === undefined ? variable(`${role}_url`) : '';
  const text = encoded(`${base?.replace(/\/+$/, '') ?? ''}${target}`);
  return start + withVariables(text, (before) => /([^?&;#=]+)=$/.exec(before)?.[1] ?? 'secret');
}

/** Request targets are ASCII; recorded traffic may hold others, and curl would send them as it pleases. */
const encoded = (address: string): string =>
  address.replace(/[^\u0021-\u007e]/gu, (sign) =>
    [...bytesOf(sign)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

function headerWord(name: string, value: string): string {
  // `name:` alone would make curl leave the header out.
  if (value.trim() === '') return shellWord(`${name};`);
  const text = `${name}: ${value}`;
  if (!isPlain(text)) return `"$(printf ${formatWord(latin1Of(text))})"`;
  return withVariables(text, (before) => /([^?&;#=\s]+)=$/.exec(before)?.[1] ?? name);
}

/** Quotes a text, with a variable in place of each value that was redacted. */
function withVariables(text: string, nameAfter: (before: string) => string): string {
  let before = '';
  return text
    .split(/(redacted:[0-9a-f]{12})/)
    .map((part, i) => {
      const word = i % 2 === 0 ? shellWord(part) : variable(nameAfter(before));
      before += part;
      return i % 2 === 0 && part === '' ? '' : word;
    })
    .join('');
}

/** Fails in the shell while nothing was given for it. */
const variable = (name: string): string => {
  const word = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return `"\${${/^[A-Z]/.test(word) ? word : `X_${word}`}:?}"`;
};

/** As one word of a command line, whatever it holds. */
function shellWord(text: string): string {
  if (/^[\w./][\w./:=,@%+-]*$/.test(text)) return text;
  return isPlain(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"$(printf ${formatWord(bytesOf(text))})"`;
}

/** Whether it survives a terminal and a clipboard as it is. Characters beyond ASCII do where they are printed at all. */
const isPlain = (text: string): boolean => text.isWellFormed() && printable(text) === text && !/[^\P{Z} ]/u.test(text);

/** The format of `printf` that writes these bytes: POSIX knows octal escapes only. A minus at its begin would be an option. */
function formatWord(bytes: Iterable<number>): string {
  let format = '';
  for (const byte of bytes) {
    const sign = String.fromCharCode(byte);
    if (sign === '\n') format += '\\n';
    else if (sign === '%') format += '%%';
    else if (sign === '\\') format += '\\\\';
    else if (byte >= 0x20 && byte <= 0x7e && !(sign === '-' && format === '')) format += sign === "'" ? "'\\''" : sign;
    else format += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `'${format}'`;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Header lines hold one byte in each character. */
const latin1Of = (text: string): number[] => [...text].map((sign) => (sign.codePointAt(0) ?? 0) & 0xff);
const bytesOfHex = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
