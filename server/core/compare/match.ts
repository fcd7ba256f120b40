/** Equal items of two lists, by their keys. */
import { create } from 'jsondiffpatch';
import type { Work } from '../work.ts';
import type { ItemKey } from './tree.ts';

/** For each item on the left the index of its partner on the right, or -1. */
export type Partners = number[];

export const unmatched = (length: number): Partners => new Array<number>(length).fill(-1);

/** Items for the longest common subsequence, whose cost is the product of both lengths. */
const longestSubsequence = 500;

const differ = create({
  arrays: { detectMove: false },
  matchByPosition: false,
  cloneDiffValues: false,
});

/**
 * Pairs equal items, each with the first of its equals that is still free. Where that crosses over although copies leave a
 * choice, the longest common subsequence goes first: [a, b] and [b, a, b] are one b more, not another order.
 */
export function matchEqual(left: readonly ItemKey[], right: readonly ItemKey[], work: Work): Partners {
  const greedy = matchFirstFree(left, right, unmatched(left.length));
  const short = Math.max(left.length, right.length) <= longestSubsequence;
  if (!short || isAscending(greedy) || (isUnique(left) && isUnique(right))) return greedy;
  work.left -= left.length * right.length;
  return matchFirstFree(left, right, commonSubsequence(left, right));
}

const isUnique = (items: readonly ItemKey[]): boolean => new Set(items).size === items.length;

function matchFirstFree(left: readonly ItemKey[], right: readonly ItemKey[], partners: Partners): Partners {
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

/**
 * Of several that are as long, the same one whichever of the lists stands on the left: items with one key may be written in two
 * ways, and what one side lacks the other way the other has.
 */
function commonSubsequence(left: readonly ItemKey[], right: readonly ItemKey[]): Partners {
  if (!comesFirst(right, left)) return subsequenceOf(left, right);
  const partners = unmatched(left.length);
  for (const [j, i] of subsequenceOf(right, left).entries()) if (i !== -1) partners[i] = j;
  return partners;
}

/** An order of lists: by length, then by the first key that differs. */
function comesFirst(one: readonly ItemKey[], two: readonly ItemKey[]): boolean {
  if (one.length !== two.length) return one.length < two.length;
  const at = one.findIndex((key, i) => key !== two[i]);
  return at !== -1 && String(one[at]) < String(two[at]);
}

/** jsondiffpatch's array delta names what is removed as `_index` on the left and what is added as `index` on the right; the rest is common. */
function subsequenceOf(left: readonly ItemKey[], right: readonly ItemKey[]): Partners {
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

export function isAscending(partners: Partners): boolean {
  let last = -1;
  for (const partner of partners) {
    if (partner === -1) continue;
    if (partner < last) return false;
    last = partner;
  }
  return true;
}
