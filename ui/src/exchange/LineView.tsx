import type { FindingClass } from '../../../server/api/contract.ts';
import { count } from '../format/number.ts';
import { caseWords, plural } from '../format/words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import type { Row } from './align.ts';
import type { Side } from './answers.ts';
import { CellView } from './CellView.tsx';
import styles from './Exchange.module.css';
import { type ClassesByField, classAt } from './observed.ts';
import { counterpart, odds } from './odds.ts';
import type { Line } from './rows.ts';

const deepestIndent = 12;

export function LineView({
  line,
  sides,
  classes,
  onToggle,
}: {
  readonly line: Line;
  readonly sides: readonly Side[];
  readonly classes: ClassesByField;
  readonly onToggle: (path: string) => void;
}) {
  const indent = { paddingInlineStart: `${8 + Math.min(line.depth, deepestIndent) * 16}px` };
  if (line.kind === 'fold') {
    return (
      <tr>
        <td colSpan={sides.length + 1} className={styles.fold} style={indent}>
          <button type="button" onClick={() => onToggle(line.path)}>
            <Icon name="next" />
            {count(line.rows.length)} alike<span>{preview(line.rows)}</span>
          </button>
        </td>
      </tr>
    );
  }
  const { row, open } = line;
  const odd = odds(
    row,
    sides.map(({ role }) => role),
  );
  const found = row.odd === undefined ? undefined : classAt(classes, row.field);
  return (
    <tr data-differs={row.odd !== undefined} data-class={found ?? 'uncounted'}>
      <th scope="row" className={styles.field} style={indent}>
        <span className={styles.named}>
          <Label row={row} open={open} onToggle={onToggle} />
          {row.odd !== undefined && <OddMark row={row} found={found} />}
          {row.odd === undefined && open === false && row.differing > 0 && (
            <span className={styles.inside}>
              {count(row.differing)} {plural(row.differing, 'difference')} inside
            </span>
          )}
        </span>
      </th>
      {row.cells.map((cell, i) => (
        <CellView
          key={sides[i]?.role}
          cell={cell}
          odd={odd[i] ?? false}
          reference={counterpart(row, odd, i)}
          place={row.places?.[i]}
        />
      ))}
    </tr>
  );
}

function Label({
  row,
  open,
  onToggle,
}: {
  readonly row: Row;
  readonly open: boolean | undefined;
  readonly onToggle: (path: string) => void;
}) {
  const name = (
    <code title={row.path}>
      <Untrusted text={row.label} />
    </code>
  );
  if (open === undefined) return <span className={`${styles.label} ${styles.leaf}`}>{name}</span>;
  return (
    <button
      type="button"
      className={`${styles.label} ${styles.opener}`}
      aria-expanded={open}
      onClick={() => onToggle(row.path)}
    >
      <Icon name={open ? 'open' : 'next'} />
      {name}
    </button>
  );
}

/** Who stands alone, in a word and a shape; the colour says what the finding behind it is. */
function OddMark({ row, found }: { readonly row: Row; readonly found: FindingClass | undefined }) {
  if (row.odd === undefined) return null;
  const words = row.order ? `order: ${caseWords[row.odd]}` : caseWords[row.odd];
  return (
    <span className={styles.odd} title={found ? `This is ${found}.` : 'No finding was counted here.'}>
      {found ? <Icon name={found} /> : <span aria-hidden="true">≠</span>}
      {words}
    </span>
  );
}

function preview(rows: readonly Row[]): string {
  const names = rows.slice(0, 6).map(({ label }) => label);
  return `${names.join(', ').slice(0, 120)}${rows.length > names.length ? ', …' : ''}`;
}
