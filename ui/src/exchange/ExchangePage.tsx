import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ExchangeView } from '../../../server/api/contract.ts';
import { exchangeQuery, findingsQuery } from '../api/queries.ts';
import { dateAndTime } from '../format/time.ts';
import { Untrusted } from '../parts/Untrusted.tsx';
import { loadingOf } from '../state/loading.ts';
import { Pane } from '../state/Pane.tsx';
import { Loaded, Statement } from '../state/States.tsx';
import { sectionsOf, sidesOf } from './answers.ts';
import { Comparison } from './Comparison.tsx';
import styles from './Exchange.module.css';
import { Neighbours } from './Neighbours.tsx';
import { Observed } from './Observed.tsx';
import { classesByField } from './observed.ts';
import { RawAnswers } from './RawAnswers.tsx';
import { RequestShown } from './RequestShown.tsx';
import { SendAgain } from './SendAgain.tsx';
import { ViewSwitch } from './ViewSwitch.tsx';

const from = '/runs/$run/exchanges/$exchange';

export function ExchangePage() {
  const { run, exchange } = useParams({ from });
  const view = loadingOf(useQuery(exchangeQuery(run, exchange)));
  return (
    <Loaded from={view} what="the exchange" page missing={<NoSuchExchange run={run} exchange={exchange} />}>
      {(value) => <Exchange run={run} exchange={value} />}
    </Loaded>
  );
}

function Exchange({ run, exchange }: { readonly run: string; readonly exchange: ExchangeView }) {
  const search = useSearch({ from });
  const { data: findings } = useQuery(findingsQuery(run));
  const sides = useMemo(() => sidesOf(exchange.answers), [exchange]);
  const sections = useMemo(() => sectionsOf(sides), [sides]);
  const classes = classesByField(exchange.observations, findings?.items ?? []);
  const { method, target } = exchange.request;
  return (
    <article>
      <title>{`${method} ${target} · Triptych`}</title>
      <div className={styles.meta}>
        <Link to="/runs/$run/findings" params={{ run }} search={{ endpoint: exchange.endpoint }}>
          <Untrusted text={exchange.endpoint} />
        </Link>
        <time dateTime={exchange.at}>{dateAndTime(exchange.at)}</time>
        {search.finding !== undefined && <Neighbours run={run} finding={search.finding} exchange={exchange.id} />}
      </div>
      <h1 className={styles.name}>
        <code>
          {method} <Untrusted text={target} />
        </code>
      </h1>
      <Observed run={run} observations={exchange.observations} findings={findings?.items ?? []} />
      <SendAgain key={exchange.id} run={run} exchange={exchange.id} />
      <RequestShown request={exchange.request} />
      <ViewSwitch />
      <Pane name="The comparison" key={`${exchange.id} ${search.view ?? ''}`}>
        {search.view === 'raw' ? (
          <RawAnswers sides={sides} />
        ) : (
          <Comparison
            sides={sides}
            sections={sections}
            classes={classes}
            onlyDifferences={search.only === 'differences'}
          />
        )}
      </Pane>
    </article>
  );
}

function NoSuchExchange({ run, exchange }: { readonly run: string; readonly exchange: string }) {
  return (
    <Statement title="This exchange is not kept" page>
      <p>
        Only a few exchanges of each finding are stored, and newer ones replace older ones. <code>{exchange}</code> was
        one of them, or never was.
      </p>
      <p>
        <Link to="/runs/$run/findings" params={{ run }}>
          The findings of the run
        </Link>
      </p>
    </Statement>
  );
}
