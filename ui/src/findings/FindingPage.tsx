import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { FindingView, RunSummary } from '../../../server/api/contract.ts';
import { findingQuery, findingsQuery, runQuery } from '../api/queries.ts';
import { count, percent } from '../format/number.ts';
import { dateAndTime } from '../format/time.ts';
import { classWords, unbroken } from '../format/words.ts';
import { ClassChip } from '../parts/ClassChip.tsx';
import { CopyButton } from '../parts/CopyButton.tsx';
import { FieldName } from '../parts/FieldName.tsx';
import { Untrusted } from '../parts/Untrusted.tsx';
import { loadingOf } from '../state/loading.ts';
import { Pane } from '../state/Pane.tsx';
import { Loaded, Statement } from '../state/States.tsx';
import { Evidence } from './Evidence.tsx';
import { Examples } from './Examples.tsx';
import styles from './Finding.module.css';
import { Towers } from './Towers.tsx';

export function FindingPage() {
  const { run, finding } = useParams({ from: '/runs/$run/findings/$finding' });
  const view = loadingOf(useQuery(findingQuery(run, finding)));
  const { data: summary } = useQuery(runQuery(run));
  return (
    <Loaded from={view} what="the finding" page missing={<NoSuchFinding run={run} finding={finding} />}>
      {(value) => <Card run={run} finding={value} summary={summary} />}
    </Loaded>
  );
}

function Card({
  run,
  finding,
  summary,
}: {
  readonly run: string;
  readonly finding: FindingView;
  readonly summary: RunSummary | undefined;
}) {
  const twoRoles = summary !== undefined && !summary.roles.includes('secondary');
  return (
    <article>
      <title>{`${classWords[finding.class]}: ${finding.field} ${finding.aspect} · Triptych`}</title>
      <div className={styles.meta}>
        <ClassChip of={finding.class} />
        {finding.flags.includes('environment') && (
          <span className={styles.flag} title="The two old copies differ here, too: data, region or configuration.">
            environment
          </span>
        )}
        <Link to="/runs/$run/findings" params={{ run }} search={{ endpoint: finding.endpoint }}>
          <Untrusted text={finding.endpoint} />
        </Link>
        <span className={styles.copy}>
          <CopyButton label="Copy link" text={() => fixedLink(run, summary, finding.id)} />
        </span>
      </div>
      <h1 className={styles.name}>
        <FieldName field={finding.field} aspect={finding.aspect} />
      </h1>
      <p className={styles.sentence}>{unbroken(finding.sentence)}</p>
      <Where where={finding.where} />
      <SameCause run={run} finding={finding} />
      {finding.needs !== null && (
        <p className={styles.needs}>
          Not decided yet: about <strong>{count(finding.needs)} more requests</strong> to this endpoint decide it, if it
          goes on like this.
        </p>
      )}
      <div className={styles.columns}>
        <Pane name="The picture of the counts">
          <Towers finding={finding} twoRoles={twoRoles} />
        </Pane>
        <Pane name="The evidence">
          <Evidence finding={finding} twoRoles={twoRoles} />
        </Pane>
      </div>
      <Pane name="The list of examples">
        <Examples run={run} finding={finding.id} />
      </Pane>
      <p className={styles.seen}>
        First seen {dateAndTime(finding.firstSeen)}, last {dateAndTime(finding.lastSeen)}. Finding{' '}
        <code>{finding.id}</code>, the same in every run.
      </p>
    </article>
  );
}

/** What the requests behind it have in common. */
function Where({ where }: Pick<FindingView, 'where'>) {
  if (where.length === 0) return null;
  return (
    <ul className={styles.where} aria-label="Its requests have in common">
      {where.map(({ attribute, value, share, base }) => (
        <li key={attribute}>
          <code>
            <Untrusted text={`${attribute}=${value}`} />
          </code>{' '}
          {percent(share)} of them, {percent(base)} of the rest
        </li>
      ))}
    </ul>
  );
}

/** What always occurs together with this finding. */
function SameCause({ run, finding }: { readonly run: string; readonly finding: FindingView }) {
  const { data } = useQuery(findingsQuery(run));
  const others = data?.items.filter(({ id, cause }) => cause === finding.cause && id !== finding.id) ?? [];
  if (others.length === 0) return null;
  return (
    <p className={styles.together}>
      With the same cause:
      {others.map(({ id, field, aspect }) => (
        <Link key={id} to="/runs/$run/findings/$finding" params={{ run, finding: id }}>
          <FieldName field={field} aspect={aspect} />
        </Link>
      ))}
    </p>
  );
}

/** `live` will mean another run tomorrow, so a link to keep names the run itself. */
function fixedLink(run: string, summary: RunSummary | undefined, finding: string): string {
  const id = summary?.id ?? run;
  return `${location.origin}/runs/${encodeURIComponent(id)}/findings/${encodeURIComponent(finding)}`;
}

function NoSuchFinding({ run, finding }: { readonly run: string; readonly finding: string }) {
  return (
    <Statement title="No such finding in this run" page>
      <p>
        The run has no finding <code>{finding}</code>. Ids are the same in every run, so this may mean that it is gone:
        the field no longer differs.
      </p>
      <p>
        <Link to="/runs/$run/findings" params={{ run }}>
          All findings of the run
        </Link>
      </p>
    </Statement>
  );
}
