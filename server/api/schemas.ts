/** The shapes of contract.ts once more as zod schemas: what the OpenAPI document says and the tests hold the answers to. */
import { z } from 'zod';
import { failureKinds, roles } from '../core/exchange.ts';
import { aspects, cases, likenesses } from '../core/finding.ts';
import { acceptanceStates } from '../core/gate/model.ts';
import { ruleStates } from '../core/rules/explain.ts';
import type {
  EndpointList,
  ExchangeSummary,
  ExchangeView,
  FindingList,
  FindingView,
  LatencyList,
  Page,
  Problem,
  ReportView,
  RuleList,
  RulePreview,
  RuleRemoved,
  RuleView,
  RunSummary,
  Status,
} from './contract.ts';

/** Schemas with a name of their own in the OpenAPI document. */
export const named = z.registry<{ id: string }>();

const time = z.iso.datetime();
const count = z.int().min(0);
const role = z.enum(roles);
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).register(named, { id: 'Interval' });
const verdict = z.enum(['pass', 'fail', 'inconclusive']);
export const findingClass = z.enum(['regression', 'unexplained', 'noise', 'accepted']);

const runHead = {
  id: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  baseline: z.string(),
  candidate: z.string(),
  roles: z.array(role),
};

export const runSummary: z.ZodType<RunSummary> = z
  .object({
    ...runHead,
    verdict,
    compared: count,
    received: count,
    regressions: count,
    unexplained: count,
    diffRate: interval,
  })
  .register(named, { id: 'RunSummary' });

export const runPage: z.ZodType<Page<RunSummary>> = page(runSummary).register(named, { id: 'RunPage' });

const quantile = z.number().nullable();
const rankInterval = z.object({ low: z.number(), high: z.number().nullable() }).nullable();
const quantiles = z
  .object({
    count,
    p50: quantile,
    p95: quantile,
    p99: quantile,
    intervals: z.object({ p50: rankInterval, p95: rankInterval, p99: rankInterval }),
  })
  .register(named, { id: 'Quantiles' });

const reportEndpoint = z
  .object({
    endpoint: z.string(),
    compared: count,
    differing: count,
    failures: z.record(role, count),
    latencyMs: z.record(role, quantiles),
    folded: count,
  })
  .register(named, { id: 'Endpoint' });

export const findingView: z.ZodType<FindingView> = z
  .object({
    id: z.string(),
    endpoint: z.string(),
    field: z.string(),
    aspect: z.enum(aspects),
    cause: z.string(),
    class: findingClass,
    flags: z.array(z.literal('environment')),
    oddCopy: z.enum(['primary', 'secondary']).nullable(),
    counts: z.record(z.enum(['agree', ...cases]), count),
    patterns: z.partialRecord(z.enum(likenesses), count.exactOptional()),
    votes: z.object({ candidate: count, secondary: count }),
    blocks: z.object({ candidate: count, secondary: count }),
    clustered: z.boolean(),
    confirmed: z.object({ tries: count, candidate: count, secondary: count }),
    logE: z.number(),
    delta: interval,
    diffy: z.object({ raw: count, noise: count, flagged: z.boolean() }),
    classes: z.object({ evidence: findingClass, diffy: findingClass }),
    ebh: z.boolean(),
    triage: z.null(),
    sentence: z.string(),
    needs: count.nullable(),
    firstSeen: time,
    lastSeen: time,
    examples: z.array(z.string()),
    rules: z.array(z.string()),
    accept: z.string().nullable(),
    supersedes: z.array(z.string()),
    where: z.array(
      z.object({ attribute: z.string(), value: z.string(), share: z.number(), base: z.number(), only: z.boolean() }),
    ),
  })
  .register(named, { id: 'Finding' });

export const ruleView: z.ZodType<RuleView> = z
  .object({
    id: z.string(),
    text: z.string(),
    sentence: z.string(),
    origin: z.enum(['configuration', 'api']),
    state: z.enum(ruleStates),
    hits: count,
    fields: z.array(z.object({ endpoint: z.string(), field: z.string(), aspect: z.enum(aspects), hits: count })),
  })
  .register(named, { id: 'Rule' });

const acceptance = z
  .object({
    entry: z.object({
      finding: z.string().exactOptional(),
      endpoint: z.string().exactOptional(),
      field: z.string().exactOptional(),
      aspects: z.array(z.enum(aspects)).exactOptional(),
      rate: z.number().exactOptional(),
      until: z.string().exactOptional(),
      reason: z.string().exactOptional(),
    }),
    state: z.enum(acceptanceStates),
    findings: z.array(z.string()),
    sentence: z.string(),
  })
  .register(named, { id: 'Acceptance' });

