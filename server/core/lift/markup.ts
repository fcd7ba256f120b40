/** What XML and HTML have in common: elements with attributes, children, and text among them. */
import { type Draft, type Entry, type Named, valueDraft } from './draft.ts';

/** Stands in a text where a child was, so that `a<b/>` and `<b/>a` differ: Unicode's object replacement character. */
const hole = '\ufffc';

/** Collects the content of one element in the order of the document. */
export class Element {
  readonly #entries: Entry[] = [];
  readonly #textOf: (raw: string) => string;
  readonly #ordered: boolean;
  #text = '';
  #children = 0;

  /** @param textOf from the text as written to the text compared. */
  constructor(textOf: (raw: string) => string, ordered: boolean) {
    this.#textOf = textOf;
    this.#ordered = ordered;
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
    this.#children++;
  }

  /** Space around children is layout; around text it is text. */
  close(): Named {
    const onlyLayout = this.#children > 0 && !/[^\t\n\f\r \ufffc]/.test(this.#text);
    return {
      kind: 'names',
      entries: this.#entries,
      text: onlyLayout ? '' : this.#textOf(this.#text),
      ordered: this.#ordered,
    };
  }
}
