/** JSON documents one after the other: one a line (NDJSON, JSON Lines), or each after a record separator (RFC 7464). */
import { pay, type Work } from '../work.ts';
import { type Json, parseJson } from './json.ts';

/** Documents in one body; past it the body is compared as one text. */
const mostDocuments = 100_000;

/** Each line that is not empty has to be one whole document; undefined otherwise, and when there is none. */
export const parseJsonLines = (text: string, spelled: boolean, work: Work): Json | undefined =>
  documentsIn(text.split('\n', mostDocuments + 1), spelled, work);

const separator = '\u001e';

/** undefined when anything stands before the first separator. */
export function parseJsonSequence(text: string, spelled: boolean, work: Work): Json | undefined {
  if (!text.startsWith(separator)) return undefined;
  return documentsIn(text.slice(1).split(separator, mostDocuments + 1), spelled, work);
}

function documentsIn(texts: readonly string[], spelled: boolean, work: Work): Json | undefined {
  if (texts.length > mostDocuments || !pay(work, texts.length)) return undefined;
  const documents: Json[] = [];
  for (const text of texts) {
    if (text.trim() === '') continue;
    const document = parseJson(text, spelled);
    if (document === undefined) return undefined;
    documents.push(document);
  }
  return documents.length === 0 ? undefined : documents;
}

/** Whether a text of some other type is worth trying: its first two lines look like objects or lists. */
export const startsAsJsonLines = (text: string): boolean => /^\s*(?:\{.*\}|\[.*\])[^\S\n]*\n\s*[[{]/.test(text);
