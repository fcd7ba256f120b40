/** Which item of one array is which item of another. */
import { create } from 'jsondiffpatch';
import type { Json } from '../lift/json.ts';
import { learnKeys } from './key.ts';
import { equal, type ItemKey, keyOf, type Work } from './tree.ts';

export interface Alignment {
  /** For each item on the left the index of its partner on the right, or -1. */
  readonly partners: Int32Array;
  /** Items before `head`, and from `tail` on, are equal to their partners. */
  readonly head: number;
  readonly tail: number;
  /** Indexes on the right that are nobody's partner. */
  readonly surplus: readonly number[];
  /** Whether partners stand in the same order on both sides. */
  readonly ordered: boolean;
  /** Too long to look for partners: items are paired by their place alone. */
  readonly byPlace: boolean;
}

/** Items that differ at most, after equal ends are trimmed, for partners to be looked for at all. */
const longestAligned = 100_000;
/** The same for the longest common subsequence, whose cost is the product of both lengths. */
const longestSubsequence = 500;

const differ = create({
  arrays: { detectMove: false },
  matchByPosition: false,
  cloneDiffValues: false,
});

/** A middle: what lies between the equal ends. `partners` are indexes within the right one's middle. */
interface Matching {
  readonly partners: Int32Array;
  /** Whether what is left over on both sides may be the same item, changed. */
  readonly pairLeftovers: boolean;
}

export function align(left: readonly Json[], right: readonly Json[], work: Work): Alignment {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && equal(left[head] as Json, right[head] as Json, work)) head++;
  let end = 0;
  while (end < shorter - head && equal(left.at(-1 - end) as Json, right.at(-1 - end) as Json, work)) end++;
  const tail = left.length - end;
  const leftMiddle = tail - head;
  const rightMiddle = right.length - end - head;

  const byPlace = Math.max(leftMiddle, rightMiddle) > longestAligned && Math.min(leftMiddle, rightMiddle) > 0;
  const matching = byPlace
    ? { partners: unmatched(leftMiddle), pairLeftovers: true }
    : matchMiddle(left, right, head, leftMiddle, rightMiddle, work);
  const ordered = isAscending(matching.partners);
  if (matching.pairLeftovers) pairLeftovers(matching.partners, rightMiddle, ordered);

  const partners = new Int32Array(left.length);
  const taken = new Uint8Array(rightMiddle);
  const shift = right.length - left.length;
  for (let i = 0; i < left.length; i++) {
    if (i < head) partners[i] = i;
    else if (i >= tail) partners[i] = i + shift;
    else {
      const partner = matching.partners[i - head] ?? -1;
      partners[i] = partner === -1 ? -1 : head + partner;
      if (partner !== -1) taken[partner] = 1;
    }
  }
  const surplus: number[] = [];
  taken.forEach((isTaken, j) => {
    if (isTaken === 0) surplus.push(head + j);
  });
  return { partners, head, tail, surplus, ordered, byPlace };
}

const unmatched = (length: number): Int32Array => new Int32Array(length).fill(-1);

function matchMiddle(
  left: readonly Json[],
  right: readonly Json[],
  head: number,
  leftMiddle: number,
  rightMiddle: number,
  work: Work,
): Matching {
  if (leftMiddle === 0 || rightMiddle === 0) return { partners: unmatched(leftMiddle), pairLeftovers: false };
  const keys = learnKeys(left, right, work);
  if (keys !== undefined) {
    const [leftKeys, rightKeys] = keys;
    const partners = unmatched(leftMiddle);
    for (const [key, i] of leftKeys) {
      const j = rightKeys.get(key);
      if (j !== undefined && i >= head && i < head + leftMiddle) partners[i - head] = j - head;
    }
    return { partners, pairLeftovers: false };
  }
  const leftItems = left.slice(head, head + leftMiddle).map((item) => keyOf(item, work));
  const rightItems = right.slice(head, head + rightMiddle).map((item) => keyOf(item, work));
  return { partners: matchEqual(leftItems, rightItems, work), pairLeftovers: true };
}

/**
 * Pairs equal items, each with the first of its equals that is still free. Where that crosses over although copies leave a
 * choice, the longest common subsequence goes first: [a, b] and [b, a, b] are one b more, not another order.
 */
function matchEqual(left: readonly ItemKey[], right: readonly ItemKey[], work: Work): Int32Array {
  const greedy = matchFirstFree(left, right, unmatched(left.length));
  const short = Math.max(left.length, right.length) <= longestSubsequence;
  if (!short || isAscending(greedy) || (isUnique(left) && isUnique(right))) return greedy;
  work.left -= left.length * right.length;
  return matchFirstFree(left, right, commonSubsequence(left, right));
}

const isUnique = (items: readonly ItemKey[]): boolean => new Set(items).size === items.length;

function matchFirstFree(left: readonly ItemKey[], right: readonly ItemKey[], partners: Int32Array): Int32Array {
  const taken = new Set(partners);
  const firstFree = new Map<ItemKey, number>();
  const nextFree = unmatched(right.length);
  for (let j = right.length - 1; j >= 0; j--) {
    if (taken.has(j)) continue;
    const key = right[j] as ItemKey;
    nextFree[j] = firstFree.get(key) ?? -1;
    firstFree.set(key, j);
  }
  for (let i = 0; i < left.length; i++) {
    if (partners[i] !== -1) continue;
    const key = left[i] as ItemKey;
    const free = firstFree.get(key) ?? -1;
    if (free === -1) continue;
    partners[i] = free;
    firstFree.set(key, nextFree[free] ?? -1);
  }
  return partners;
}

/** jsondiffpatch's array delta names what is removed as `_index` on the left and what is added as `index` on the right; the rest is common. */
function commonSubsequence(left: readonly ItemKey[], right: readonly ItemKey[]): Int32Array {
  const delta: object = differ.diff(left, right) ?? {};
  const partners = unmatched(left.length);
  let j = 0;
  for (let i = 0; i < left.length; i++) {
    if (Object.hasOwn(delta, `_${i}`)) continue;
    while (Object.hasOwn(delta, `${j}`)) j++;
    partners[i] = j++;
  }
  return partners;
}

function isAscending(partners: Int32Array): boolean {
  let last = -1;
  for (const partner of partners) {
    if (partner === -1) continue;
    if (partner < last) return false;
    last = partner;
  }
  return true;
}

/**
 * What is left over on both sides between the same two neighbours is the same item, changed; where the order changed,
 * neighbours say nothing and leftovers are paired in turn.
 */
function pairLeftovers(partners: Int32Array, rightLength: number, ordered: boolean): void {
  const taken = new Set(partners);
  let j = 0;
  for (let i = 0; i < partners.length; i++) {
    const partner = partners[i] ?? -1;
    if (partner !== -1) {
      if (ordered) j = partner + 1;
      continue;
    }
    if (!ordered) while (taken.has(j)) j++;
    if (j >= rightLength || taken.has(j)) continue;
    partners[i] = j;
    j++;
  }
}
