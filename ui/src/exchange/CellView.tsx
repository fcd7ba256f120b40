import { bytes, count } from '../format/number.ts';
import { plural } from '../format/words.ts';
import type { Cell } from './align.ts';
import styles from './Exchange.module.css';
import { LongText } from './LongText.tsx';

const longest = 400;

export function CellView({
  cell,
  odd,
  reference,
  place,
}: {
  readonly cell: Cell;
  readonly odd: boolean;
  readonly reference: Cell | undefined;
  /** Where this item stands in its own list, when that is elsewhere than in the others. */
  readonly place: number | undefined;
}) {
  return (
    <td className={styles.cell} data-odd={odd}>
      {place !== undefined && <span className={styles.place}>at [{place}] </span>}
      <Value cell={cell} reference={textOf(reference)} marked={odd} />
    </td>
  );
}

function Value({
  cell,
  reference,
  marked,
}: {
  readonly cell: Cell;
  readonly reference: string | undefined;
  readonly marked: boolean;
}) {
  if (cell === 'absent') return <span className={styles.absent} role="img" aria-label="nothing to compare" />;
  if (cell === 'missing') return <span className={styles.remark}>missing</span>;
  switch (cell.kind) {
    case 'object':
      return (
        <span
          className={styles.remark}
        >{`{ ${count(cell.entries.length)} ${plural(cell.entries.length, 'field')} }`}</span>
      );
    case 'array':
      return (
        <span className={styles.remark}>{`[ ${count(cell.items.length)} ${plural(cell.items.length, 'item')} ]`}</span>
      );
    case 'note':
      return <span className={styles.remark}>{cell.text}</span>;
    case 'unread':
      return (
        <span className={styles.remark}>
          {cell.reason === 'deep' ? 'too deep to open' : 'too large to open'}: {bytes(cell.source.length)}
        </span>
      );
    case 'string':
    case 'text':
      return cell.text === '' ? (
        <span className={styles.remark}>empty text</span>
      ) : (
        <code data-kind={cell.kind}>
          <LongText
            text={cell.text}
            reference={reference}
            marked={marked}
            layout={cell.kind === 'text'}
            limit={longest}
          />
        </code>
      );
    case 'number':
    case 'literal':
      return (
        <code data-kind={cell.kind}>
          <LongText text={cell.text} limit={longest} />
        </code>
      );
  }
}

function textOf(cell: Cell | undefined): string | undefined {
  return typeof cell === 'object' && (cell.kind === 'string' || cell.kind === 'text') ? cell.text : undefined;
}
