import type { Row } from './align.ts';

/** What one line of the aligned view shows: a row, or a stretch of equal rows folded into one. */
export type Line =
  | { readonly kind: 'row'; readonly row: Row; readonly depth: number; readonly open: boolean | undefined }
  | { readonly kind: 'fold'; readonly path: string; readonly depth: number; readonly rows: readonly Row[] };

export interface Unfolding {
  readonly onlyDifferences: boolean;
  /** Paths of rows and folds that a person opened or closed against the default. */
  readonly toggled: ReadonlySet<string>;
}

/** A single equal row costs no more room than its fold would. */
const smallestFold = 2;

/** The lines in view: differing rows opened, runs of equal rows folded or, with `onlyDifferences`, left out. */
export function linesInView(rows: readonly Row[], unfolding: Unfolding, depth = 0): readonly Line[] {
  const lines: Line[] = [];
  let equal: Row[] = [];
  const flush = () => {
    const [first] = equal;
    if (!first) return;
    const path = foldPath(first);
    if (equal.length >= smallestFold && !unfolding.toggled.has(path)) {
      lines.push({ kind: 'fold', path, depth, rows: equal });
    } else {
      for (const row of equal) add(row);
    }
    equal = [];
  };
  const add = (row: Row) => {
    const open = row.children.length === 0 ? undefined : opensItself(row) !== unfolding.toggled.has(row.path);
    lines.push({ kind: 'row', row, depth, open });
    if (open) for (const line of linesInView(row.children, unfolding, depth + 1)) lines.push(line);
  };
  for (const row of rows) {
    if (row.differing > 0) {
      flush();
      add(row);
    } else if (!unfolding.onlyDifferences) {
      equal.push(row);
    }
  }
  flush();
  return lines;
}

/** A row opens by itself only for a difference below it: a missing object is one difference, not one for each of its fields. */
function opensItself(row: Row): boolean {
  return row.children.some((child) => child.differing > 0);
}

function foldPath(first: Row): string {
  return `fold ${first.path}`;
}
