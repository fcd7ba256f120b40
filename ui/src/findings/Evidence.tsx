import type { FindingView } from '../../../server/api/contract.ts';
import { evidence, percent, percentRange } from '../format/number.ts';
import { diffyWords, evidenceWords, intervalScale, weighedWords } from './evidence.ts';
import styles from './Finding.module.css';

export function Evidence({ finding, twoRoles }: { readonly finding: FindingView; readonly twoRoles: boolean }) {
  const e = evidence(finding.logE);
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">How sure</h2>
      <dl className={styles.facts}>
        <div>
          <dt>Evidence</dt>
          <dd>
            <span className={styles.value}>
              E = {e.mantissa}
              {e.exponent !== undefined && (
                <>
                  {' × 10'}
                  <sup>{e.exponent}</sup>
                </>
              )}
            </span>
            <p>
              {twoRoles
                ? 'There is no secondary to weigh the candidate against.'
                : `${evidenceWords(finding.logE)} ${weighedWords(finding)}`}
            </p>
          </dd>
        </div>
        <div>
          <dt>Effect</dt>
          <dd>
            <span className={styles.value}>
              {finding.delta.value > 0 ? '+' : ''}
              {percent(finding.delta.value)}
            </span>
            <IntervalPlot delta={finding.delta} />
            <p>
              How much more often than the secondary, as a share of the exchanges here:{' '}
              {percentRange(finding.delta.low, finding.delta.high)}.
            </p>
          </dd>
        </div>
        <div>
          <dt>Second opinion</dt>
          <dd>
            <p>{diffyWords(finding)}</p>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function IntervalPlot({ delta }: { readonly delta: FindingView['delta'] }) {
  const at = intervalScale(delta);
  const x = (place: number) => place * 300;
  return (
    <svg
      className={styles.interval}
      viewBox="0 0 300 28"
      role="img"
      aria-label={`Interval from ${percent(delta.low)} to ${percent(delta.high)}`}
    >
      <line className={styles.axis} x1="0" x2="300" y1="9" y2="9" />
      <line className={styles.zero} x1={x(at.zero)} x2={x(at.zero)} y1="2" y2="16" />
      <text className={styles.tick} x={x(at.zero)} y="27" textAnchor="middle">
        0
      </text>
      <line className={styles.span} x1={x(at.low)} x2={x(at.high)} y1="9" y2="9" />
      <circle className={styles.point} cx={x(at.value)} cy="9" r="4.5" />
    </svg>
  );
}
