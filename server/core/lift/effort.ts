/** What it costs to parse JSON: found out before, as no parser can be stopped. */
import { escapedNames } from './escaped.ts';
import { oddNumbers } from './spelling.ts';

/** Bytes of all bodies together that are parsed in time whatever JSON they hold. */
export const harmless = 1024 * 1024;
/** Units of work for reading the bodies of one exchange, all of them together. */
export const mostLifted = 800_000;

/** Of a list or object, and of one that is empty or the first thing in another: those are slow to make, and slow for the collector. */
const unitsOfContainer = 0.5;
const unitsOfBare = 2;
/** Members of an object that has very many: each is looked up among all before it. */
const unitsOfMember = 5;
const manyMembers = 50;
/** A number kept in its own spelling. */
const unitsOfOddNumber = 10;
/** A name that is written with escapes. */
const unitsOfEscapedName = 20;
/** A point that may be in one, and has to be looked at. */
const unitsOfPoint = 0.4;

/**
 * What parsing a text takes, about: what stands inside strings counts too, so that it may be too high. Not more than somewhat
 * above `most`. Looks at every bracket, as those between samples could be as many as anybody likes.
 */
export function unitsOfJson(text: string, spelled: boolean, most: number): number {
  let containers = 0;
  let units = (text.length >> 7) + unitsOfPoint * timesIn(text, '.', most / unitsOfPoint);
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1 && units < most; at = text.indexOf(bracket, at + 1)) {
      containers++;
      units += unitsOfContainer;
      if (opens(text.charCodeAt(at - 1))) units += unitsOfBare;
      if (closes(text.charCodeAt(at + 1))) units += unitsOfBare;
    }
  }
  const crowd = manyMembers * containers;
  if (crowd * shortestMember < text.length) {
    const members = timesIn(text, '":', (most - units) / unitsOfMember);
    if (members > crowd) units += unitsOfMember * members;
  }
  if (units < most) units += unitsOfOddNumber * oddIn(text, spelled, (most - units) / unitsOfOddNumber);
  if (units < most) units += unitsOfEscapedName * escapedNames(text, (most - units) / unitsOfEscapedName).length;
  return units;
}

/** Characters of `"":0,`. */
const shortestMember = 5;

const opens = (code: number): boolean => code === 0x5b || code === 0x7b;
const closes = (code: number): boolean => code === 0x5d || code === 0x7d;

function timesIn(text: string, sign: string, most: number): number {
  let times = 0;
  for (let at = text.indexOf(sign); at !== -1 && times < most; at = text.indexOf(sign, at + sign.length)) times++;
  return times;
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
