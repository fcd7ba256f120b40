import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReportView } from '../../../server/api/contract.ts';
import { countClasses } from '../findings/filter.ts';
import { count, percent, percentRange } from '../format/number.ts';
import { dateAndTime, duration } from '../format/time.ts';
import { plural, unbroken, verdictWords } from '../format/words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import { findingClasses } from '../search.ts';
import styles from './Overview.module.css';

export function Verdict({ report }: { readonly report: ReportView }) {
  const { verdict, reasons, run } = report;
  const [first, ...others] = reasons;
  return (
    <section className={styles.verdict} data-verdict={verdict} aria-label="Verdict">
      <p className={styles.builds}>
        <Untrusted text={run.baseline} />
        <Icon name="next" />
        <strong>
          <Untrusted text={run.candidate} />
        </strong>
        <span className={styles.when}>
          {dateAndTime(run.startedAt)}
          {run.endedAt === null ? ', still running' : `, ran ${duration(run.startedAt, run.endedAt)}`}
        </span>
      </p>
      <h1 className={styles.word}>
        <Icon name={verdict} />
        {verdictWords[verdict]}
      </h1>
      {first && <p className={styles.lead}>{unbroken(first)}</p>}
      {others.length > 0 && (
        <ul className={styles.reasons}>
          {others.map((reason) => (
            <li key={reason}>{unbroken(reason)}</li>
          ))}
        </ul>
      )}
      {!run.roles.includes('secondary') && (
        <p className={styles.reasons}>
          There is no secondary, so nothing shows which differences are noise: each stays unexplained until it is
          confirmed by repetition.
        </p>
      )}
    </section>
  );
}

export function Figures({ run, report }: { readonly run: string; readonly report: ReportView }) {
  const { exchanges, diffRate, findings } = report;
  const classes = countClasses(findings);
  return (
    <dl className={styles.figures}>
      <Figure label="Compared" value={count(exchanges.compared)}>
        of {count(exchanges.received)} {plural(exchanges.received, 'exchange')} received
      </Figure>
      <Figure label="Diff rate" value={percent(diffRate.value)}>
        {diffRate.value <= 0
          ? `at most ${percent(diffRate.high)}`
          : percentRange(Math.max(0, diffRate.low), diffRate.high)}
      </Figure>
      {findingClasses.map((name) => (
        <Figure
          key={name}
          label={classLabels[name]}
          value={count(classes[name])}
          tone={classes[name] > 0 ? name : undefined}
        >
          <Link to="/runs/$run/findings" params={{ run }} search={{ class: name }}>
            {classNotes[name]}
          </Link>
        </Figure>
      ))}
    </dl>
  );
}

const classLabels = {
  regression: 'Regressions',
  unexplained: 'Unexplained',
  noise: 'Noise',
  accepted: 'Accepted',
} as const;

const classNotes = {
  regression: 'noise cannot explain',
  unexplained: 'evidence still thin',
  noise: 'set aside',
  accepted: 'by a rule or a person',
} as const;

function Figure({
  label,
  value,
  tone,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly tone?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd>
        <span className={styles.number} data-tone={tone}>
          {value}
        </span>
        <span className={styles.note}>{children}</span>
      </dd>
    </div>
  );
}
