/** `application/x-www-form-urlencoded` (URL standard, section 5.1). */
import { pay, type Work } from '../work.ts';
import { type Draft, type Entry, valueDraft } from './draft.ts';

const mostPairs = 50_000;
const unitsOfPair = 4;
/** What an encoder would have escaped: a text with it is something else. */
const unescaped = /[\s<>"{}\\^`]/;

/** undefined for what is no form as a whole: bad escapes, or escapes that are no UTF-8. */
export function draftOfForm(text: string, work: Work): Draft | undefined {
  const form = text.replace(/\r?\n$/, '');
  if (unescaped.test(form)) return undefined;
  const pairs = form.split('&', mostPairs + 1);
  if (pairs.length > mostPairs || !pay(work, unitsOfPair * pairs.length + (text.length >> 6))) return undefined;
  const entries: Entry[] = [];
  try {
    for (const pair of pairs) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = equals === -1 ? pair : pair.slice(0, equals);
      entries.push([decode(name), valueDraft(equals === -1 ? '' : decode(pair.slice(equals + 1)))]);
    }
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  return { kind: 'names', entries };
}

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
