import { useState } from 'react';
import { count } from '../format/number.ts';
import { Untrusted } from '../parts/Untrusted.tsx';
import { excerptOf } from '../parts/visible.ts';
import styles from './Exchange.module.css';

/** How much more each press shows: enough to read on, little enough for the browser to stay quick. */
const step = 20_000;

/** Text of any length, more of it on request. A long one is shown around what differs from `reference`, which can be marked. */
export function LongText({
  text,
  reference,
  marked = false,
  layout = false,
  limit,
}: {
  readonly text: string;
  readonly reference?: string | undefined;
  readonly marked?: boolean;
  readonly layout?: boolean;
  readonly limit: number;
}) {
  const [shown, setShown] = useState(limit);
  const { before, after, parts } = excerptOf(text, reference, shown);
  const more = () => setShown(shown + step);
  return (
    <>
      {before > 0 && <Left n={before} where="before" onMore={more} />}
      {parts.map((part, i) =>
        marked && part.changed ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <em key={i} className={styles.changed}>
            <Untrusted text={part.text} layout={layout} />
          </em>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <Untrusted key={i} text={part.text} layout={layout} />
        ),
      )}
      {after > 0 && <Left n={after} where="after" onMore={more} />}
    </>
  );
}

function Left({
  n,
  where,
  onMore,
}: {
  readonly n: number;
  readonly where: 'before' | 'after';
  readonly onMore: () => void;
}) {
  return (
    <button type="button" className={styles.left} onClick={onMore}>
      {where === 'after' && '… '}
      {count(n)} more characters{where === 'before' && ' …'}
    </button>
  );
}
