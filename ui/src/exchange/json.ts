import type { Node } from './node.ts';

export interface Budget {
  readonly depth: number;
  readonly nodes: number;
}

/** Deeper than people read, shallower than the stack; and about a 5 MB document of small values. */
const defaultBudget: Budget = { depth: 200, nodes: 150_000 };

/**
 * The tree of a JSON text, or undefined when it is not JSON. `JSON.parse` decides that (it is native and does not
 * recurse); the tree is then read from the text itself, which keeps number sources, key order, duplicate and
 * `__proto__` keys. What exceeds the budget becomes an `unread` node holding its source.
 */
export function parseTree(text: string, budget: Budget = defaultBudget): Node | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return new Reader(text, budget).value(0);
}

const space = /[ \t\n\r]*/y;
const scalar = /[^,\]}\s]+/y;

/** Reads text already known to be valid JSON. */
class Reader {
  #at = 0;
  #nodes = 0;
  readonly #text: string;
  readonly #budget: Budget;

  constructor(text: string, budget: Budget) {
    this.#text = text;
    this.#budget = budget;
  }

  value(depth: number): Node {
    const first = this.#peek();
    this.#nodes++;
    if (first === '"') return { kind: 'string', text: this.#string() };
    if (first === '{' || first === '[') {
      if (depth >= this.#budget.depth) return { kind: 'unread', reason: 'deep', source: this.#skip() };
      if (this.#nodes > this.#budget.nodes) return { kind: 'unread', reason: 'large', source: this.#skip() };
      return first === '{' ? this.#object(depth) : this.#array(depth);
    }
    scalar.lastIndex = this.#at;
    const source = scalar.exec(this.#text)?.[0] ?? '';
    this.#at += source.length;
    return { kind: first === 't' || first === 'f' || first === 'n' ? 'literal' : 'number', text: source };
  }

  #object(depth: number): Node {
    const entries: [string, Node][] = [];
    this.#at++;
    while (this.#peek() !== '}') {
      if (this.#peek() === ',') this.#at++;
      this.#peek();
      const name = this.#string();
      this.#peek();
      this.#at++;
      entries.push([name, this.value(depth + 1)]);
    }
    this.#at++;
    return { kind: 'object', entries };
  }

  #array(depth: number): Node {
    const items: Node[] = [];
    this.#at++;
    while (this.#peek() !== ']') {
      if (this.#peek() === ',') this.#at++;
      items.push(this.value(depth + 1));
    }
    this.#at++;
    return { kind: 'array', items };
  }

  #peek(): string | undefined {
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
    return this.#text[this.#at];
  }

  #string(): string {
    const start = this.#at;
    this.#at = endOfString(this.#text, start);
    const source = this.#text.slice(start, this.#at);
    return source.includes('\\') ? String(JSON.parse(source)) : source.slice(1, -1);
  }

  /** Passes over one container without building it. */
  #skip(): string {
    const start = this.#at;
    let open = 0;
    do {
      const char = this.#text[this.#at];
      if (char === '"') {
        this.#at = endOfString(this.#text, this.#at);
        continue;
      }
      if (char === '{' || char === '[') open++;
      if (char === '}' || char === ']') open--;
      this.#at++;
    } while (open > 0);
    return this.#text.slice(start, this.#at);
  }
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}
