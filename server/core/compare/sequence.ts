/** The order of what stands beside each other under different names: children and text of an element, columns of a table. */
import type { Json } from '../lift/json.ts';
import { isSequence } from '../lift/sequence.ts';
import type { Work } from '../work.ts';
import { pairsThat } from './bits.ts';
import type { Differences } from './differences.ts';
import { type Content, sharedText, tokensOf } from './pieces.ts';
import type { Place } from './place.ts';
import { isObject, memberAt } from './tree.ts';

/** Whether the values of all that take part say how their siblings stand. */
export const areSequences = ({ primary, secondary, candidate }: Place): boolean =>
  isSequence(primary) &&
  (secondary === undefined || isSequence(secondary)) &&
  (candidate === undefined || isSequence(candidate));

/** Of a place where they do. It is the order of the place above. */
export function compareSequences(place: Place, differences: Differences, work: Work): void {
  const content = (sequence: Json | undefined, element: Json | undefined): Content | undefined =>
    isSequence(sequence) ? { sequence, text: textOf(element) } : undefined;
  const one = content(place.primary, place.up?.primary);
  if (one === undefined) return;
  const two = content(place.secondary, place.up?.secondary);
  const three = content(place.candidate, place.up?.candidate);
  const bits = pairsThat<Content>((a, b) => otherContent(a, b, work), one, two, three);
  differences.note(place.up?.field ?? place.field, 'order', bits, [place.primary, place.secondary, place.candidate]);
}

function textOf(element: Json | undefined): string {
  const text = element !== undefined && isObject(element) ? memberAt(element, '#text') : undefined;
  return typeof text === 'string' ? text : '';
}

function otherContent(a: Content, b: Content, work: Work): boolean {
  work.left -= (a.sequence.length + b.sequence.length + ((a.text.length + b.text.length) >> 4)) >> 2;
  const shared = sharedText(a, b);
  return otherOrder(tokensOf(a, shared), tokensOf(b, shared), work);
}

/** Steps of a search for what could only have been added or removed. */
const mostSteps = 1_000_000;

/**
 * Whether names that both lists have stand in another order: whether more must be added and removed to make one of the other
 * than there is more and less of. Where that takes too long to tell, only the names count that come as often on both sides.
 * The search is Myers's (An O(ND) Difference Algorithm and Its Variations, Algorithmica 1, 1986), ended at that many edits.
 */
export function otherOrder(a: readonly string[], b: readonly string[], work: Work): boolean {
  if (sameNames(a, b)) return false;
  const inA = countsOf(a);
  const inB = countsOf(b);
  const one = a.filter((name) => inB.has(name));
  const two = b.filter((name) => inA.has(name));
  let common = 0;
  for (const [name, times] of inA) common += Math.min(times, inB.get(name) ?? 0);
  const edits = one.length + two.length - 2 * common;
  if (edits === 0) return !sameNames(one, two);
  const found = canBeMade(one, two, edits, work);
  if (found !== undefined) return !found;
  const asOften = (name: string) => inA.get(name) === inB.get(name);
  return !sameNames(one.filter(asOften), two.filter(asOften));
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i]);

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Whether so many single insertions and removals turn one list into the other; undefined where looking takes too long. */
function canBeMade(a: readonly string[], b: readonly string[], edits: number, work: Work): boolean | undefined {
  const most = Math.min(mostSteps, Math.max(0, work.left) * 2);
  let steps = 0;
  /** By diagonal, how far along `a` the edits so far lead. */
  const reached = new Int32Array(2 * edits + 3);
  const middle = edits + 1;
  let found: boolean | undefined = false;
  for (let edit = 0; edit <= edits && found === false; edit++) {
    for (let k = -edit; k <= edit; k += 2) {
      const above = reached[middle + k + 1] as number;
      const before = reached[middle + k - 1] as number;
      let x = k === -edit || (k !== edit && before < above) ? above : before + 1;
      const start = x;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reached[middle + k] = x;
      steps += 1 + x - start;
      if (x >= a.length && x - k >= b.length) found = true;
    }
    if (steps > most && !found) found = undefined;
  }
  work.left -= steps >> 2;
  return found;
}
