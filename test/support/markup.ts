/** A parsed page as a flat list, for tests that ask what is in it. */
import type { DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

export interface Found {
  /** Of the element; `#text` and `#comment` for what is none. */
  readonly name: string;
  readonly node: Node;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Own text, of a text node. */
  readonly text: string;
  readonly inCode: boolean;
}

/** In the order of the page. */
export function elementsIn(node: Node, inCode = false): readonly Found[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return children.flatMap((child) => {
    const code = inCode || child.nodeName === 'code' || child.nodeName === 'pre' || child.nodeName === 'style';
    const attributes = 'attrs' in child ? child.attrs : [];
    const text = 'value' in child ? child.value : '';
    return [{ name: child.nodeName, node: child, attributes, text, inCode: code }, ...elementsIn(child, code)];
  });
}

export const textOf = (node: Node): string =>
  elementsIn(node)
    .map(({ text }) => text)
    .join('');
