/** Which item of one array is which item of another. */
import { create } from 'jsondiffpatch';
import type { Json } from '../lift/json.ts';
import { type KnownIndexes, learnKeys } from './key.ts';
import { equal, type ItemKey, keyOf, type Work } from './tree.ts';

export interface Alignment {
  /** For each item on the left the index of its partner on the right, or -1; empty when all are equal. */
  readonly partners: Partners;
  /** Items before `head`, and from `tail` on, are equal to their partners. */
  readonly head: number;
  readonly tail: number;
  /** Indexes on the left without a partner, and on the right. */
  readonly missing: readonly number[];
  readonly surplus: readonly number[];
  /** Whether partners stand in the same order on both sides. */
  readonly ordered: boolean;
  /** Too long to look for partners: items are paired by their place alone. */
  readonly byPlace: boolean;
}

type Partners = number[];

/** Items that differ at most, after equal ends are trimmed, for partners to be looked for at all. */
const longestAligned = 100_000;
/** The same for the longest common subsequence, whose cost is the product of both lengths. */
const longestSubsequence = 500;

const differ = create({
  arrays: { detectMove: false },
  matchByPosition: false,
  cloneDiffValues: false,
});

/** What was worked out about the left array, which is aligned with two others. */
export interface Known {
  readonly items: (ItemKey | undefined)[];
  readonly indexes: KnownIndexes;
}

export const nothingKnown = (): Known => ({ items: [], indexes: new Map() });

/** A middle: what lies between the equal ends. `partners` are indexes within the right one's middle. */
interface Matching {
  readonly partners: Partners;
  /** Whether what is left over on both sides may be the same item, changed. */
  readonly pairLeftovers: boolean;
}

export function align(left: readonly Json[], right: readonly Json[], known: Known, work: Work): Alignment {
  const shorter = Math.min(left.length, right.length);
  const sameLength = left.length === right.length;
  let head = 0;
  while (head < shorter && equal(left[head] as Json, right[head] as Json, work)) head++;
  if (head === shorter && sameLength) return allEqual(head);
  // Of two as long, the pair that stopped the head is not looked at again: nested lists would cost the square of their depth.
  const mostEnd = shorter - head - (sameLength ? 1 : 0);
  let end = 0;
  while (end < mostEnd && equal(left.at(-1 - end) as Json, right.at(-1 - end) as Json, work)) end++;
  const leftMiddle = left.length - end - head;
  const rightMiddle = right.length - end - head;
  const byPlace = Math.max(leftMiddle, rightMiddle) > longestAligned && Math.min(leftMiddle, rightMiddle) > 0;
  const matching = byPlace
    ? { partners: unmatched(leftMiddle), pairLeftovers: true }
    : matchMiddle(left, right, { head, leftMiddle, rightMiddle }, known, work);
  const ordered = isAscending(matching.partners);
  if (matching.pairLeftovers) pairLeftovers(matching.partners, rightMiddle, ordered);
  return { ...placed(matching.partners, left, right, head, end), ordered, byPlace };
}

const allEqual = (length: number): Alignment => ({
  partners: [],
  head: length,
  tail: length,
  missing: [],
  surplus: [],
  ordered: true,
  byPlace: false,
});

/** From the middle's partners to those of the whole arrays. */
function placed(
  middle: Partners,
  left: readonly Json[],
  right: readonly Json[],
  head: number,
  end: number,
): Omit<Alignment, 'ordered' | 'byPlace'> {
  const tail = left.length - end;
  const partners = unmatched(left.length);
  const missing: number[] = [];
  const taken = new Uint8Array(right.length - end);
  for (let i = 0; i < left.length; i++) {
    if (i < head) partners[i] = i;
    else if (i >= tail) partners[i] = i + right.length - left.length;
    else {
      const partner = middle[i - head] ?? -1;
      if (partner === -1) missing.push(i);
      else {
        partners[i] = head + partner;
        taken[head + partner] = 1;
      }
    }
  }
  const surplus: number[] = [];
  for (let j = head; j < taken.length; j++) if (taken[j] === 0) surplus.push(j);
  return { partners, head, tail, missing, surplus };
}

const unmatched = (length: number): Partners => new Array<number>(length).fill(-1);

interface Middle {
  readonly head: number;
  readonly leftMiddle: number;
  readonly rightMiddle: number;
}

function matchMiddle(
  left: readonly Json[],
  right: readonly Json[],
  { head, leftMiddle, rightMiddle }: Middle,
  known: Known,
  work: Work,
): Matching {
  if (leftMiddle === 0 || rightMiddle === 0) return { partners: unmatched(leftMiddle), pairLeftovers: false };
  if (left.length === 1 && right.length === 1) return { partners: [0], pairLeftovers: false };
  const keys = learnKeys(left, right, known.indexes, work);
  if (keys !== undefined) {
    const [leftKeys, rightKeys] = keys;
    const partners = unmatched(leftMiddle);
    for (const [key, i] of leftKeys) {
      const j = rightKeys.get(key);
      if (j !== undefined && i >= head && i < head + leftMiddle) partners[i - head] = j - head;
    }
    return { partners, pairLeftovers: false };
  }
  const leftItems: ItemKey[] = [];
  for (let i = head; i < head + leftMiddle; i++) {
    known.items[i] ??= keyOf(left[i] as Json, work);
    leftItems.push(known.items[i] as ItemKey);
  }
  const rightItems = right.slice(head, head + rightMiddle).map((item) => keyOf(item, work));
  return { partners: matchEqual(leftItems, rightItems, work), pairLeftovers: true };
}

/**
 * Pairs equal items, each with the first of its equals that is still free. Where that crosses over although copies leave a
 * choice, the longest common subsequence goes first: [a, b] and [b, a, b] are one b more, not another order.
 */
function matchEqual(left: readonly ItemKey[], right: readonly ItemKey[], work: Work): Partners {
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

/** jsondiffpatch's array delta names what is removed as `_index` on the left and what is added as `index` on the right; the rest is common. */
function commonSubsequence(left: readonly ItemKey[], right: readonly ItemKey[]): Partners {
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

function isAscending(partners: Partners): boolean {
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
function pairLeftovers(partners: Partners, rightLength: number, ordered: boolean): void {
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
