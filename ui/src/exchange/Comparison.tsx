import { useState } from 'react';
import type { AnswerView } from '../../../server/api/contract.ts';
import { bytes, count, milliseconds } from '../format/number.ts';
import { failureWords, plural, roleMeanings, roleWords } from '../format/words.ts';
import { Scrollable } from '../parts/Scrollable.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import type { Row } from './align.ts';
import type { Sections, Side } from './answers.ts';
import styles from './Exchange.module.css';
import { LineView } from './LineView.tsx';
import type { ClassesByField } from './observed.ts';
import { linesInView } from './rows.ts';

/** Lines put into the page at first, and again with each press; a body may have a hundred thousand. */
const page = 400;

export function Comparison({
  sides,
  sections,
  classes,
  onlyDifferences,
}: {
  readonly sides: readonly Side[];
  readonly sections: Sections;
  readonly classes: ClassesByField;
  readonly onlyDifferences: boolean;
}) {
  const part = (title: string, rows: readonly Row[]) => (
    <Part title={title} rows={rows} sides={sides} classes={classes} onlyDifferences={onlyDifferences} />
  );
  return (
    <Scrollable label="The answers side by side" onlyNarrow>
      <table className={styles.comparison} data-sides={sides.length}>
        <thead>
          <tr>
            <td className={styles.corner} />
            {sides.map(({ role, answer }) => (
              <th key={role} scope="col" title={roleMeanings[role]} className={styles.role}>
                {roleWords[role]}
                <AnswerHead answer={answer} />
              </th>
            ))}
          </tr>
        </thead>
        {part('Status and headers', [sections.outcome, ...sections.headers])}
        {sections.trailers.length > 0 && part('Trailers', sections.trailers)}
        {part(sections.reading === 'lines' ? 'Body, line by line' : 'Body', unwrapped(sections.body))}
      </table>
    </Scrollable>
  );
}

/** The body itself needs no row where all it would say is that its members follow. */
function unwrapped(rows: readonly Row[]): readonly Row[] {
  const [only] = rows;
  const bare = rows.length === 1 && only && only.odd === undefined && only.children.length > 0;
  return bare ? only.children : rows;
}

function AnswerHead({ answer }: { readonly answer: AnswerView }) {
  if (answer.kind === 'failure') {
    return (
      <span className={styles.failed}>
        No answer: {failureWords[answer.failure]} ({milliseconds(answer.ms)}).{' '}
        <span>
          <Untrusted text={answer.detail} />
        </span>
      </span>
    );
  }
  const size = answer.body.kind === 'empty' ? 'no body' : bytes(answer.body.length);
  return (
    <span className={styles.head}>
      {answer.status} · {milliseconds(answer.ms)} · {size}
    </span>
  );
}

function Part({
  title,
  rows,
  sides,
  classes,
  onlyDifferences,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly sides: readonly Side[];
  readonly classes: ClassesByField;
  readonly onlyDifferences: boolean;
}) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(page);
  const lines = linesInView(rows, { onlyDifferences, toggled });
  const toggle = (path: string) => setToggled(toggled.symmetricDifference(new Set([path])));
  const width = sides.length + 1;
  return (
    <tbody>
      <tr>
        <th colSpan={width} scope="rowgroup" className={styles.section}>
          <h2>{title}</h2>
          <span>{partWords(rows)}</span>
        </th>
      </tr>
      {lines.slice(0, limit).map((line) => (
        <LineView
          key={line.kind === 'row' ? line.row.path : line.path}
          line={line}
          sides={sides}
          classes={classes}
          onToggle={toggle}
        />
      ))}
      {lines.length > limit && (
        <tr>
          <td colSpan={width}>
            <button type="button" className={styles.plain} onClick={() => setLimit(limit + page)}>
              Show more: {count(lines.length - limit)} rows are left
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function partWords(rows: readonly Row[]): string {
  const differing = rows.reduce((sum, row) => sum + row.differing, 0);
  if (differing > 0) return `${count(differing)} ${plural(differing, 'difference')}`;
  const compared = rows.some((row) => row.cells.filter((cell) => cell !== 'absent').length > 1);
  return compared ? 'alike' : 'nothing to compare';
}
