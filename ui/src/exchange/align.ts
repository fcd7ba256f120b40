import type { Case } from '../../../server/api/contract.ts';
import { arraySlots } from './arrays.ts';
import { type Container, isContainer, type Node, signature } from './node.ts';

/** `missing`: not there although its parent is. `absent`: its parent is not there either, so there is nothing to say. */
export type Cell = Node | 'missing' | 'absent';

/** The odd one out among three; `differ` where only two can be compared. */
export type Odd = Case | 'differ';

export interface Row {
  /** Unique in the tree. */
  readonly path: string;
  /** Normalised as findings name it: array indexes folded to `[]`. */
  readonly field: string;
  readonly label: string;
  readonly cells: readonly Cell[];
  /** What differs at this row itself, its children aside; `order` says that it is the order of its items. */
  readonly odd: Odd | undefined;
  readonly order: boolean;
  /** Where this item stands on each side, given only when it stands elsewhere on some side. */
  readonly places: readonly (number | undefined)[] | undefined;
  readonly children: readonly Row[];
  /** Rows that differ, this one and those below. */
  readonly differing: number;
}

export interface Place {
  readonly path: string;
  readonly field: string;
  readonly label: string;
  readonly places?: Row['places'];
}

/** Two or three values, primary first and candidate last, as one tree of rows. */
export function alignCells(cells: readonly Cell[], place: Place): Row {
  const odd = oddOf(cells.map((cell) => (typeof cell === 'string' ? cell : signature(cell))));
  const kind = cells.find((cell): cell is Container => typeof cell !== 'string' && isContainer(cell))?.kind;
  const inside = cells.map((cell) =>
    typeof cell !== 'string' && isContainer(cell) && cell.kind === kind ? cell : undefined,
  );
  const array = kind === 'array' ? itemsOf(inside, place) : undefined;
  const children = array?.rows ?? (kind === 'object' ? membersOf(inside, place) : []);
  const own = odd ?? array?.order;
  return {
    path: place.path,
    field: place.field,
    label: place.label,
    cells,
    odd: own,
    order: odd === undefined && array?.order !== undefined,
    places: place.places,
    children,
    differing: children.reduce((sum, child) => sum + child.differing, own === undefined ? 0 : 1),
  };
}

/** Which of the answers stands alone, given what must be equal for them to be alike. `absent` ones have no say. */
export function oddOf(keys: readonly string[]): Odd | undefined {
  const present = keys.filter((key) => key !== 'absent');
  const [p, s, c] = keys;
  if (present.length < 3) return new Set(present).size > 1 ? 'differ' : undefined;
  if (p === s) return s === c ? undefined : 'candidate';
  if (p === c) return 'secondary';
  return s === c ? 'primary' : 'all';
}

function membersOf(sides: readonly (Container | undefined)[], parent: Place): readonly Row[] {
  const maps = sides.map((side) => (side?.kind === 'object' ? namedEntries(side.entries) : undefined));
  return unionInOrder(maps.map((map) => [...(map?.keys() ?? [])])).map((name) =>
    alignCells(
      maps.map((map) => (map === undefined ? 'absent' : (map.get(name) ?? 'missing'))),
      { path: `${parent.path}.${JSON.stringify(name)}`, field: childPath(parent.field, name), label: name },
    ),
  );
}

/** Duplicate names are told apart by their count, as `name #2`: JSON allows them and header lines live on them. */
function namedEntries(entries: readonly (readonly [string, Node])[]): Map<string, Node> {
  const map = new Map<string, Node>();
  const seen = new Map<string, number>();
  for (const [name, value] of entries) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    map.set(count === 1 ? name : `${name} #${count}`, value);
  }
  return map;
}

/** All names; those that the first list lacks stand right after their predecessor. */
function unionInOrder(lists: readonly (readonly string[])[]): readonly string[] {
  // A linked list, undefined being its head: inserting stays cheap in documents with very many names.
  const after = new Map<string | undefined, string | undefined>();
  for (const list of lists) {
    let previous: string | undefined;
    for (const name of list) {
      if (!after.has(name)) {
        after.set(name, after.get(previous));
        after.set(previous, name);
      }
      previous = name;
    }
  }
  const names: string[] = [];
  for (let name = after.get(undefined); name !== undefined; name = after.get(name)) names.push(name);
  return names;
}

function itemsOf(
  sides: readonly (Container | undefined)[],
  parent: Place,
): { readonly rows: readonly Row[]; readonly order: Odd | undefined } {
  const lists = sides.map((side) => (side?.kind === 'array' ? side.items : undefined));
  const present = lists.map((list) => list !== undefined);
  const packed = arraySlots(lists.flatMap((list) => (list === undefined ? [] : [list])));
  const slots = packed.map((slot) => {
    let next = 0;
    return present.map((is) => (is ? slot[next++] : undefined));
  });
  const rows = slots.map((slot, i) => {
    const place = slot.find((at) => at !== undefined) ?? i;
    return alignCells(
      lists.map((list, side) => (list === undefined ? 'absent' : (list[slot[side] ?? -1] ?? 'missing'))),
      {
        path: `${parent.path}[${i}]`,
        field: `${parent.field}[]`,
        label: `[${place}]`,
        places: new Set(slot.filter((at) => at !== undefined)).size > 1 ? slot : undefined,
      },
    );
  });
  return { rows, order: orderOdd(slots, present) };
}

/** The odd one out by the order of the items that all sides share. */
function orderOdd(slots: readonly (readonly (number | undefined)[])[], present: readonly boolean[]): Odd | undefined {
  const shared = slots.flatMap((slot, row) =>
    present.every((is, side) => !is || slot[side] !== undefined) ? [{ slot, row }] : [],
  );
  return oddOf(
    present.map((is, side) =>
      is
        ? shared
            .toSorted((a, b) => (a.slot[side] ?? 0) - (b.slot[side] ?? 0))
            .map(({ row }) => row)
            .join()
        : 'absent',
    ),
  );
}

/** As findings spell them, so that a row can be matched with its finding. */
const identifier = /^[@#]?[A-Za-z_$][\w$]*$/;
const longestName = 100;

function childPath(parent: string, name: string): string {
  const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
  const plain = parent === 'headers' || parent === 'trailers' || identifier.test(shown);
  return plain ? `${parent}.${shown}` : `${parent}[${JSON.stringify(shown)}]`;
}
