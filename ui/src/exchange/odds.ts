import type { Role } from '../../../server/api/contract.ts';
import type { Row } from './align.ts';

/** Which cells of a row are to be marked: the one that stands alone, or all where none agrees with another. */
export function odds(row: Row, roles: readonly Role[]): readonly boolean[] {
  return roles.map((role, i) => {
    if (row.odd === undefined || row.cells[i] === 'absent') return false;
    if (row.odd === 'all') return true;
    return row.odd === 'differ' ? role !== 'primary' || row.cells.includes('absent') : role === row.odd;
  });
}
