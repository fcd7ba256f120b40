/** XML 1.0 documents by the names of their elements. */
import { SaxesParser } from 'saxes';
import { pay, type Work } from '../work.ts';
import type { Draft } from './draft.ts';
import { Element } from './markup.ts';

/** Characters: the parser reads a megabyte of the most laborious XML in 0.1 s. */
const longest = 2 * 1024 * 1024;
/** Elements, attributes and sections. */
const mostNodes = 50_000;
const unitsOfNode = 2;
/** What an error that is forgiven costs besides, in nodes: the parser makes an Error of each. */
const errorCost = 30;
const deepest = 256;
/** Characters given to the parser at a time; it reports an error only at the end of each. */
const chunk = 64 * 1024;

/** Ends the parsing from inside a handler: no document, or one over the budget. */
class Refused extends Error {}

/**
 * undefined for what is not well-formed as a whole, and past the budget. Namespaces, numbers and white space stay as written,
 * processing instructions stand at `?target`, comments are left out. Entities that the document defines are never expanded and stay as
 * written, as does the document type, at `@doctype`.
 */
export function draftOfXml(text: string, work: Work): Draft | undefined {
  if (text.length > longest || !pay(work, text.length >> 4)) return undefined;
  try {
    return parse(text, work);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

const asWritten = (text: string): string => text;

function parse(text: string, work: Work): Draft {
  const parser = new SaxesParser({ position: false });
  const top = new Element(asWritten);
  const open: Element[] = [top];
  let nodes = 0;
  let hasDoctype = false;
  const spend = (cost: number) => {
    nodes += cost;
    if (nodes > mostNodes || open.length > deepest || !pay(work, unitsOfNode * cost)) throw new Refused();
  };
  const addText = (data: string) => {
    open.at(-1)?.text(data);
  };
  parser.on('error', ({ message }) => {
    // Defined by a document type that nobody reads; the parser then leaves the reference as it stands.
    if (!(hasDoctype && message.endsWith('undefined entity.'))) throw new Refused();
    spend(errorCost);
  });
  parser.on('doctype', (doctype) => {
    hasDoctype = true;
    top.attribute('doctype', doctype.trim());
  });
  parser.on('attribute', () => spend(1));
  parser.on('opentag', ({ attributes }) => {
    spend(1);
    const element = new Element(asWritten);
    for (const [name, value] of Object.entries(attributes)) element.attribute(name, value);
    open.push(element);
  });
  parser.on('closetag', ({ name }) => {
    const closed = open.pop()?.close();
    if (closed !== undefined) open.at(-1)?.child(name, closed);
  });
  parser.on('processinginstruction', ({ target, body }) => {
    spend(1);
    open.at(-1)?.instruction(target, body.trim());
  });
  parser.on('text', addText);
  parser.on('cdata', (data) => {
    spend(1);
    addText(data);
  });
  for (let at = 0; at < text.length; at += chunk) parser.write(text.slice(at, at + chunk));
  parser.close();
  return top.close();
}
