/** Whether bodies can be parsed in the time that one comparison has: found out before, as no parser can be stopped. */
import { escapedNames } from './escaped.ts';
import { oddNumbers } from './spelling.ts';

/** Bytes of all bodies together that are parsed in time whatever they hold. */
export const harmless = 1024 * 1024;
/** Of all texts together, in units of a list or object that JSON.parse makes: 40 ns. */
const mostUnits = 1_400_000;
/** For one that is empty, or the first thing in another: they are slow to make, and slow for the collector. */
const unitsOfBare = 4;
/** Members of an object that has very many: each is looked up among all before it. */
const unitsOfMember = 10;
const manyMembers = 50;
/** Numbers kept in their own spelling, and names with escapes: 0.7 us each, or 1.5. */
const mostMarked = 100_000;
const namesLikeNumbers = 2;

/** For texts of more than `harmless` bytes. Only those count that are JSON as far as their first character tells; others are read by parsers with budgets of their own. */
export function isTooLaborious(texts: readonly string[], spelled: boolean): boolean {
  let units = 0;
  let marked = 0;
  for (const text of texts.filter((each) => /^\s*[[{]/.test(each))) {
    units += unitsIn(text);
    if (units > mostUnits) return true;
    marked += oddIn(text, spelled, mostMarked - marked);
    marked += namesLikeNumbers * escapedNames(text, (mostMarked - marked) / namesLikeNumbers).length;
    if (marked >= mostMarked) return true;
  }
  return false;
}

function oddIn(text: string, spelled: boolean, most: number): number {
  try {
    return oddNumbers(text, spelled, most).length;
  } catch (error) {
    // A number too long to keep: the text will not be parsed either.
    if (error instanceof SyntaxError) return 0;
    throw error;
  }
}

/** Characters looked at in a row, and how often: every character would take as long as parsing an easy text. */
const sample = 4_096;
const oneIn = 16;

/** An estimate from samples. What stands inside strings counts too: that may only be too high. */
function unitsIn(text: string): number {
  let containers = 0;
  let bare = 0;
  let members = 0;
  for (let start = 0; start < text.length; start += sample * oneIn) {
    const end = Math.min(text.length, start + sample);
    let before = 0;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === 0x5b || code === 0x7b) {
        containers++;
        if (before === 0x5b || before === 0x7b) bare++;
      } else if (code === 0x5d || code === 0x7d) {
        if (before === 0x5b || before === 0x7b) bare++;
      } else if (code === 0x3a && before === 0x22) members++;
      before = code;
    }
  }
  const crowded = members > manyMembers * containers ? members : 0;
  return oneIn * (containers + unitsOfBare * bare + unitsOfMember * crowded);
}
