/** HTML by the names of its elements, as a browser would build them. */
import {
  defaultTreeAdapter,
  parse,
  parseFragment,
  type TreeAdapter,
  type DefaultTreeAdapterTypes as Types,
} from 'parse5';
import { pay, type Work } from '../work.ts';
import type { Draft } from './draft.ts';
import { Element } from './markup.ts';

type Node = Types.Node;
type Parent = Types.ParentNode;

/** Characters: the parser reads a megabyte of the most laborious HTML within this budget in 0.1 s. */
const longest = 1024 * 1024;
/** Elements, attributes, texts, and moves of them. */
const mostNodes = 40_000;
const unitsOfNode = 3;
/** Each end tag may look at all open elements, so that depth squares the work. */
const deepest = 256;

/** Ends the parsing from inside the tree adapter: past the budget. */
class Refused extends Error {}

/**
 * undefined past the budget and for a page that ends inside a tag; any other text is some HTML, so look before whether it is meant to be. White space is collapsed
 * except where browsers keep it, comments are left out, scripts and styles are text.
 */
export function draftOfHtml(text: string, work: Work): Draft | undefined {
  if (text.length > longest || endsInside(text) || !pay(work, text.length >> 4)) return undefined;
  try {
    const treeAdapter = within(mostNodes, work);
    return isTablePart(text)
      ? partDraft(parseFragment(text, { treeAdapter }))
      : draftOf(parse(text, { treeAdapter }), collapsed);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** Rows and cells that a page fetches for a table of its own: a parser of pages drops their tags. */
const isTablePart = (text: string): boolean =>
  /^\s*(?:<!--[^>]*-->\s*)*<(?:caption|col|colgroup|tbody|td|tfoot|th|thead|tr)[\s/>]/i.test(text);

/** Under the names that it would have as a page. */
function partDraft(part: Parent): Draft {
  const page = new Element(collapsed);
  const html = new Element(collapsed);
  html.child('head', new Element(collapsed).close());
  html.child('body', draftOf(part, collapsed));
  page.child('html', html.close());
  return page.close();
}

/** What was cut off inside a tag or a comment parses as if that had never begun. */
const endsInside = (text: string): boolean => /^<[a-z/!?][^>]*$/i.test(text.slice(text.lastIndexOf('<')));

/** Every way in which the parser grows or changes the tree costs something. */
function within(budget: number, work: Work): TreeAdapter<Types.DefaultTreeAdapterMap> {
  let left = budget;
  const levels = new WeakMap<Node, number>();
  const spend = (nodes: number) => {
    left -= nodes;
    if (left < 0 || !pay(work, unitsOfNode * nodes)) throw new Refused();
  };
  const place = (parent: Parent, node: Node) => {
    spend(1);
    const level = (levels.get(parent) ?? 0) + 1;
    if (level > deepest) throw new Refused();
    levels.set(node, level);
  };
  const tree = defaultTreeAdapter;
  return {
    ...tree,
    createElement: (name, namespace, attributes) => {
      spend(attributes.length);
      return tree.createElement(name, namespace, attributes);
    },
    adoptAttributes: (recipient, attributes) => {
      spend(1 + attributes.length);
      tree.adoptAttributes(recipient, attributes);
    },
    appendChild: (parent, node) => {
      place(parent, node);
      tree.appendChild(parent, node);
    },
    insertBefore: (parent, node, reference) => {
      place(parent, node);
      tree.insertBefore(parent, node, reference);
    },
    insertText: (parent, data) => {
      spend(1);
      tree.insertText(parent, data);
    },
    insertTextBefore: (parent, data, reference) => {
      spend(1);
      tree.insertTextBefore(parent, data, reference);
    },
    detachNode: (node) => {
      spend(1);
      tree.detachNode(node);
    },
  };
}

const collapsed = (text: string): string => text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '');
const asWritten = (text: string): string => text;

const keepsSpace = new Set(['pre', 'textarea', 'script', 'style', 'listing', 'xmp', 'plaintext']);

function draftOf(parent: Parent, textOf: (raw: string) => string): Draft {
  const element = new Element(textOf);
  if ('attrs' in parent) {
    for (const { prefix, name, value } of parent.attrs) element.attribute(prefix ? `${prefix}:${name}` : name, value);
  }
  // What a template holds is not among its children.
  const children = 'content' in parent ? parent.content.childNodes : parent.childNodes;
  for (const child of children) {
    if (child.nodeName === '#text' && 'value' in child) element.text(child.value);
    else if ('name' in child)
      element.attribute('doctype', [child.name, child.publicId, child.systemId].join(' ').trim());
    else if ('tagName' in child) {
      element.child(child.tagName, draftOf(child, keepsSpace.has(child.tagName) ? asWritten : textOf));
    }
  }
  return element.close();
}

const tag = /<(?:!doctype\s|!--|\/?[a-z][^<]*>)/i;

/** Whether a text that is declared HTML is: it has a tag, and is neither XML nor a list or object with tags in its strings. */
export const isHtml = (text: string): boolean => !/^\s*(?:<\?xml\s|[[{])/.test(text) && tag.test(text);

/** Whether a text says by itself that it is an HTML document. */
export const startsAsHtml = (text: string): boolean =>
  /^\s*(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html)[\s>]/i.test(text);
