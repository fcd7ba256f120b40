/** Arrays at one place of the three documents: their items, and the order of them. */
import type { Json } from '../lift/json.ts';
import { isUnreadPart } from '../lift/unread.ts';
import { isSpent, type Work } from '../work.ts';
import { type Alignment, align, alignedByPlace, type Known, nothingKnown } from './align.ts';
import { PC, PS, pairsThat, SC, unequal } from './bits.ts';
import type { Differences, Values } from './differences.ts';
import { itemsOf } from './field.ts';
import type { Place } from './place.ts';
import { orderOf } from './shift.ts';
import { equal, keyOf } from './tree.ts';
import { noteUnreached } from './unreached.ts';

type Items = readonly Json[];

/** Another array of the place, and where the primary's items are in it. */
interface Other {
  readonly items: Items;
  readonly alignment: Alignment;
}

/**
 * Of a place where all that take part are arrays; the items that have partners go to `enter`.
 * Each other array is aligned with the primary's, so that both are treated alike.
 */
export function compareItems(place: Place, differences: Differences, work: Work, enter: (below: Place) => void): void {
  const primary = place.primary as Items;
  const known = nothingKnown(differences.ruling?.keyAt(place.field));
  const { secondary, candidate } = alignBoth(place, known, work);
  work.left -= primary.length >> 2;
  compareLength(differences, place, secondary, candidate);
  if (secondary !== undefined && candidate !== undefined) {
    const lengths = [primary.length, secondary.items.length, candidate.items.length] as const;
    differences.shift(place.field, orderOf(...lengths), lengths);
  }
  compareOrder(differences, place, secondary, candidate);
  compareSurplus(differences, place, secondary, candidate, work);
  const field = itemsOf(place.field);
  for (let i = 0; i < primary.length; i++) {
    if (isSpent(work)) {
      noteUnreached(differences, { ...place, field });
      return;
    }
    const item = primary[i] as Json;
    const other = secondary && itself(item, partnerOf(item, i, secondary), work);
    const third = candidate && itself(item, partnerOf(item, i, candidate), work);
    if (other !== undefined || third !== undefined)
      enter({ field, primary: item, secondary: other, candidate: third, up: place });
  }
}

/** Work that aligning leaves to the items themselves. */
const unitsForItems = 300_000;

interface Others {
  readonly secondary: Other | undefined;
  readonly candidate: Other | undefined;
}

/** Both in the same way: where one is too much work, the other is not looked at more closely either. */
function alignBoth({ primary, secondary, candidate }: Place, known: Known, work: Work): Others {
  const left = primary as Items;
  const both = (aligned: (items: Items) => Alignment): Others => {
    const other = (items: Items | undefined) => items && { items, alignment: aligned(items) };
    return { secondary: other(secondary as Items | undefined), candidate: other(candidate as Items | undefined) };
  };
  // What was not read has no likeness to go by. Unread parts come last.
  if ([primary, secondary, candidate].some((items) => isUnreadPart((items as Items | undefined)?.at(-1)))) {
    return both(() => alignedByPlace);
  }
  const allowed = work.left - unitsForItems;
  if (allowed > 0) {
    const aligning: Work = { ...work, left: allowed, askAt: (work.askAt ?? work.left) - unitsForItems };
    const others = both((items) => align(left, items, known, aligning));
    work.left -= Math.min(allowed, allowed - aligning.left);
    work.askAt = (aligning.askAt ?? aligning.left) + unitsForItems;
    const tooMuch = isSpent(aligning) || others.secondary?.alignment.byPlace || others.candidate?.alignment.byPlace;
    if (!tooMuch) return others;
  }
  return both(() => alignedByPlace);
}

/** An equal partner is the item itself as far as comparing goes, and spares the walk a visit. */
function partnerOf(item: Json, i: number, { items, alignment }: Other): Json | undefined {
  if (alignment.byPlace) return items[i];
  if (i < alignment.head || i >= alignment.tail) return item;
  return items[alignment.partners[i] ?? -1];
}

/** Nodes of an item: one that is larger is walked at once, as looking twice at each level would cost the square of the depth. */
const mostGlanced = 100;

