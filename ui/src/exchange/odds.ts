import type { Role } from '../../../server/api/contract.ts';
import type { Cell, Row } from './align.ts';

/** Which cells of a row are to be marked: the one that stands alone, or all where none agrees with another. */
export function odds(row: Row, roles: readonly Role[]): readonly boolean[] {
  return roles.map((role, i) => {
    if (row.odd === undefined || row.cells[i] === 'absent') return false;
    if (row.odd === 'all') return true;
    return row.odd === 'differ' ? role !== 'primary' || row.cells.includes('absent') : role === row.odd;
  });
}

/** The cell that one is to be read against: for those that agree the odd one, for the odd one what the others say. */
export function counterpart(row: Row, odd: readonly boolean[], at: number): Cell | undefined {
  if (row.odd === undefined) return undefined;
  const other = odd.findIndex((is, i) => i !== at && is !== odd[at]);
  return row.cells[other >= 0 ? other : at === 0 ? 1 : 0];
}
