import { fingerprint, isContainer, type Node, signature } from './node.ts';
import { pairAnywhere, pairByKey, type Slot, slotsOf } from './pairing.ts';

/** Aligns the items of two or three arrays, the first being the reference: by a key they share, else by content. */
export function arraySlots(lists: readonly (readonly Node[])[]): readonly Slot[] {
  const [first = [], ...others] = lists;
  const keys = sharedKeys(lists);
  if (keys) {
    const [reference = [], ...rest] = keys;
    return slotsOf(
      first.length,
      rest.map((side) => ({ pairing: pairByKey(reference, side), keys: side })),
    );
  }
  const prints = first.map(fingerprint);
  return slotsOf(
    first.length,
    others.map((side) => {
      const theirs = side.map(fingerprint);
      return { pairing: pairAnywhere(prints, theirs), keys: theirs };
    }),
  );
}

/**
 * The items' values of a field that is a scalar, present and unique in all items on all sides. It must also be shared by
 * half of them, so that a random request id is not taken for a key; `id` is tried first.
 */
function sharedKeys(lists: readonly (readonly Node[])[]): readonly (readonly string[])[] | undefined {
  const filled = lists.filter((list) => list.length > 0);
  const sample = filled[0]?.[0];
  if (filled.length < 2 || sample?.kind !== 'object') return undefined;
  const names = sample.entries.map(([name]) => name).toSorted((a, b) => Number(b === 'id') - Number(a === 'id'));
  for (const name of names) {
    const keys = lists.map((list) => keysBy(list, name));
    if (keys.some((side) => side === undefined)) continue;
    const sides = keys.flatMap((side) => (side === undefined ? [] : [side]));
    const sets = sides.filter((side) => side.length > 0).map((side) => new Set(side));
    const [reference, ...rest] = sets;
    if (!reference) continue;
    const alike = rest.every((set) => {
      const shared = reference.intersection(set).size;
      return shared * 2 >= Math.min(reference.size, set.size);
    });
    if (alike) return sides;
  }
  return undefined;
}

function keysBy(list: readonly Node[], name: string): readonly string[] | undefined {
  const keys: string[] = [];
  for (const item of list) {
    if (item.kind !== 'object') return undefined;
    const value = item.entries.find(([n]) => n === name)?.[1];
    if (value === undefined || isContainer(value) || value.kind === 'unread') return undefined;
    keys.push(signature(value));
  }
  return new Set(keys).size === keys.length ? keys : undefined;
}