/** Partners found in another order are mostly equal, which is told sooner than walked. */
function itself(item: Json, other: Json | undefined, work: Work): Json | undefined {
  if (other === undefined || typeof item !== 'object' || item === other) return other;
  const glance = { left: mostGlanced };
  const same = equal(item, other, glance);
  work.left -= (mostGlanced - glance.left) >> 3;
  return same ? item : other;
}

/** Only where an array was too long to tell which item is one more. */
function compareLength(
  differences: Differences,
  place: Place,
  secondary: Other | undefined,
  candidate: Other | undefined,
): void {
  if (!secondary?.alignment.byPlace && !candidate?.alignment.byPlace) return;
  const primary = (place.primary as Items).length;
  const other = secondary?.alignment.byPlace ? secondary.items.length : undefined;
  const third = candidate?.alignment.byPlace ? candidate.items.length : undefined;
  const values = [primary, secondary?.items.length, candidate?.items.length] as const;
  differences.note(place.field, 'length', pairsThat(unequal, primary, other, third), values);
}

function compareOrder(
  differences: Differences,
  place: Place,
  secondary: Other | undefined,
  candidate: Other | undefined,
): void {
  const ps = secondary !== undefined && !secondary.alignment.ordered;
  const pc = candidate !== undefined && !candidate.alignment.ordered;
  if (!ps && !pc) return;
  const sc = ps !== pc || (ps && pc && !sameOrder(secondary.alignment, candidate.alignment));
  const values = [place.primary, place.secondary, place.candidate] as const;
  differences.note(place.field, 'order', (ps ? PS : 0) | (pc ? PC : 0) | (sc ? SC : 0), values);
}

/** Whether the primary's items that both arrays hold come in the same order in both. */
function sameOrder(one: Alignment, two: Alignment): boolean {
  const shared = (i: number) => one.partners[i] !== -1 && two.partners[i] !== -1;
  const inOrder = ({ partners }: Alignment) => {
    const order: number[] = new Array(partners.length).fill(-1);
    for (let i = 0; i < partners.length; i++) if (shared(i)) order[partners[i] as number] = i;
    return order.filter((i) => i !== undefined && i !== -1);
  };
  const first = inOrder(one);
  return inOrder(two).every((i, at) => i === first[at]);
}

/** Items that only one side has. Two sides are alike in this when they lack, or add, equal items. */
function compareSurplus(
  differences: Differences,
  place: Place,
  secondary: Other | undefined,
  candidate: Other | undefined,
  work: Work,
): void {
  const field = itemsOf(place.field);
  const primary = place.primary as Items;
  const missing = (other: Other | undefined) =>
    other && !other.alignment.byPlace ? other.alignment.missing.map((i) => primary[i] as Json) : undefined;
  const added = (other: Other | undefined) =>
    other && !other.alignment.byPlace ? other.alignment.surplus.map((j) => other.items[j] as Json) : undefined;
  const note = (aspect: 'missing' | 'extra', two: Items | undefined, three: Items | undefined) => {
    if (!two?.length && !three?.length) return;
    const bits =
      (two?.length ? PS : 0) | (three?.length ? PC : 0) | (two && three && !sameItems(two, three, work) ? SC : 0);
    differences.note(field, aspect, bits, aspect === 'missing' ? lacked() : [undefined, two?.[0], three?.[0]]);
  };
  /** The first item that the candidate lacks, or else the secondary, with what the others have in its place. */
  const lacked = (): Values => {
    const at = candidate?.alignment.missing[0] ?? secondary?.alignment.missing[0] ?? 0;
    const item = primary[at] as Json;
    return [item, secondary && partnerOf(item, at, secondary), candidate && partnerOf(item, at, candidate)];
  };
  note('missing', missing(secondary), missing(candidate));
  note('extra', added(secondary), added(candidate));
}

function sameItems(one: Items, two: Items, work: Work): boolean {
  if (one.length !== two.length) return false;
  const keys = (items: Items) => items.map((item) => String(keyOf(item, work))).sort();
  const first = keys(one);
  return keys(two).every((key, at) => key === first[at]);
}
