/** Items of two lists that are equal nowhere: which of them are the same item, changed? Told by the members that they share. */
import type { Json } from '../lift/json.ts';
import type { Work } from '../work.ts';
import { type ItemKey, looseKeyOf } from './tree.ts';

/** Members looked at of each item: those of the first ones seen. */
const mostColumns = 32;
/** Pairs weighed at most. Beyond, place alone says. */
const mostPairs = 200_000;

/** One member of all items: its key for each item, undefined where the item has none. */
interface Column {
  readonly left: readonly (ItemKey | undefined)[];
  readonly right: readonly (ItemKey | undefined)[];
}

export interface Resemblance {
  readonly columns: readonly Column[];
  /** Members that two items must share to be taken for the same one. */
  readonly least: number;
  readonly work: Work;
}

export function resemblance(left: readonly Json[], right: readonly Json[], work: Work): Resemblance {
  const names = new Set<string>();
  for (const item of [left[0], right[0], left.at(-1), right.at(-1)]) {
    if (typeof item !== 'object' || item === null) continue;
    for (const name of Object.keys(item)) if (names.size < mostColumns) names.add(name);
  }
  const keysOf = (items: readonly Json[], name: string) => items.map((item) => memberKey(item, name, work));
  return {
    columns: [...names].map((name) => ({ left: keysOf(left, name), right: keysOf(right, name) })),
    least: 1,
    work,
  };
}

function memberKey(item: Json, name: string, work: Work): ItemKey | undefined {
  work.left--;
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, name)) return undefined;
  return looseKeyOf((item as Readonly<Record<string, Json>>)[name] as Json, work);
}

/**
 * A key for each item, made of the members that do not differ everywhere: a timestamp in every item must not keep an item from
 * being found elsewhere. undefined where what is left hardly tells the items apart.
 */
export function steadyKeys({ columns }: Resemblance): readonly [left: ItemKey[], right: ItemKey[]] | undefined {
  const steady = columns.filter(({ left, right }) => {
    const there = new Set(left);
    return right.some((key) => key !== undefined && there.has(key));
  });
  if (steady.length === 0) return undefined;
  const keys = (side: 'left' | 'right') =>
    (steady[0] as Column)[side].map((_, i) => steady.map((column) => column[side][i] ?? '').join('\u0000'));
  const left = keys('left');
  const right = keys('right');
  return tellsApart(left) && tellsApart(right) && shareHalf(left, right) ? [left, right] : undefined;
}

/** Fewer are told apart by anything. */
const leastToldApart = 4;

const tellsApart = (keys: readonly ItemKey[]): boolean =>
  keys.length >= leastToldApart && new Set(keys).size >= 0.8 * keys.length;

function shareHalf(left: readonly ItemKey[], right: readonly ItemKey[]): boolean {
  const there = new Set(right);
  return left.filter((key) => there.has(key)).length * 2 >= Math.min(left.length, right.length);
}

/** Members in which two items, by their index in the columns, are equal. */
function shared(columns: readonly Column[], i: number, j: number): number {
  let equal = 0;
  for (const { left, right } of columns) if (left[i] !== undefined && left[i] === right[j]) equal++;
  return equal;
}

/**
 * Pairs every item of the shorter run with one of the longer, in order, so that as many members as can be are shared; of equal
 * choices the earliest. [left, right] indexes; by place alone where the runs are as long, or weighing them is too much work.
 */
export function pairInOrder(
  { columns, work }: Resemblance,
  left: readonly number[],
  right: readonly number[],
): readonly (readonly [number, number])[] {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  const room = long.length - short.length;
  const cells = short.length * (room + 1);
  const byPlace = (i: number, j: number) =>
    (left.length <= right.length ? [left[i], right[j]] : [left[j], right[i]]) as [number, number];
  if (room === 0 || columns.length === 0 || cells > mostPairs || !spend(work, cells * columns.length)) {
    return short.map((_, i) => byPlace(i, i));
  }
  // best[d]: the most that the items so far share when d of the longer run are left out; from[]: which d led there.
  let best = new Int32Array(room + 1);
  const from: Int32Array[] = [];
  for (let i = 0; i < short.length; i++) {
    const next = new Int32Array(room + 1);
    const came = new Int32Array(room + 1);
    let leader = 0;
    for (let d = 0; d <= room; d++) {
      if ((best[d] as number) > (best[leader] as number)) leader = d;
      const [l, r] = byPlace(i, i + d);
      next[d] = (best[leader] as number) + shared(columns, l, r);
      came[d] = leader;
    }
    best = next;
    from.push(came);
  }
  let d = 0;
  for (let at = 1; at <= room; at++) if ((best[at] as number) > (best[d] as number)) d = at;
  const pairs: [number, number][] = [];
  for (let i = short.length - 1; i >= 0; i--) {
    pairs.push(byPlace(i, i + d));
    d = from[i]?.[d] ?? 0;
  }
  return pairs.reverse();
}

/** The same, where more than half of the members that tell items apart must be shared. */
export function mostlyAlike({ columns, work }: Resemblance): Resemblance {
  const telling = columns.filter(({ left, right }) => new Set([...left, ...right]).size > 1);
  return { columns: telling, least: Math.floor(telling.length / 2) + 1, work };
}

/** Pairs those first that share most, whatever their order. */
export function pairAnywhere(
  { columns, least, work }: Resemblance,
  isFree: (left: number, right: number) => boolean,
): readonly (readonly [number, number])[] {
  const lefts = columns[0]?.left.length ?? 0;
  const rights = columns[0]?.right.length ?? 0;
  const cells = lefts * rights;
  if (cells === 0 || cells > mostPairs / 10 || !spend(work, cells)) return [];
  const pairs: [i: number, j: number, equal: number][] = [];
  for (let i = 0; i < lefts; i++) {
    for (let j = 0; j < rights; j++) {
      const equal = isFree(i, j) ? shared(columns, i, j) : 0;
      if (equal >= least) pairs.push([i, j, equal]);
    }
  }
  work.left -= pairs.length * columns.length;
  pairs.sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
  const leftTaken = new Set<number>();
  const rightTaken = new Set<number>();
  return pairs.flatMap(([i, j]) => {
    if (leftTaken.has(i) || rightTaken.has(j)) return [];
    leftTaken.add(i);
    rightTaken.add(j);
    return [[i, j] as const];
  });
}

/** Whether there is work left for it. */
function spend(work: Work, units: number): boolean {
  if (work.left < units) return false;
  work.left -= units;
  return true;
}
