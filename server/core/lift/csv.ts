/** Comma-separated values and their like (RFC 4180). */
import Papa from 'papaparse';
import { pay, type Work } from '../work.ts';
import { type Draft, valueDraft } from './draft.ts';

export type Delimiter = ',' | ';' | '\t';

/** Characters, and what the text is made of at most; within it the parser takes some 0.1 s. */
const longest = 2 * 1024 * 1024;
const mostLines = 50_000;
const mostCells = 250_000;
const mostQuotes = 250_000;
/** Each name is a field of its own. */
const mostColumns = 1_000;

/**
 * Rows as objects by the names of the first row; as lists when the media type's `header` parameter says that there is none.
 * Columns in another order are one finding, `body[] order`, as what stands within every row does so in another order.
 * A shorter row lacks the last columns; cells beyond the last name are `#5` and so on, names that come again `name (2)`.
 * undefined for what is no such table as a whole (a quote that does not close), for another delimiter, and past the budget.
 */
export function draftOfTable(text: string, delimiter: Delimiter, hasHeader: boolean, work: Work): Draft | undefined {
  if (text.length > longest || delimiterOf(text) !== delimiter) return undefined;
  const lines = Math.max(count(text, '\n', mostLines), count(text, '\r', mostLines));
  const cells = count(text, delimiter, mostCells);
  if (lines >= mostLines || cells >= mostCells || count(text, '"', mostQuotes) >= mostQuotes) return undefined;
  if (!pay(work, lines + cells + (text.length >> 5))) return undefined;
  const { data, errors } = Papa.parse<readonly string[]>(text, { delimiter });
  if (errors.length > 0) return undefined;
  const rows = isBlank(data.at(-1)) ? data.slice(0, -1) : data;
  if (!hasHeader) return valueDraft(rows);
  if (rows.some((row) => row.length > mostColumns)) return undefined;
  const [header, ...records] = rows;
  if (header === undefined) return undefined;
  const names = uniqueNames(header);
  const surplus = surplusNames(names, records);
  const record = (cells: readonly string[]) =>
    Object.fromEntries(cells.map((cell, i) => [names[i] ?? surplus[i - names.length] ?? '', cell]));
  return { kind: 'table', names, records: records.map(record) };
}

/** Of the three the one that the first line has most of; a comma where it has none. */
function delimiterOf(text: string): Delimiter {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const found = (delimiter: Delimiter) => count(line, delimiter, line.length);
  const commas = found(',');
  const semicolons = found(';');
  const tabs = found('\t');
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

function count(text: string, sign: string, most: number): number {
  let found = 0;
  for (let at = text.indexOf(sign); at !== -1 && found < most; at = text.indexOf(sign, at + 1)) found++;
  return found;
}

/** What the line break at the end leaves behind. */
const isBlank = (row: readonly string[] | undefined): boolean => row?.length === 1 && row[0] === '';

/** No two columns may share a name, or the cells of one would be lost: `a,a,a (2)` are `a`, `a (2)` and `a (2) (2)`. */
function uniqueNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const times = new Map<string, number>();
  return header.map((name) => {
    let time = (times.get(name) ?? 0) + 1;
    while (taken.has(timed(name, time))) time++;
    times.set(name, time);
    taken.add(timed(name, time));
    return timed(name, time);
  });
}

const timed = (name: string, time: number): string => (time === 1 ? name : `${name} (${time})`);

/** For the cells that rows have beyond the last name. */
function surplusNames(names: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const longestRow = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const places = Array.from({ length: Math.max(0, longestRow - names.length) }, (_, i) => `#${names.length + i + 1}`);
  return uniqueNames([...names, ...places]).slice(names.length);
}
