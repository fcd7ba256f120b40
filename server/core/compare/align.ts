/** Which item of one array is which item of another. */
import type { Json } from '../lift/json.ts';
import type { Work } from '../work.ts';
import { type KnownIndexes, keysBy, learnKeys } from './key.ts';
import { pairLeftovers } from './leftover.ts';
import { isAscending, matchEqual, type Partners, unmatched } from './match.ts';
import { equal, type ItemKey, keyOf } from './tree.ts';

export interface Alignment {
  /** For each item on the left the index of its partner on the right, or -1; empty when all are equal, or paired by place. */
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

/** Items that differ at most, after equal ends are trimmed, for partners to be looked for at all. */
const longestAligned = 50_000;

/** What was worked out about the left array, which is aligned with two others. */
export interface Known {
  readonly items: (ItemKey | undefined)[];
  readonly indexes: KnownIndexes;
  /** The member that identifies items, where a rule says so. */
  readonly key: RuledKey | undefined;
}

export interface RuledKey {
  /** Names from the item down. */
  readonly member: readonly string[];
  /** Told when it did identify items. */
  readonly used: () => void;
}

export const nothingKnown = (key?: RuledKey): Known => ({ items: [], indexes: new Map(), key });

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
  work.left -= head >> 2;
  if (head === shorter && sameLength) return allEqual(head);
  // Of two as long, the pair that stopped the head is not looked at again: nested lists would cost the square of their depth.
  const mostEnd = shorter - head - (sameLength ? 1 : 0);
  let end = 0;
  while (end < mostEnd && equal(left.at(-1 - end) as Json, right.at(-1 - end) as Json, work)) end++;
  work.left -= end >> 2;
  const leftMiddle = left.length - end - head;
  const rightMiddle = right.length - end - head;
  if (Math.max(leftMiddle, rightMiddle) > longestAligned && Math.min(leftMiddle, rightMiddle) > 0) {
    return alignedByPlace;
  }
  work.left -= unitsOfItem * (leftMiddle + rightMiddle);
  const matching = matchMiddle(left, right, { head, leftMiddle, rightMiddle }, known, work);
  const { partners } = matching;
  const middle = (items: readonly Json[], length: number) => items.slice(head, head + length);
  const ordered = matching.pairLeftovers
    ? pairLeftovers(partners, rightMiddle, middle(left, leftMiddle), middle(right, rightMiddle), work)
    : isAscending(partners);
  return { ...placed(partners, left, right, head, end), ordered, byPlace: false };
}

/** Keys, maps and sets of them: what an item costs besides being looked into. */
const unitsOfItem = 4;

/** The cheapest there is: for arrays that are too long, or too much work. */
export const alignedByPlace: Alignment = {
  partners: [],
  head: 0,
  tail: 0,
  missing: [],
  surplus: [],
  ordered: true,
  byPlace: true,
};

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
  const said = known.key && keysBy(known.key.member, left, right, known.indexes, work);
  if (said !== undefined) known.key?.used();
  if (said === undefined && left.length === 1 && right.length === 1) return { partners: [0], pairLeftovers: false };
  const keys = said ?? learnKeys(left, right, known.indexes, work);
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
