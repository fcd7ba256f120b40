/** The settings file: YAML -> the values of its keys, and where each stands. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { ConfigError } from './error.ts';

export interface SettingsFile {
  readonly values: ReadonlyMap<string, unknown>;
  /** Line of a key, from 1, or of what is below it: the nearest that has a line. */
  readonly lineOf: (key: string, below?: readonly PropertyKey[]) => number;
}

const nothing: SettingsFile = { values: new Map(), lineOf: () => 0 };
const mustBe = 'expected "key: value" lines, such as "port: 8880"';

/** @throws ConfigError naming the file and the line */
export function readSettings(path: string): SettingsFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${whyUnreadable(error)}.`);
  }
  const counter = new LineCounter();
  const lineAt = (offset: number | undefined): number => counter.linePos(offset ?? 0).line;
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, stringKeys: true });
  // Only the first: those that follow are mostly its consequences.
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    throw new ConfigError(`${path} line ${lineAt(mistake.pos[0])}: this is not valid YAML: ${mistake.message}.`);
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return nothing;
  if (!isMap<Node, Node | null>(contents)) {
    throw new ConfigError(`${path} line ${lineAt(contents.range[0])}: ${mustBe}.`);
  }
  const values = new Map<string, unknown>();
  const lines = new Map<string, number>();
  for (const { key, value } of contents.items) {
    const name = String(key);
    const line = lineAt(key.range?.[0]);
    lines.set(name, line);
    values.set(name, plain(value, document, `${path} line ${line}`));
  }
  const lineBelow = (path: readonly PropertyKey[]): number | undefined => {
    const node = document.getIn(path, true);
    return isNode(node) ? lineAt(node.range?.[0]) : undefined;
  };
  return {
    values,
    lineOf: (key, below = []) => {
      for (let length = below.length; length > 0; length--) {
        const line = lineBelow([key, ...below.slice(0, length)]);
        if (line !== undefined) return line;
      }
      return lines.get(key) ?? 0;
    },
  };
}

function plain(value: Node | null, document: Document, place: string): unknown {
  try {
    return value === null ? null : value.toJS(document);
  } catch (error) {
    // An alias without its anchor, or so many of them that they would fill the memory.
    throw new ConfigError(`${place}: this is not valid YAML: ${error instanceof Error ? error.message : error}.`);
  }
}

/** A clause without a full stop on why a file could not be read. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a directory, not a file';
  if (code === 'EACCES') return 'this user may not read it';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8 text';
  return error instanceof Error ? error.message : String(error);
}
