/** What XML and HTML have in common: elements with attributes, children, and text among them. */
import { type Draft, type Entry, type Named, valueDraft } from './draft.ts';
import type { Step } from './sequence.ts';

/** Stands in a text where a child was, until the text is in its compared form: a character that neither XML nor HTML can hold. */
const hole = '\u0000';

/** Collects the content of one element in the order of the document. */
export class Element {
  readonly #entries: Entry[] = [];
  readonly #textOf: (raw: string) => string;
  readonly #children: string[] = [];
  #text = '';

  /** @param textOf from the text as written to the text compared. */
  constructor(textOf: (raw: string) => string) {
    this.#textOf = textOf;
  }

  attribute(name: string, value: string): void {
    this.#entries.push([`@${name}`, valueDraft(value)]);
  }

  /** A processing instruction stands beside the attributes, as no element and no attribute can be named like one. */
  instruction(target: string, text: string): void {
    this.#entries.push([`?${target}`, valueDraft(text)]);
  }

  text(text: string): void {
    this.#text += text;
  }

  child(name: string, draft: Draft): void {
    this.#entries.push([name, draft]);
    this.#text += hole;
    this.#children.push(name);
  }

  /** Space around children is layout; around text it is text. */
  close(): Named {
    const entries = this.#entries;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the hole is one on purpose.
    const onlyLayout = this.#children.length > 0 && !/[^\t\n\f\r \u0000]/.test(this.#text);
    if (onlyLayout) return { kind: 'names', entries, text: '', sequence: this.#children };
    const runs = this.#textOf(this.#text).split(hole);
    const sequence = runs.flatMap((run, i): readonly Step[] => {
      const child = this.#children[i];
      return [...(run === '' ? [] : [run.length]), ...(child === undefined ? [] : [child])];
    });
    return { kind: 'names', entries, text: runs.join(''), sequence };
  }
}