export const reportView: z.ZodType<ReportView> = z
  .object({
    triptych: z.string(),
    run: z.object(runHead),
    verdict,
    reasons: z.array(z.string()),
    stoppedEarly: count.nullable(),
    exchanges: z.object({ received: count, compared: count, notCompared: z.record(z.string(), count) }),
    diffRate: interval,
    regressionRate: interval,
    endpoints: z.array(reportEndpoint),
    findings: z.array(findingView),
    rules: z.array(ruleView),
    accepted: z.array(acceptance),
  })
  .register(named, { id: 'Report' });

export const ruleList: z.ZodType<RuleList> = z.object({ items: z.array(ruleView) }).register(named, { id: 'RuleList' });

export const ruleRemoved: z.ZodType<RuleRemoved> = z.object({ id: z.string() }).register(named, { id: 'RuleRemoved' });

export const rulePreview: z.ZodType<RulePreview> = z
  .object({
    text: z.string(),
    sentence: z.string(),
    exchanges: count,
    findings: z.array(
      z.object({
        id: z.string(),
        endpoint: z.string(),
        field: z.string(),
        aspect: z.enum(aspects),
        class: findingClass,
        shown: count,
        silenced: count,
      }),
    ),
  })
  .register(named, { id: 'RulePreview' });

export const endpointList: z.ZodType<EndpointList> = z
  .object({ items: z.array(reportEndpoint) })
  .register(named, { id: 'EndpointList' });

export const latencyList: z.ZodType<LatencyList> = z
  .object({ items: z.array(z.object({ from: time, minutes: count, latencyMs: z.record(role, quantiles) })) })
  .register(named, { id: 'LatencyList' });

export const findingList: z.ZodType<FindingList> = z
  .object({ items: z.array(findingView) })
  .register(named, { id: 'FindingList' });

const exchangeSummary: z.ZodType<ExchangeSummary> = z
  .object({
    id: z.string(),
    at: time,
    endpoint: z.string(),
    method: z.string(),
    target: z.string(),
    outcomes: z.partialRecord(role, z.union([z.int(), z.enum(failureKinds)])),
  })
  .register(named, { id: 'ExchangeSummary' });

export const exchangePage: z.ZodType<Page<ExchangeSummary>> = page(exchangeSummary).register(named, {
  id: 'ExchangePage',
});

const headers = z.array(z.tuple([z.string(), z.string()]));
const body = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('empty') }),
    z.object({ kind: z.literal('text'), text: z.string(), mediaType: z.string(), length: count }),
    z.object({ kind: z.literal('binary'), mediaType: z.string(), length: count, sha256: z.string() }),
    z.object({ kind: z.literal('cut'), length: count, sha256: z.string() }),
  ])
  .register(named, { id: 'Body' });

const answer = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('response'),
      status: z.int(),
      headers,
      trailers: headers,
      body,
      ms: z.number(),
    }),
    z.object({ kind: z.literal('failure'), failure: z.enum(failureKinds), detail: z.string(), ms: z.number() }),
  ])
  .register(named, { id: 'Answer' });

export const exchangeView: z.ZodType<ExchangeView> = z
  .object({
    id: z.string(),
    at: time,
    endpoint: z.string(),
    request: z.object({ method: z.string(), target: z.string(), headers, body }),
    answers: z.object({ primary: answer, secondary: answer.exactOptional(), candidate: answer }),
    observations: z.array(
      z.object({ finding: z.string(), field: z.string(), aspect: z.enum(aspects), case: z.enum(cases) }),
    ),
    delta: z.unknown(),
  })
  .register(named, { id: 'Exchange' });

export const statusView: z.ZodType<Status> = z
  .object({
    version: z.string(),
    proxy: z.string().nullable(),
    targets: z.array(
      z.object({ role, url: z.string(), health: z.enum(['up', 'down', 'unknown']), detail: z.string() }),
    ),
    comparing: z.boolean(),
    problems: z.array(z.string()),
  })
  .register(named, { id: 'Status' });

/** Not an answer of any route: named here so that the document holds it. */
export const problemDocument: z.ZodType<Problem> = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .register(named, { id: 'Problem' });

function page<T>(item: z.ZodType<T>) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
