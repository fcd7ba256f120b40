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

/** Longest common subsequence, equal ends trimmed first: for text, where order is meaning. What remains in a gap is paired by position. */
export function pairInOrder(a: readonly (string | number)[], b: readonly (string | number)[]): Pairing {
  const pairs: (number | undefined)[] = new Array(a.length).fill(undefined);
  const middle = trimmed(a, b, pairs);
  const rows = middle.endA - middle.start;
  const columns = middle.endB - middle.start;
  if (rows * columns <= maxTable) pairLongest(a, b, middle, pairs);
  pairGaps(pairs, b.length);
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

/** Between two pairs, the unpaired of both sides are taken for changed versions of each other, first with first. */
function pairGaps(pairs: (number | undefined)[], lengthB: number): void {
  let from = 0;
  let nextB = 0;
  const fill = (until: number, untilB: number) => {
    let j = nextB;
    for (let i = from; i < until && j < untilB; i++) pairs[i] = j++;
  };
  pairs.slice().forEach((j, i) => {
    if (j === undefined) return;
    fill(i, j);
    from = i + 1;
    nextB = j + 1;
  });
  fill(pairs.length, lengthB);
}
