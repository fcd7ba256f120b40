import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  EndpointList,
  ExchangeSummary,
  ExchangeView,
  FindingList,
  FindingView,
  Page,
  ReportView,
  RunSummary,
  Status,
} from '../../../server/api/contract.ts';
import { getJson } from './client.ts';

const id = encodeURIComponent;

/** The first element of every key says whether commits can change it: `exchange` never changes, everything else may. */
export function changesWithCommits(key: readonly unknown[]): boolean {
  return key[0] !== 'exchange';
}

export const runsQuery = infiniteQueryOptions({
  queryKey: ['runs'],
  initialPageParam: '',
  queryFn: ({ signal, pageParam }) =>
    getJson<Page<RunSummary>>(`/runs?limit=30${pageParam && `&cursor=${id(pageParam)}`}`, signal),
  getNextPageParam: (page) => page.next,
});

export function runQuery(run: string) {
  return queryOptions({
    queryKey: ['run', run],
    queryFn: ({ signal }) => getJson<RunSummary>(`/runs/${id(run)}`, signal),
  });
}

export function reportQuery(run: string) {
  return queryOptions({
    queryKey: ['report', run],
    queryFn: ({ signal }) => getJson<ReportView>(`/runs/${id(run)}/report`, signal),
  });
}

export function endpointsQuery(run: string) {
  return queryOptions({
    queryKey: ['endpoints', run],
    queryFn: ({ signal }) => getJson<EndpointList>(`/runs/${id(run)}/endpoints`, signal),
  });
}

export function findingsQuery(run: string) {
  return queryOptions({
    queryKey: ['findings', run],
    queryFn: ({ signal }) => getJson<FindingList>(`/runs/${id(run)}/findings`, signal),
  });
}

export function findingQuery(run: string, finding: string) {
  return queryOptions({
    queryKey: ['finding', run, finding],
    queryFn: ({ signal }) => getJson<FindingView>(`/runs/${id(run)}/findings/${id(finding)}`, signal),
  });
}

export function examplesQuery(run: string, finding: string) {
  return queryOptions({
    queryKey: ['examples', run, finding],
    queryFn: ({ signal }) =>
      getJson<Page<ExchangeSummary>>(`/runs/${id(run)}/exchanges?finding=${id(finding)}&limit=30`, signal),
  });
}

export function exchangeQuery(run: string, exchange: string) {
  return queryOptions({
    queryKey: ['exchange', run, exchange],
    queryFn: ({ signal }) => getJson<ExchangeView>(`/runs/${id(run)}/exchanges/${id(exchange)}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => getJson<Status>('/status', signal),
});
