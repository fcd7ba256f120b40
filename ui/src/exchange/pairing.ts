/** Which positions of two or three sequences belong together. */

/** For each position of the first sequence, its partner in the second. */
export type Pairing = readonly (number | undefined)[];

/** Above this many cells the exact alignment of lines gives way to one by position. */
const maxTable = 1_000_000;

interface Middle {
  readonly start: number;
  readonly endA: number;
  readonly endB: number;
}

/** Longest common subsequence, equal ends trimmed first: for text, where order is meaning. Between equal lines, those that resemble each other are paired. */
export function pairInOrder(a: readonly string[], b: readonly string[]): Pairing {
  const pairs: (number | undefined)[] = new Array(a.length).fill(undefined);
  const middle = trimmed(a, b, pairs);
  const rows = middle.endA - middle.start;
  const columns = middle.endB - middle.start;
  if (rows * columns <= maxTable) pairLongest(a, b, middle, pairs);
  pairGaps(a, b, pairs);
  return pairs;
}

/** Equal items wherever they are (each used once), then what is left by position: for lists, where a moved item is still the same item. */
export function pairAnywhere(a: readonly (string | number)[], b: readonly (string | number)[]): Pairing {
  const pairs: (number | undefined)[] = new Array(a.length).fill(undefined);
  const { start, endA, endB } = trimmed(a, b, pairs);
  const places = new Map<string | number, number[]>();
  for (let j = endB - 1; j >= start; j--) {
    const key = b[j] ?? '';
    const known = places.get(key);
    if (known) known.push(j);
    else places.set(key, [j]);
  }
  const used = new Set<number>();
  for (let i = start; i < endA; i++) {
    const j = places.get(a[i] ?? '')?.pop();
    if (j === undefined) continue;
    pairs[i] = j;
    used.add(j);
  }
  const left: number[] = [];
  for (let j = start; j < endB; j++) if (!used.has(j)) left.push(j);
  let next = 0;
  for (let i = start; i < endA && next < left.length; i++) if (pairs[i] === undefined) pairs[i] = left[next++];
  return pairs;
}

/** By key alone: a key that is on one side only has no partner. */
export function pairByKey(a: readonly string[], b: readonly string[]): Pairing {
  const places = new Map(b.map((key, j) => [key, j]));
  return a.map((key) => places.get(key));
}

/** One row of the aligned sequences: the position in each, undefined where it has none. */
export type Slot = readonly (number | undefined)[];

/**
 * Joins the pairings of a first sequence with each of the others into rows, in the order of the first; what only the
 * others have stands after its predecessor, and is joined between them where `keys` agree.
 */
export function slotsOf(
  first: number,
  others: readonly { readonly pairing: Pairing; readonly keys: readonly (string | number)[] }[],
): readonly Slot[] {
  const sides = others.length + 1;
  const rows: (number | undefined)[][] = Array.from({ length: first }, (_, i) => [i]);
  const extras: (number | undefined)[][][] = Array.from({ length: first + 1 }, () => []);
  const waiting = new Map<string | number, (number | undefined)[][]>();
  others.forEach(({ pairing, keys }, other) => {
    const owner = new Map<number, number>();
    pairing.forEach((j, i) => {
      if (j === undefined) return;
      owner.set(j, i);
      const row = rows[i];
      if (row) row[other + 1] = j;
    });
    let last = -1;
    keys.forEach((key, j) => {
      const i = owner.get(j);
      if (i !== undefined) {
        last = i;
        return;
      }
      const shared = waiting.get(key)?.find((slot) => slot[other + 1] === undefined);
      if (shared) {
        shared[other + 1] = j;
        return;
      }
      const slot: (number | undefined)[] = new Array(sides).fill(undefined);
      slot[other + 1] = j;
      extras[last + 1]?.push(slot);
      const known = waiting.get(key);
      if (known) known.push(slot);
      else waiting.set(key, [slot]);
    });
  });
  const slots = [...(extras[0] ?? [])];
  rows.forEach((row, i) => {
    slots.push(
      Array.from({ length: sides }, (_, side) => row[side]),
      ...(extras[i + 1] ?? []),
    );
  });
  return slots;
}

function trimmed(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
  pairs: (number | undefined)[],
): Middle {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    pairs[start] = start;
    start++;
  }
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) pairs[--endA] = --endB;
  return { start, endA, endB };
}

function pairLongest(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
  { start, endA, endB }: Middle,
  pairs: (number | undefined)[],
): void {
  const width = endB - start + 1;
  const table = new Uint32Array((endA - start + 1) * width);
  const cell = (i: number, j: number) => table[(i - start) * width + (j - start)] ?? 0;
  for (let i = endA - 1; i >= start; i--) {
    for (let j = endB - 1; j >= start; j--) {
      table[(i - start) * width + (j - start)] =
        a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  let i = start;
  let j = start;
  while (i < endA && j < endB) {
    if (a[i] === b[j]) pairs[i++] = j++;
    else if (cell(i + 1, j) >= cell(i, j + 1)) i++;
    else j++;
  }
}

/** Between two pairs, an unpaired line of one side may be a changed version of one of the other. */
function pairGaps(a: readonly string[], b: readonly string[], pairs: (number | undefined)[]): void {
  let start = 0;
  let startB = 0;
  for (const [i, j] of [...pairs.slice().entries(), [a.length, b.length] as const]) {
    if (j === undefined) continue;
    pairAlike(a, b, { start, endA: i, startB, endB: j }, pairs);
    start = i + 1;
    startB = j + 1;
  }
}

/** Larger gaps than this (in cells) are paired first with first. */
const maxGap = 2500;
/** Lines that share less than this of their length are two lines, not two versions of one. */
const alikeEnough = 0.3;

interface Gap {
  readonly start: number;
  readonly endA: number;
  readonly startB: number;
  readonly endB: number;
}

/** The order-keeping pairing with the most resemblance in total. */
function pairAlike(a: readonly string[], b: readonly string[], gap: Gap, pairs: (number | undefined)[]): void {
  const rows = gap.endA - gap.start;
  const columns = gap.endB - gap.startB;
  if (rows <= 0 || columns <= 0) return;
  if (rows * columns > maxGap) {
    for (let i = 0; i < Math.min(rows, columns); i++) pairs[gap.start + i] = gap.startB + i;
    return;
  }
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  const gain = (i: number, j: number) =>
    resemblance(a[gap.start + i] ?? '', b[gap.startB + j] ?? '') + at(i + 1, j + 1);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) best[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), gain(i, j));
  }
  let i = 0;
  let j = 0;
  while (i < rows && j < columns) {
    if (at(i, j) === at(i + 1, j)) i++;
    else if (at(i, j) === at(i, j + 1)) j++;
    else pairs[gap.start + i++] = gap.startB + j++;
  }
}

/** The share of the longer text that is common beginning or end; 0 where that is too little. */
function resemblance(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length, 1000);
  let from = 0;
  while (from < shorter && a[from] === b[from]) from++;
  let end = 0;
  while (end < shorter - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const share = (from + end) / Math.max(a.length, b.length, 1);
  return share < alikeEnough ? 0 : share;
}
