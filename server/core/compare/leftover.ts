/** What is left of two lists when the equal items are paired: which of it is the same item, changed? */
import type { Json } from '../lift/json.ts';
import type { Work } from '../work.ts';
import { isAscending, matchEqual, type Partners } from './match.ts';
import { mostlyAlike, pairAnywhere, pairInOrder, type Resemblance, resemblance, steadyKeys } from './resemble.ts';
import { type ItemKey, looseKeyOf } from './tree.ts';

/** Indexes of items without a partner. */
interface Leftover {
  readonly left: number[];
  readonly right: number[];
}

/**
 * Completes `partners`; whether partners stand in the same order on both sides. Left over between the same two neighbours means
 * the same item, changed; of more on one side than on the other those that share most, and elsewhere those that share more
 * than half. Where the order changed, neighbours say nothing: those that share most are paired, the rest in turn.
 */
export function pairLeftovers(
  partners: Partners,
  rightLength: number,
  left: readonly Json[],
  right: readonly Json[],
  work: Work,
): boolean {
  let leftover = leftoverOf(partners, rightLength);
  if (leftover.left.length === 1 && leftover.right.length === 1 && isAscending(partners)) {
    pairInGaps(partners, leftover, plain(work));
    if (!partners.includes(-1)) return true;
  }
  if (pairByKey(partners, leftover, left, right, work)) leftover = leftoverOf(partners, rightLength);
  if (leftover.left.length === 0 || leftover.right.length === 0) return isAscending(partners);
  const columns = resemblance(itemsAt(left, leftover.left), itemsAt(right, leftover.right), work);
  const steady = steadyKeys(columns);
  if (steady !== undefined) adopt(partners, leftover, matchEqual(...steady, work));
  if (isAscending(partners)) {
    pairInGaps(partners, leftover, columns);
    pairAlike(partners, leftover, mostlyAlike(columns));
    return isAscending(partners);
  }
  pairAlike(partners, leftover, columns);
  pairInTurn(partners, leftover);
  return false;
}

const plain = (work: Work): Resemblance => ({ columns: [], least: 1, work });

const itemsAt = (items: readonly Json[], indexes: readonly number[]): Json[] => indexes.map((i) => items[i] as Json);

function leftoverOf(partners: Partners, rightLength: number): Leftover {
  const taken = new Set(partners);
  const right: number[] = [];
  for (let j = 0; j < rightLength; j++) if (!taken.has(j)) right.push(j);
  return { left: [...partners.keys()].filter((i) => partners[i] === -1), right };
}

/** Pairs items that are equal but for the order of lists inside them. False where there are none that could be. */
function pairByKey(
  partners: Partners,
  leftover: Leftover,
  left: readonly Json[],
  right: readonly Json[],
  work: Work,
): boolean {
  const [first] = leftover.left;
  const isContainer = first !== undefined && typeof left[first] === 'object' && left[first] !== null;
  if (!isContainer || leftover.right.length === 0) return false;
  const keys = (items: readonly Json[], indexes: readonly number[]): ItemKey[] =>
    itemsAt(items, indexes).map((item) => looseKeyOf(item, work));
  return adopt(partners, leftover, matchEqual(keys(left, leftover.left), keys(right, leftover.right), work));
}

/** @param found partners among what was left over. */
function adopt(partners: Partners, { left, right }: Leftover, found: Partners): boolean {
  let any = false;
  for (const [i, j] of found.entries()) {
    if (j === -1) continue;
    partners[left[i] as number] = right[j] as number;
    any = true;
  }
  return any;
}

/** Runs of leftovers between the same neighbours, on both sides. */
function pairInGaps(partners: Partners, { left, right }: Leftover, columns: Resemblance): void {
  const taken = new Set(partners);
  const free = [...right.keys()].filter((r) => !taken.has(right[r] as number));
  let lefts: number[] = [];
  let next = 0;
  const closeGap = (before: number) => {
    const from = next;
    while (next < free.length && (right[free[next] as number] as number) < before) next++;
    for (const [l, r] of pairInOrder(columns, lefts, free.slice(from, next))) {
      partners[left[l] as number] = right[r] as number;
    }
    lefts = [];
  };
  let l = 0;
  for (const [i, partner] of partners.entries()) {
    if (partner !== -1) closeGap(partner);
    else {
      while ((left[l] as number) < i) l++;
      lefts.push(l);
    }
  }
  closeGap(Number.POSITIVE_INFINITY);
}

/** Pairs what is alike, wherever it stands. */
function pairAlike(partners: Partners, { left, right }: Leftover, columns: Resemblance): void {
  const taken = new Set(partners);
  const isFree = (l: number, r: number) => partners[left[l] as number] === -1 && !taken.has(right[r] as number);
  for (const [l, r] of pairAnywhere(columns, isFree)) {
    partners[left[l] as number] = right[r] as number;
  }
}

function pairInTurn(partners: Partners, { left, right }: Leftover): void {
  const taken = new Set(partners);
  const free = right.filter((j) => !taken.has(j));
  let next = 0;
  for (const i of left) if (partners[i] === -1 && next < free.length) partners[i] = free[next++] as number;
}
