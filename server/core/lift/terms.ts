/** Documents of formats that do not know the same kinds of values, in terms that they all have. */
import type { Json, JsonObject } from './json.ts';
import { isExactNumber, losesDigits } from './number.ts';

type List = Json[];
type Members = { [name: string]: Json };

/**
 * Numbers by their value alone, and of a packed document bytes as base64, times as RFC 3339 and names without their marks: what
 * would have been written, had it been JSON. A copy; undefined past so many nodes. Not recursive, as JSON may be deep.
 */
export function inCommonTerms(document: Json, packed: boolean, mostNodes: number): Json | undefined {
  const holder: List = [];
  const open: [from: readonly Json[] | JsonObject, into: List | Members][] = [[[document], holder]];
  let left = mostNodes;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [from, into] = next;
    for (const name of Object.keys(from)) {
      if (--left < 0) return undefined;
      const value = termOf((from as JsonObject)[name] as Json, packed);
      const kept = isContainer(value) ? emptied(value) : value;
      if (kept !== value) open.push([value as readonly Json[] | JsonObject, kept as List | Members]);
      if (Array.isArray(into)) into.push(kept);
      else put(into, packed ? plainName(name) : name, kept);
    }
  }
  return holder[0];
}

const isContainer = (value: Json): value is readonly Json[] | JsonObject =>
  typeof value === 'object' && value !== null && !isExactNumber(value);

const emptied = (value: readonly Json[] | JsonObject): List | Members => (Array.isArray(value) ? [] : {});

/** An assignment would not take `__proto__` for a name. */
function put(members: Members, name: string, value: Json): void {
  Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}

function termOf(value: Json, packed: boolean): Json {
  if (typeof value === 'number') return value + 0;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (isExactNumber(value)) return losesDigits(value.rawJSON) ? value : Number(value.rawJSON) + 0;
  return packed ? unmarked(value as JsonObject) : value;
}

/** Text that stands for a kind of value which JSON does not have; an object of any other names is itself. */
function unmarked(value: JsonObject): Json {
  const { '#bytes': bytes, '#float': float, '#simple': simple, '#tag': tag, '#value': tagged, '#type': type } = value;
  const text = bytes ?? float ?? simple;
  if (text !== undefined) return text;
  if ((tag === 0 || tag === 1) && typeof tagged === 'string') return tagged;
  return type === -1 ? (value['#data'] as Json) : value;
}

/** A key of a map that is no text stands as JSON could spell it. */
function plainName(name: string): string {
  return name.startsWith('#') && !own.has(name) ? name.slice(1).replace(/^(?:bytes|float|simple) /, '') : name;
}

const own: ReadonlySet<string> = new Set(['#tag', '#value', '#type', '#data']);
