import { failureWords, roleWords } from '../format/words.ts';
import type { Side } from './answers.ts';
import styles from './Exchange.module.css';
import { LongText } from './LongText.tsx';
import { bodyWords } from './RequestShown.tsx';

/** The answers side by side as they came, bodies decoded. */
export function RawAnswers({ sides }: { readonly sides: readonly Side[] }) {
  return (
    <div className={styles.raws} data-sides={sides.length}>
      {sides.map(({ role, answer }) => (
        <section key={role} aria-label={`${roleWords[role]}, raw`}>
          <h2>{roleWords[role]}</h2>
          {answer.kind === 'failure' ? (
            <p>
              No answer: {failureWords[answer.failure]}. {answer.detail}
            </p>
          ) : (
            <>
              <pre className={styles.raw}>
                <LongText
                  text={[`HTTP ${answer.status}`, ...answer.headers.map(([name, value]) => `${name}: ${value}`)].join(
                    '\n',
                  )}
                  layout
                  limit={20_000}
                />
              </pre>
              {answer.body.kind === 'text' ? (
                <pre className={styles.raw}>
                  <LongText text={answer.body.text} layout limit={20_000} />
                </pre>
              ) : (
                <p>{bodyWords(answer.body)}</p>
              )}
            </>
          )}
        </section>
      ))}
    </div>
  );
}
